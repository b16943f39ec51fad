import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { lockSigns } from '../signs/graph-signs.ts';
import { Endings } from './endings.tsx';
import { failureHeadline, failureSentences } from './failure-text.ts';
import { lockOf, mtlsText } from './mtls-text.ts';
import { PanelFacts, PanelFrame, PanelReason, PanelSection } from './panel-frame.tsx';
import { reporterText } from './reporter-text.ts';
import { Term } from './term.tsx';
import { titleText } from './title-text.ts';

export interface EdgePanelProps {
  readonly graph: TrafficGraph;
  readonly edge: GraphEdge;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

/** A call from close by: why it fails, how its requests end, how long they take, who says so, how it is protected. */
export function EdgePanel({ graph, edge, takesFocus, onSelect, onClose }: EdgePanelProps) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const ends = { from: graph.nodes.find(({ id }) => id === edge.from), to: graph.nodes.find(({ id }) => id === edge.to) };
  const from = ends.from ? titleText(ends.from, graph.groupBy, speech) : edge.from;
  const to = ends.to ? titleText(ends.to, graph.groupBy, speech) : edge.to;
  const { traffic } = edge;
  const ill = edge.health === 'failing' || edge.health === 'degraded';
  const why = <Why edge={edge} to={to} node={ends.to} />;
  return (
    <PanelFrame
      icon={<GraphSignIcon sign={lockSigns[lockOf(edge.mtlsRatio)]} label={mtlsText([edge], t, f)} />}
      title={`${from} → ${to}`}
      health={edge.health}
      facts={[t(`graph.protocol.${traffic.protocol}`), mtlsText([edge], t, f)]}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {ill && <PanelReason health={edge.health}>{why}</PanelReason>}
      <PanelSection
        title={t('graph.panel.traffic')}
        aside={traffic.protocol === 'tcp' ? f.bytes(traffic.bytesPerSecond) : f.rate(traffic.requestsPerSecond)}
      >
        {!ill && why}
        {edge.endings.length > 0 && <Endings edge={edge} />}
      </PanelSection>
      {traffic.protocol !== 'tcp' && (
        <PanelSection title={t('graph.panel.times')}>
          <PanelFacts
            rows={[
              ['average', <Term key="average" text={t('graph.time.average')} />, f.duration(traffic.averageMs)],
              ['p50', <Term key="p50" text={t('graph.time.p50')} meaning={t('graph.time.p50.what')} />, f.duration(traffic.p50Ms)],
              ['p95', <Term key="p95" text={t('graph.time.p95')} meaning={t('graph.time.p95.what')} />, f.duration(traffic.p95Ms)],
              ['p99', <Term key="p99" text={t('graph.time.p99')} meaning={t('graph.time.p99.what')} />, f.duration(traffic.p99Ms)],
            ]}
          />
        </PanelSection>
      )}
      <PanelSection title={t('graph.panel.reportedBy')}>
        {reporterText(edge, ends, t, f).map((sentence) => (
          <p key={sentence} className="vigla-graph-subtle">
            {sentence}
          </p>
        ))}
      </PanelSection>
      <PanelSection title={t('graph.panel.identity')}>
        {edge.sourcePrincipals.map((principal) => (
          <code key={principal}>{principal}</code>
        ))}
        {edge.sourcePrincipals.length === 0 && <p className="vigla-graph-subtle">{t('graph.panel.noCallerIdentity')}</p>}
        {edge.hosts.length > 0 && <PanelFacts rows={[['hosts', t('graph.panel.hosts'), edge.hosts.join(', ')]]} />}
      </PanelSection>
      <div className="vigla-graph-actions">
        <button type="button" className="vigla-graph-link" onClick={() => onSelect(edge.from)}>
          {from}
        </button>
        <button type="button" className="vigla-graph-link" onClick={() => onSelect(edge.to)}>
          {to}
        </button>
      </div>
    </PanelFrame>
  );
}

interface WhyProps {
  readonly edge: GraphEdge;
  readonly to: string;
  readonly node: GraphNode | undefined;
}

/** How many requests of a call fail and in which ways; nothing where none fail. */
function Why({ edge, to, node }: WhyProps) {
  const voice = { t: useWords(), f: useFormat() };
  const headline = failureHeadline(sumTraffic([edge.traffic]), voice);
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
