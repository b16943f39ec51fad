import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { ElementSeries } from '@vigla/contract/metrics';
import { useFormat } from '../format/index.ts';
import { type CourseAnswer, hasCourse, MoreCharts, PanelSection, RequestsChart, titleText } from '../graph/node-parts.ts';
import { useLanguage, useWords } from '../words/index.ts';

interface MeasurementsProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  readonly course: CourseAnswer<ElementSeries>;
}

/** Whether anybody tells of a node: its own proxy, or those who call it. What rests now may have been busy before. */
export const isTold = (node: GraphNode): boolean => hasCourse(node) && (node.inMesh !== false || node.inbound.length > 0);

/** How the node's calls went over time. */
export function Measurements({ graph, node, course }: MeasurementsProps) {
  const t = useWords();
  const f = useFormat();
  const title = titleText(node, graph.groupBy, { words: t, language: useLanguage() });
  const titles = {
    times: t('panel.times'),
    throughput: t('panel.throughput.in'),
    messages: t('panel.messages.in'),
    tcp: t('panel.tcp.in'),
  };
  const p95Ms = node.inbound.toSorted((a, b) => (b.requestsPerSecond ?? 0) - (a.requestsPerSecond ?? 0))[0]?.p95Ms ?? null;
  const figure = p95Ms !== null && (
    <>
      {t('graph.time.p95')} <strong>{f.duration(p95Ms)}</strong>
    </>
  );
  return (
    <div className="vigla-details__column">
      {isTold(node) && (
        <PanelSection title={t('details.requests')}>
          <RequestsChart course={course} direction="inbound" label={t('panel.chart.ofInbound', { name: title })} figure={figure} />
        </PanelSection>
      )}
      <MoreCharts course={course} direction="inbound" label={title} titles={titles} />
      {isTold(node) && node.outbound.length > 0 && (
        <PanelSection title={t('details.sent')}>
          <RequestsChart course={course} direction="outbound" label={t('panel.chart.ofOutbound', { name: title })} />
        </PanelSection>
      )}
    </div>
  );
}
