import './find.css';
import type { TrafficGraph } from '@vigla/contract/graph';
import { FilterIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { parseFind } from '@vigla/domain/find';
import { DropPanel } from '../../parts/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import type { ChoiceProps } from '../page/choice-props.ts';
import { FindHelp } from './find-help.tsx';
import { type Enabled, withExpression } from './search.ts';
import { SearchField } from './search-field.tsx';
import { useIsNarrow } from './use-is-narrow.ts';
import { usePresets } from './use-presets.ts';

interface FindFieldsProps extends ChoiceProps {
  readonly graph: TrafficGraph | undefined;
}

const nobody = { nodes: [], edges: [], namespaces: [] };

/** Find and hide, side by side; where there is little room, behind one button. */
export function FindFields({ place, graph, onPlace }: FindFieldsProps) {
  const t = useWords();
  const narrow = useIsNarrow();
  const presets = usePresets();
  const [last, setLast] = useState<Enabled | null>(null);
  const commit = (field: 'find' | 'hide') => (text: string) => {
    const enabled = withExpression(place, field, text);
    setLast(enabled);
    onPlace(enabled.place);
  };
  const fields = (
    <>
      <SearchField
        field="find"
        presets={presets.find}
        graph={graph ?? nobody}
        value={place.find}
        onCommit={commit('find')}
        help={<FindHelp />}
      />
      <SearchField field="hide" presets={presets.hide} graph={graph ?? nobody} value={place.hide} onCommit={commit('hide')} />
      <SwitchedOn of={last} />
    </>
  );
  if (!narrow) return <div className="vigla-find-fields">{fields}</div>;
  const used = [place.find, place.hide].filter((text) => text !== '').length;
  const isWrong = [place.find, place.hide].some((text) => parseFind(text).kind === 'wrong');
  const label = used > 0 ? `${t('find.filter')} ${used}` : t('find.filter');
  return (
    <DropPanel
      label={isWrong ? t('find.filter.wrong', { filter: label }) : label}
      toggle={
        <span className="vigla-graph-chosen">
          {isWrong ? <Sign kind="failing" /> : <FilterIcon />} {t('find.filter')} {used > 0 && <strong>{used}</strong>}
        </span>
      }
    >
      {() => <div className="vigla-find-fields vigla-find-fields--folded">{fields}</div>}
    </DropPanel>
  );
}

/** What a term switched on, once it was asked for; or what it still lacks. */
function SwitchedOn({ of }: { readonly of: Enabled | null }) {
  const t = useWords();
  const on = of?.switchedOn.map((one) => t(`graph.show.${one}`)) ?? [];
  const text = of?.lacksComparison ? t('find.lacksComparison') : on.length > 0 ? t('find.switchedOn', { options: on.join(', ') }) : '';
  return (
    <p role="status" className={text === '' ? 'vigla-graph-unseen' : 'vigla-find__switched'}>
      {text}
    </p>
  );
}
