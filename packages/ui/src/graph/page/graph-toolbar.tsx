import type { TrafficGraph } from '@vigla/contract/graph';
import { Button, Title } from '@patternfly/react-core';
import { EllipsisVIcon, TableIcon, TopologyIcon } from '@patternfly/react-icons';
import type { ReactNode } from 'react';
import { DropPanel } from '../../parts/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { CompareChoice } from '../compare/compare-choice.tsx';
import { FindFields } from '../find/find-fields.tsx';
import { useIsNarrow } from '../find/use-is-narrow.ts';
import { gatheredText } from '../gather/gather-names.ts';
import type { ChoiceProps } from './choice-props.ts';
import { Counts } from './counts.tsx';
import { FocusChip } from './focus-chip.tsx';
import { GroupChoice } from './group-choice.tsx';
import { ShowChoice, shownText } from './show-choice.tsx';

interface GraphToolbarProps extends ChoiceProps {
  readonly graph: TrafficGraph | undefined;
  readonly dots: boolean;
  readonly onDots: (dots: boolean) => void;
  /** Ways to hand on what is shown. */
  readonly sharing: ReactNode;
}

/** Title, what is grouped and shown, the search, how much there is, and the way to the table. */
export function GraphToolbar({ place, graph, dots, onDots, onPlace, sharing }: GraphToolbarProps) {
  const t = useWords();
  const language = useLanguage();
  const folds = useIsNarrow(1200);
  const shown = shownText(place.show, language, (one) => t(`graph.show.${one}`));
  const grouped = graph?.gathered ? gatheredText(graph.gathered, t) : t(`graph.groupBy.${place.groupBy}`);
  return (
    <div className="vigla-graph-toolbar">
      <Title headingLevel="h1" size="xl" className="vigla-graph-toolbar__title">
        {t('graph.title')}
      </Title>
      <DropPanel label={t('graph.groupBy.label', { value: grouped })} toggle={<Chosen name={t('graph.groupBy')} value={grouped} />}>
        {(close) => <GroupChoice place={place} graph={graph} onPlace={onPlace} onDone={close} />}
      </DropPanel>
      <DropPanel label={`${t('graph.show')} ${shown}`} toggle={<Chosen name={t('graph.show')} value={shown} />}>
        {() => <ShowChoice place={place} onPlace={onPlace} dots={dots} onDots={onDots} has={whatHas(graph)} />}
      </DropPanel>
      <FocusChip place={place} graph={graph} onPlace={onPlace} />
      <FindFields place={place} graph={graph} onPlace={onPlace} />
      <span className="vigla-graph-toolbar__end">
        {graph && (
          <Counts graph={graph} onOpen={() => onPlace({ ...place, selected: null, panel: place.panel === 'graph' ? 'auto' : 'graph' })} />
        )}
        {folds ? (
          <DropPanel label={t('share.more')} toggle={<EllipsisVIcon aria-hidden="true" />} look="plain" side="end">
            {() => <div className="vigla-graph-toolbar__more">{sharing}</div>}
          </DropPanel>
        ) : (
          sharing
        )}
        <CompareChoice place={place} onPlace={onPlace} />
        <Button
          variant="secondary"
          icon={place.view === 'table' ? <TopologyIcon /> : <TableIcon />}
          onClick={() => onPlace({ ...place, view: place.view === 'table' ? 'picture' : 'table' })}
        >
          {t(place.view === 'table' ? 'graph.toPicture' : 'graph.toTable')}
        </Button>
      </span>
    </div>
  );
}

/** What only some meshes have, and only there is worth a choice. */
const whatHas = (graph: TrafficGraph | undefined) => ({
  ambient: graph?.nodes.some(({ kind, traits }) => kind === 'waypoint' || traits.includes('ambient')) ?? false,
  clusters: new Set(graph?.nodes.flatMap(({ cluster }) => cluster ?? [])).size > 1,
});

function Chosen({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <span className="vigla-graph-chosen">
      {name} <strong>{value}</strong>
    </span>
  );
}
