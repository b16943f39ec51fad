import type { TrafficGraph } from '@vigla/contract/graph';
import { type ReactNode, useRef } from 'react';
import { useWords } from '../../words/index.ts';
import type { Frame } from '../drawing/frame.ts';
import { GroupPanel } from '../gather/group-panel.tsx';
import { groupIn } from '../gather/groups-of-place.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { FoundTraces } from '../trace/call-traces.tsx';
import { TraceStrip } from '../trace/trace-strip.tsx';
import { useTrace } from '../trace/use-trace.ts';
import { BoxPanel, type BoxPanelProps } from './box-panel.tsx';
import { EdgePanel } from './edge-panel.tsx';
import { GonePanel, type GonePanelProps } from './gone-panel.tsx';
import { NodePanel } from './node-panel.tsx';
import { ExplainPanel } from '../explain/explain-panel.tsx';
import { missingElement } from '../explain/missing-element.ts';
import { ExplainProvider } from '../explain/use-explain.ts';
import { PanelGrip } from './panel-grip.tsx';
import type { Moment } from './trace-list.tsx';

export interface SidePanelProps {
  readonly graph: TrafficGraph;
  readonly frames: readonly Frame[];
  /** Null: the whole graph. */
  readonly selected: string | null;
  readonly moment: Moment;
  /** Whether `graph` is still that of another place. */
  readonly waiting: boolean;
  /** What can be done with it. */
  readonly menu?: ReactNode;
  readonly place: GraphPlace;
  readonly takesFocus: boolean;
  readonly onPlace: (place: GraphPlace) => void;
  readonly onSelect: (id: string | null) => void;
  readonly onClose: () => void;
  /** Whether the question is why, and not what. */
  readonly explains: boolean;
  readonly onExplain: (element: string) => void;
  readonly onShiftTraffic?: ((namespace: string, service: string) => void) | undefined;
}

/** What is selected, from close by; beside the picture and never over it. */
export function SidePanel({
  graph,
  frames,
  selected,
  place,
  moment,
  menu,
  explains,
  waiting,
  onExplain,
  onPlace,
  onShiftTraffic,
  ...rest
}: SidePanelProps) {
  const t = useWords();
  const panel = useRef<HTMLElement>(null);
  const group = groupIn(graph, selected);
  const node = graph.nodes.find(({ id }) => id === selected);
  const edge = graph.edges.find(({ id }) => id === selected);
  const trace = useTrace(place.trace, graph);
  const lead = trace && (
    <TraceStrip trace={trace} selected={selected} onSelect={rest.onSelect} onClear={() => onPlace({ ...place, trace: null })} />
  );
  if (explains && selected !== null) {
    return (
      <aside
        className="vigla-graph-panel vigla-graph-panel--explain"
        aria-label={t('graph.panel.label')}
        onKeyDown={({ key }) => key === 'Escape' && rest.onClose()}
      >
        <ExplainPanel
          graph={graph}
          element={node?.reasons.some(({ kind }) => kind === 'no_sidecar') ? missingElement({ from: null, to: node.id }) : selected}
          place={place}
          renderTraces={(call) => (
            <FoundTraces element={call} place={place} which="failed" onTrace={(id) => onPlace({ ...place, trace: id, panel: 'auto' })} />
          )}
          onExplain={onExplain}
          onShiftTraffic={onShiftTraffic}
          {...rest}
        />
      </aside>
    );
  }
  const explaining = {
    element: (node ?? edge ?? group)?.id ?? null,
    absent: node ? missingElement({ from: null, to: node.id }) : null,
    explain: onExplain,
  };
  return (
    <aside
      ref={panel}
      className="vigla-graph-panel"
      aria-label={t('graph.panel.label')}
      onKeyDown={({ key }) => key === 'Escape' && rest.onClose()}
    >
      <PanelGrip panel={panel} />
      {menu}
      <ExplainProvider value={explaining}>
        {group ? (
          <GroupPanel graph={graph} group={group} place={place} onPlace={onPlace} {...rest} />
        ) : node ? (
          <NodePanel
            graph={graph}
            node={node}
            place={place}
            moment={moment}
            onPlace={onPlace}
            lead={lead}
            onShiftTraffic={onShiftTraffic}
            {...rest}
          />
        ) : edge ? (
          <EdgePanel graph={graph} edge={edge} place={place} onPlace={onPlace} lead={lead} {...rest} />
        ) : (
          <Around {...{ graph, frames, selected, place, waiting, onPlace }} {...rest} />
        )}
      </ExplainProvider>
    </aside>
  );
}

type AroundProps = Omit<GonePanelProps & BoxPanelProps, 'frame'> & Pick<SidePanelProps, 'frames' | 'selected'>;

/** What is no element of the graph: a box, the whole of it, or what is not on it. */
function Around({ frames, selected, ...rest }: AroundProps) {
  const frame = frames.find(({ id }) => id === selected) ?? null;
  return frame === null && selected !== null ? <GonePanel {...rest} /> : <BoxPanel {...rest} frame={frame} />;
}
