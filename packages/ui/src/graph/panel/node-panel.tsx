import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { ReactNode } from 'react';
import { useLanguage, useWords } from '../../words/index.ts';
import { nodeTitle } from '../drawing/plate.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { pageOf } from '../place/node-page.ts';
import { kindIcons } from '../signs/graph-signs.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { NodeRank } from '../find/node-rank.tsx';
import { MoreCharts } from './course-charts.tsx';
import { HealthPopover } from './health-popover.tsx';
import { NodeNeighbours } from './node-neighbours.tsx';
import { NodeCalls, NodeIdentity, NodeInbound, NodeSent } from './node-sections.tsx';
import { NodeReasons } from './node-reasons.tsx';
import { NodeLink } from './node-link.tsx';
import { PanelFrame } from './panel-frame.tsx';
import type { ServiceName } from './service-of.ts';
import { ShiftAction } from './shift-action.tsx';
import { titleText } from './title-text.ts';
import { CallTraces } from '../trace/call-traces.tsx';
import { hasApp, type Moment, TraceList } from './trace-list.tsx';
import { hasCourse, sinceOf, useCourse } from './use-course.ts';

export interface NodePanelProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  readonly place: GraphPlace;
  readonly moment: Moment;
  readonly onPlace: (place: GraphPlace) => void;
  /** Stands before everything else. */
  readonly lead: ReactNode;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
  readonly onShiftTraffic?: ((namespace: string, service: string) => void) | undefined;
}

/** A node from close by: how it is and why, who calls it, whom it calls, who it is, what can be done. */
export function NodePanel({ graph, node, place, moment, onPlace, lead, takesFocus, onSelect, onClose, onShiftTraffic }: NodePanelProps) {
  const t = useWords();
  const speech = { words: t, language: useLanguage() };
  const { name, version } = nodeTitle(node, graph.groupBy, speech);
  const title = titleText(node, graph.groupBy, speech);
  const course = useCourse(place, node.id, hasCourse(node));
  const shared = { graph, node, course, title, onSelect };
  const titles = {
    times: t('panel.times'),
    throughput: t('panel.throughput.in'),
    messages: t('panel.messages.in'),
    tcp: t('panel.tcp.in'),
  };
  return (
    <PanelFrame
      icon={<GraphSignIcon sign={kindIcons[node.kind]} label={t(`graph.kind.${node.kind}`)} />}
      title={name}
      version={version}
      health={node.health}
      healthWord={<HealthPopover graph={graph} node={node} />}
      facts={factsOf(node, t)}
      page={
        pageOf(node) && (
          <NodeLink node={node} place={place}>
            {t('details.open')}
          </NodeLink>
        )
      }
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {lead}
      <NodeReasons graph={graph} node={node} since={sinceOf(course)} onSelect={onSelect} />
      <NodeInbound {...shared} />
      <NodeCalls {...shared} />
      <NodeIdentity
        graph={graph}
        node={node}
        rank={<NodeRank graph={graph} node={node} />}
        onService={(service) => onPlace(showingService(graph, place, service))}
      />
      {onShiftTraffic && <ShiftAction node={node} onShiftTraffic={onShiftTraffic} />}
      <MoreCharts course={course} direction="inbound" label={title} titles={titles} />
      <NodeSent {...shared} />
      {hasApp(node) ? (
        <TraceList node={node} moment={moment} />
      ) : (
        <CallTraces
          key={node.id}
          element={node.id}
          traffic={[...node.inbound, ...node.outbound]}
          place={place}
          onTrace={(trace) => onPlace({ ...place, trace })}
        />
      )}
      <NodeNeighbours
        graph={graph}
        node={node}
        onFocus={() => onPlace({ ...place, focus: node.id, hops: 1, viewport: null, view: 'picture' })}
      />
    </PanelFrame>
  );
}

/** The page with a service selected; services are drawn from then on where they were not. */
function showingService(graph: TrafficGraph, place: GraphPlace, { namespace, name }: ServiceName): GraphPlace {
  const drawn = graph.nodes.find((node) => node.kind === 'service' && node.namespace === namespace && node.name === name);
  const show = drawn || place.show.includes('services') ? place.show : [...place.show, 'services' as const];
  return { ...place, show, selected: drawn?.id ?? `${namespace}/svc:${name}`, panel: 'auto' };
}

function factsOf(node: GraphNode, t: ReturnType<typeof useWords>): readonly string[] {
  return [
    ...(node.kind === 'workload' ? [] : [t(`graph.kind.${node.kind}`)]),
    ...(node.namespace ? [node.namespace] : []),
    ...(node.cluster ? [node.cluster] : []),
    ...(node.pods ? [t('graph.plate.podsReady', { ...node.pods })] : []),
    ...(node.inMesh !== null && node.namespace ? [t(node.inMesh ? 'graph.panel.inMesh' : 'graph.panel.noSidecar')] : []),
  ];
}
