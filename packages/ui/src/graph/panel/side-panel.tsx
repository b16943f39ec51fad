import type { TrafficGraph } from '@vigla/contract/graph';
import { useWords } from '../../words/index.ts';
import type { Frame } from '../drawing/frame.ts';
import { GroupPanel } from '../gather/group-panel.tsx';
import { groupIn } from '../gather/groups-of-place.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { BoxPanel } from './box-panel.tsx';
import { EdgePanel } from './edge-panel.tsx';
import { NodePanel } from './node-panel.tsx';
import type { Moment } from './trace-list.tsx';

export interface SidePanelProps {
  readonly graph: TrafficGraph;
  readonly frames: readonly Frame[];
  /** Null: the whole graph. */
  readonly selected: string | null;
  readonly moment: Moment;
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string | null) => void;
  readonly onClose: () => void;
  readonly onShiftTraffic?: ((namespace: string, service: string) => void) | undefined;
}

/** What is selected, from close by; beside the picture and never over it. */
export function SidePanel({ graph, frames, selected, moment, place, onPlace, onShiftTraffic, ...rest }: SidePanelProps) {
  const t = useWords();
  const group = groupIn(graph, selected);
  const node = graph.nodes.find(({ id }) => id === selected);
  const edge = graph.edges.find(({ id }) => id === selected);
  const frame = frames.find(({ id }) => id === selected) ?? null;
  return (
    <aside className="vigla-graph-panel" aria-label={t('graph.panel.label')} onKeyDown={({ key }) => key === 'Escape' && rest.onClose()}>
      {group ? (
        <GroupPanel graph={graph} group={group} place={place} onPlace={onPlace} {...rest} />
      ) : node ? (
        <NodePanel graph={graph} node={node} moment={moment} onShiftTraffic={onShiftTraffic} {...rest} />
      ) : edge ? (
        <EdgePanel graph={graph} edge={edge} {...rest} />
      ) : (
        <BoxPanel graph={graph} frame={frame} {...rest} />
      )}
    </aside>
  );
}
