import type { TrafficGraph } from '@vigla/contract/graph';
import { type ReactNode, useRef } from 'react';
import { useWords } from '../../words/index.ts';
import type { Frame } from '../drawing/frame.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { BoxPanel } from './box-panel.tsx';
import { EdgePanel } from './edge-panel.tsx';
import { NodePanel } from './node-panel.tsx';
import { PanelGrip } from './panel-grip.tsx';
import type { Moment } from './trace-list.tsx';

export interface SidePanelProps {
  readonly graph: TrafficGraph;
  readonly frames: readonly Frame[];
  /** Null: the whole graph. */
  readonly selected: string | null;
  readonly place: GraphPlace;
  readonly moment: Moment;
  /** What can be done with it. */
  readonly menu: ReactNode;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string | null) => void;
  readonly onClose: () => void;
  readonly onShiftTraffic?: ((namespace: string, service: string) => void) | undefined;
}

/** What is selected, from close by; beside the picture and never over it. */
export function SidePanel({ graph, frames, selected, place, moment, menu, onShiftTraffic, ...rest }: SidePanelProps) {
  const t = useWords();
  const panel = useRef<HTMLElement>(null);
  const node = graph.nodes.find(({ id }) => id === selected);
  const edge = graph.edges.find(({ id }) => id === selected);
  const frame = frames.find(({ id }) => id === selected) ?? null;
  return (
    <aside
      ref={panel}
      className="vigla-graph-panel"
      aria-label={t('graph.panel.label')}
      onKeyDown={({ key }) => key === 'Escape' && rest.onClose()}
    >
      <PanelGrip panel={panel} />
      {menu}
      {node ? (
        <NodePanel graph={graph} node={node} place={place} moment={moment} onShiftTraffic={onShiftTraffic} {...rest} />
      ) : edge ? (
        <EdgePanel graph={graph} edge={edge} place={place} {...rest} />
      ) : (
        <BoxPanel graph={graph} frame={frame} place={place} {...rest} />
      )}
    </aside>
  );
}
