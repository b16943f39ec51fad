import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { ElementSeries } from '@vigla/contract/metrics';
import type { ReactNode } from 'react';
import { useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { amountText } from '../drawing/plate.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { WhyButton } from '../explain/explain-button.tsx';
import { CallList } from './call-list.tsx';
import { emptyCallsText } from './empty-calls-text.ts';
import { RequestsChart } from './course-charts.tsx';
import { mtlsText } from './mtls-text.ts';
import { PanelFacts, PanelSection } from './panel-frame.tsx';
import { serviceNamed, type ServiceName } from './service-of.ts';
import { Term } from './term.tsx';
import { type CourseAnswer, hasCourse } from './use-course.ts';

interface SectionProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  readonly course: CourseAnswer<ElementSeries>;
  readonly title: string;
  readonly onSelect: (id: string) => void;
}

/** What a node gets: its course with the response time of now, and who calls. */
export function NodeInbound({ graph, node, course, title, onSelect }: SectionProps) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const inbound = graph.edges.filter(({ to }) => to === node.id);
  const received = amountText(sumTraffic(node.inbound), speech);
  const [busiest] = [...node.inbound].sort((a, b) => (b.requestsPerSecond ?? 0) - (a.requestsPerSecond ?? 0));
  const p95Ms = busiest?.p95Ms ?? null;
  return (
    <PanelSection
      title={t('graph.panel.inbound')}
      aside={received && t('graph.panel.fromCallers', { amount: received, count: inbound.length })}
    >
      {hasCourse(node) && inbound.length > 0 && (
        <RequestsChart
          course={course}
          direction="inbound"
          label={t('panel.chart.ofInbound', { name: title })}
          figure={
            p95Ms !== null && (
              <>
                {t('graph.time.p95')} <strong>{f.duration(p95Ms)}</strong>
              </>
            )
          }
        />
      )}
      {inbound.length > 0 ? (
        <CallList graph={graph} edges={inbound} end="from" onSelect={onSelect} />
      ) : (
        <p className="vigla-graph-subtle">
          {emptyCallsText(node, 'from', t)} <WhyButton />
        </p>
      )}
    </PanelSection>
  );
}

/** Whom a node calls, worst first. */
export function NodeCalls({ graph, node, onSelect }: SectionProps) {
  const t = useWords();
  const outbound = graph.edges.filter(({ from }) => from === node.id);
  return (
    <PanelSection title={t('graph.panel.calls')} aside={outbound.length > 0 && t('graph.panel.callColumns')}>
      {outbound.length > 0 ? (
        <CallList graph={graph} edges={outbound} end="to" onSelect={onSelect} />
      ) : (
        <p className="vigla-graph-subtle">{emptyCallsText(node, 'to', t)}</p>
      )}
    </PanelSection>
  );
}

interface NodeIdentityProps extends Pick<SectionProps, 'graph' | 'node'> {
  readonly rank?: ReactNode;
  /** The way to a service that it is asked for by; without it the names stand by themselves. */
  readonly onService?: (service: ServiceName) => void;
}

/** Who a node is: how much of its traffic is encrypted, its identities, the names it is asked for by, what is set up for it. */
export function NodeIdentity({ graph, node, rank, onService }: NodeIdentityProps) {
  const t = useWords();
  const f = useFormat();
  const inbound = graph.edges.filter(({ to }) => to === node.id);
  const outbound = graph.edges.filter(({ from }) => from === node.id);
  const shares = [
    ...(inbound.length > 0 ? [t('panel.mtls.in', { mtls: mtlsText(inbound, t, f) })] : []),
    ...(outbound.length > 0 ? [t('panel.mtls.out', { mtls: mtlsText(outbound, t, f) })] : []),
  ];
  const set = node.badges.map((badge) => t(`panel.badge.${badge}`));
  const rows = [
    ...(node.hosts.length > 0
      ? [['hosts', t('graph.panel.hosts'), <Hosts key="hosts" hosts={node.hosts} onService={onService} />] as const]
      : []),
    ...(set.length > 0 ? [['badges', t('panel.badges'), set.join(', ')] as const] : []),
  ];
  return (
    <PanelSection title={t('graph.panel.identity')} aside={<Term text={shares.join(' · ')} meaning={t('graph.mtls.what')} />}>
      {node.principals.length > 0 ? (
        node.principals.map((principal) => <code key={principal}>{principal}</code>)
      ) : (
        <p className="vigla-graph-subtle">{t('graph.panel.noIdentity')}</p>
      )}
      {rows.length > 0 && <PanelFacts rows={rows} />}
      {rank}
    </PanelSection>
  );
}

/** The names a node is asked for by; each that is a service's leads to it. */
function Hosts({ hosts, onService }: { readonly hosts: readonly string[]; readonly onService: NodeIdentityProps['onService'] }) {
  return hosts.map((host, index) => {
    const service = serviceNamed(host);
    return (
      <span key={host}>
        {index > 0 && ', '}
        {service && onService ? (
          <button type="button" className="vigla-graph-link" onClick={() => onService(service)}>
            {host}
          </button>
        ) : (
          host
        )}
      </span>
    );
  });
}

/** What a node sends, over time. */
export function NodeSent({ node, course, title }: SectionProps) {
  const t = useWords();
  const speech = { words: t, language: useLanguage() };
  if (node.outbound.length === 0 || !hasCourse(node)) return null;
  return (
    <PanelSection title={t('panel.sent')} aside={amountText(sumTraffic(node.outbound), speech)}>
      <RequestsChart course={course} direction="outbound" label={t('panel.chart.ofOutbound', { name: title })} />
    </PanelSection>
  );
}
