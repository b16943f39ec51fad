import type { GraphEdge, TrafficGraph } from '@vigla/contract/graph';
import { useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { nodeTitle } from '../drawing/plate.ts';
import { errorText } from '../drawing/plate.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { lockSigns } from '../signs/graph-signs.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { mtlsText } from './mtls-text.ts';
import { PanelFacts, PanelFrame, PanelReason, PanelSection } from './panel-frame.tsx';
import { flagTexts } from './reason-text.ts';

export interface EdgePanelProps {
  readonly graph: TrafficGraph;
  readonly edge: GraphEdge;
  readonly takesFocus: boolean;
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

/** A call from close by: how its requests end, how long they take, who says so, how it is protected. */
export function EdgePanel({ graph, edge, takesFocus, onSelect, onClose }: EdgePanelProps) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const [from, to] = [edge.from, edge.to].map((id) => {
    const node = graph.nodes.find((one) => one.id === id);
    const title = node && nodeTitle(node, graph.groupBy, speech);
    return title ? [title.name, title.version].filter(Boolean).join(' ') : id;
  });
  const { traffic } = edge;
  const trouble = errorText(sumTraffic([traffic]), speech);
  const meanings = [...new Set(edge.endings.flatMap(({ flags }) => flagTexts(flags, t)))];
  const ill = edge.health === 'failing' || edge.health === 'degraded';
  const lock = edge.mtlsRatio === null ? 'unknown' : edge.mtlsRatio >= 1 ? 'closed' : 'open';
  return (
    <PanelFrame
      icon={<GraphSignIcon sign={lockSigns[lock]} label={mtlsText([edge], t, f)} />}
      title={`${from} → ${to}`}
      health={edge.health}
      facts={[t(`graph.protocol.${traffic.protocol}`)]}
      takesFocus={takesFocus}
      onClose={onClose}
    >
      {ill && trouble && (
        <PanelReason health={edge.health}>
          <p>
            <strong>{trouble}</strong>
          </p>
          {meanings.map((meaning) => (
            <p key={meaning}>{meaning}</p>
          ))}
        </PanelReason>
      )}
      <PanelSection
        title={t('graph.panel.traffic')}
        aside={traffic.protocol === 'tcp' ? f.bytes(traffic.bytesPerSecond) : f.rate(traffic.requestsPerSecond)}
      >
        {edge.endings.length > 0 && <Endings edge={edge} />}
      </PanelSection>
      {traffic.protocol !== 'tcp' && (
        <PanelSection title={t('graph.panel.times')}>
          <PanelFacts
            rows={[
              [t('graph.time.average'), f.duration(traffic.averageMs)],
              [t('graph.time.p50'), f.duration(traffic.p50Ms)],
              [t('graph.time.p95'), f.duration(traffic.p95Ms)],
              [t('graph.time.p99'), f.duration(traffic.p99Ms)],
            ]}
          />
        </PanelSection>
      )}
      <PanelSection title={t('graph.panel.reportedBy')}>
        <p className="vigla-graph-subtle">{t(`graph.reportedBy.${edge.reportedBy}`)}</p>
        {edge.agreement !== null && (
          <p className="vigla-graph-subtle">{t('graph.agreement', { share: f.percent(Math.round(edge.agreement * 100)) })}</p>
        )}
      </PanelSection>
      <PanelSection title={t('graph.panel.identity')} aside={mtlsText([edge], t, f)}>
        {edge.sourcePrincipals.map((principal) => (
          <code key={principal}>{principal}</code>
        ))}
        {edge.hosts.length > 0 && <PanelFacts rows={[[t('graph.panel.hosts'), edge.hosts.join(', ')]]} />}
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

/** How requests ended: by code, flag and who reported it, most frequent first. */
function Endings({ edge }: { readonly edge: GraphEdge }) {
  const t = useWords();
  const f = useFormat();
  const sorted = [...edge.endings].sort((a, b) => b.requestsPerSecond - a.requestsPerSecond);
  return (
    <table className="vigla-graph-calls">
      <thead>
        <tr>
          <th>{t('graph.ending.code')}</th>
          <th>{t('graph.ending.flags')}</th>
          <th>{t('graph.ending.reporter')}</th>
          <th>{t('graph.table.rate')}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ code, flags, reporter, requestsPerSecond }) => (
          <tr key={`${code} ${flags} ${reporter}`}>
            <td>{code === '-' ? t('graph.ending.noAnswer') : code}</td>
            <td>{flags === '-' ? '—' : flags}</td>
            <td>{t(`graph.reporter.${reporter}`)}</td>
            <td>{f.rate(requestsPerSecond)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
