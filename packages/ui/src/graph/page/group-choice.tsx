import { GroupBy, type TrafficGraph } from '@vigla/contract/graph';
import { Radio } from '@patternfly/react-core';
import { useId } from 'react';
import { useWords } from '../../words/index.ts';
import { GatherChoice } from '../gather/gather-choice.tsx';
import type { ChoiceProps } from './choice-props.ts';

/** What a node stands for. */
export function GroupChoice({
  place,
  onPlace,
  graph,
  onDone,
}: ChoiceProps & { readonly graph: TrafficGraph | undefined; readonly onDone: () => void }) {
  const t = useWords();
  const name = useId();
  return (
    <div className="vigla-graph-groups">
      <div className="vigla-graph-choice" role="radiogroup" aria-label={t('graph.groupBy')}>
        {GroupBy.options.map((groupBy) => (
          <Radio
            key={groupBy}
            id={`${name}-${groupBy}`}
            name={name}
            label={t(`graph.groupBy.${groupBy}`)}
            description={t(`graph.groupBy.${groupBy}.what`)}
            isChecked={groupBy === place.groupBy}
            onChange={() => {
              onPlace({ ...place, groupBy, open: [], selected: null });
              onDone();
            }}
          />
        ))}
      </div>
      <GatherChoice place={place} onPlace={onPlace} graph={graph} onDone={onDone} />
    </div>
  );
}
