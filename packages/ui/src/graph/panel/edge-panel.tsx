import { Button } from '@patternfly/react-core';
import { ExchangeAltIcon } from '@patternfly/react-icons';
import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { ReactNode } from 'react';
import { clockText, useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { lockSigns } from '../signs/graph-signs.ts';
import { MoreCharts, RequestsChart } from './course-charts.tsx';
import { CallerSaw, EdgeIdentity, EdgeTimes, EndingTabs } from './edge-sections.tsx';
import { CallTraces } from '../trace/call-traces.tsx';
import { failureHeadline, failureSentences } from './failure-text.ts';
import { lockOf, mtlsText } from './mtls-text.ts';
import { PanelFrame, PanelReason, PanelSection } from './panel-frame.tsx';
import { reporterText } from './reporter-text.ts';
import { titleText } from './title-text.ts';
import { sinceOf, useCourse } from './use-course.ts';

export interface EdgePanelProps {
  readonly graph: TrafficGraph;
  readonly edge: GraphEdge;
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
  /** Stands before everything else. */
  readonly lead: ReactNode;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

/** A call from close by: why it fails, how its requests end, how long they take, who says so, how it is protected. */
export function EdgePanel({ graph, edge, place, onPlace, lead, takesFocus, onSelect, onClose }: EdgePanelProps) {
  const t = useWords();
  const f = useFormat();
  const language = useLanguage();
  const speech = { words: t, language };
  const ends = { from: graph.nodes.find(({ id }) => id === edge.from), to: graph.nodes.find(({ id }) => id === edge.to) };
  const from = ends.from ? titleText(ends.from, graph.groupBy, speech) : edge.from;
  const to = ends.to ? titleText(ends.to, graph.groupBy, speech) : edge.to;
  const { traffic } = edge;
  const course = useCourse(place, edge.id, true);
  const ill = edge.health === 'failing' || edge.health === 'degraded';
  const since = sinceOf(course);
  const why = <Why edge={edge} to={to} node={ends.to} since={since === null ? undefined : clockText(since, { now: graph.at, language })} />;
  const titles = { times: t('panel.times'), throughput: t('panel.throughput'), messages: t('panel.messages'), tcp: t('panel.tcp') };
  return (
    <PanelFrame
      icon={<GraphSignIcon sign={lockSigns[lockOf(edge.mtlsRatio)]} label={mtlsText([edge], t, f)} />}
      title={`${from} → ${to}`}
      health={edge.health}
      facts={[t(`graph.protocol.${traffic.protocol}`), mtlsText([edge], t, f)]}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {lead}
      {ill && <PanelReason health={edge.health}>{why}</PanelReason>}
      <PanelSection
        title={t('graph.panel.traffic')}
        aside={traffic.protocol === 'tcp' ? f.bytes(traffic.bytesPerSecond) : f.rate(traffic.requestsPerSecond)}
      >
        {!ill && why}
        <RequestsChart course={course} direction="inbound" label={t('panel.chart.ofCall', { from, to })} />
        {traffic.protocol !== 'tcp' && <EndingTabs edge={edge} />}
      </PanelSection>
      <CallerSaw edge={edge} />
      <CallTraces
        key={edge.id}
        element={edge.id}
        traffic={[edge.traffic]}
        place={place}
        onTrace={(trace) => onPlace({ ...place, trace })}
      />
      <MoreCharts
        course={course}
        direction="inbound"
        label={`${from} → ${to}`}
        titles={titles}
        timesNow={traffic.protocol !== 'tcp' && <EdgeTimes edge={edge} />}
      />
      <PanelSection title={t('graph.panel.reportedBy')}>
        {reporterText(edge, ends, t, f).map((sentence) => (
          <p key={sentence} className="vigla-graph-subtle">
            {sentence}
          </p>
        ))}
      </PanelSection>
      <EdgeIdentity edge={edge} />
      <Ends graph={graph} edge={edge} from={from} to={to} onSelect={onSelect} />
    </PanelFrame>
  );
}

interface EndsProps extends Pick<EdgePanelProps, 'graph' | 'edge' | 'onSelect'> {
  readonly from: string;
  readonly to: string;
}

/** Ways on: to either end, and to the call back where the two call each other. */
function Ends({ graph, edge, from, to, onSelect }: EndsProps) {
  const t = useWords();
  const back = graph.edges.find((other) => other.from === edge.to && other.to === edge.from);
  return (
    <div className="vigla-graph-actions">
      <button type="button" className="vigla-graph-link" onClick={() => onSelect(edge.from)}>
        {from}
      </button>
      <button type="button" className="vigla-graph-link" onClick={() => onSelect(edge.to)}>
        {to}
      </button>
      {back && back.id !== edge.id && (
        <Button variant="link" isInline icon={<ExchangeAltIcon />} onClick={() => onSelect(back.id)}>
          {t('panel.swap')}
        </Button>
      )}
    </div>
  );
}

interface WhyProps {
  readonly edge: GraphEdge;
  readonly to: string;
  readonly node: GraphNode | undefined;
  /** When it began, as a time of day. */
  readonly since: string | undefined;
}

/** How many requests of a call fail and in which ways; nothing where none fail. */
function Why({ edge, to, node, since }: WhyProps) {
  const voice = { t: useWords(), f: useFormat() };
  const headline = failureHeadline(sumTraffic([edge.traffic]), voice, undefined, since);
  if (headline === null) return null;
  return (
    <>
      <p>{headline}</p>
      {failureSentences([edge], { name: to, kind: node?.kind ?? 'workload' }, voice).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </>
  );
}
