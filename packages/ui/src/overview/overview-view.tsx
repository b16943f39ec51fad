import './overview.css';
import { listChanges } from '@vigla/contract/changes';
import { getGraphHistory } from '@vigla/contract/graph';
import { getStatus } from '@vigla/contract/mesh';
import { getOverview } from '@vigla/contract/overview';
import { at } from '@vigla/contract/units';
import { Title } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useEndpoint } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import type { GraphPlace } from '../graph/index.ts';
import { SourceSummary } from '../mesh/index.ts';
import { GapNotices, LoadingOutline, ProblemNotice, StaleBanner } from '../problem/index.ts';
import { useWords } from '../words/index.ts';
import { Attention } from './attention.tsx';
import { ChangesCard } from './changes-card.tsx';
import { NamespaceTable } from './namespace-table.tsx';
import { Signals } from './signals.tsx';

export interface OverviewViewProps {
  readonly place: Pick<GraphPlace, 'namespaces' | 'windowSeconds' | 'atEpochSeconds'>;
  /** Opens the graph with this much of its state set. */
  readonly onGraph: (change: Partial<GraphPlace>) => void;
}

const hour = 3600;

/** What needs somebody now, the four signals, every namespace, what changed, and how fresh all of this is. */
export function OverviewView({ place, onGraph }: OverviewViewProps) {
  const t = useWords();
  const f = useFormat();
  const moment = place.atEpochSeconds === null ? {} : { atEpochSeconds: at(place.atEpochSeconds) };
  const past = place.atEpochSeconds === null ? {} : { toEpochSeconds: at(place.atEpochSeconds) };
  const freshness = { freshness: place.atEpochSeconds === null ? 'live' : 'frozen' } as const;
  const namespace = [...place.namespaces];
  const answer = useEndpoint(getOverview, { query: { namespace, windowSeconds: place.windowSeconds, ...moment } }, freshness);
  const history = useEndpoint(getGraphHistory, { query: { namespace, spanSeconds: hour, ...past } }, freshness);
  const changes = useEndpoint(listChanges, { query: { namespace, spanSeconds: hour, ...past } }, freshness);
  const status = useEndpoint(getStatus, {}, { freshness: 'live' });
  const { data: overview, error, refetch, cancel } = answer;
  if (!overview && error) return <ProblemNotice error={error} onRetry={refetch} />;
  if (!overview)
    return (
      <LoadingOutline what={t('overview.title')} asking={t('overview.asking')} onCancel={cancel}>
        {outline}
      </LoadingOutline>
    );
  return (
    <div className="vigla-overview">
      <header className="vigla-overview__head">
        <Title headingLevel="h1" size="xl">
          {t('overview.title')}
        </Title>
        <span className="vigla-subtle">
          {t('overview.workloads', { count: overview.workloads, workloads: f.count(overview.workloads) })} ·{' '}
          {t('graph.count.namespaces', { count: overview.namespaces.length })} · {f.window(overview.at - overview.window, overview.at)}
        </span>
      </header>
      {error && <StaleBanner shownAt={overview.at} error={error} />}
      <GapNotices gaps={overview.gaps} onRetry={refetch} />
      <div className="vigla-overview__main">
        <Attention place={place} plainTextPerSecond={overview.plainTextPerSecond} onGraph={onGraph} />
        <Signals overview={overview} history={history.data} />
        <Card title={t('overview.namespaces')} aside={t('overview.worstFirst')}>
          <NamespaceTable namespaces={overview.namespaces} onNamespace={(name) => onGraph({ namespaces: [name] })} />
        </Card>
      </div>
      <div className="vigla-overview__aside">
        <Card title={t('overview.changes')} aside={t('overview.lastHour')}>
          <ChangesCard changes={changes.data?.changes ?? null} />
        </Card>
        <Card title={t('overview.sources')} aside={t('overview.sources.aside')}>
          {status.data ? <SourceSummary sources={status.data.sources} /> : <p className="vigla-subtle">{t('overview.sources.unknown')}</p>}
        </Card>
      </div>
    </div>
  );
}

const plate = (shape: string, key = shape) => <div key={key} className={`vigla-outline__plate vigla-overview-outline__${shape}`} />;

/** The cards of an overview before it is there. */
const outline = (
  <div className="vigla-overview-outline">
    {plate('head')}
    <div className="vigla-overview__main">
      {plate('attention')}
      <div className="vigla-signals">{['requests', 'errors', 'times', 'encrypted'].map((signal) => plate('signal', signal))}</div>
      {plate('table')}
    </div>
    <div className="vigla-overview__aside">
      {plate('changes')}
      {plate('sources')}
    </div>
  </div>
);

function Card({ title, aside, children }: { readonly title: string; readonly aside: string; readonly children: ReactNode }) {
  return (
    <section className="vigla-card" aria-label={title}>
      <div className="vigla-card__head">
        <Title headingLevel="h2" size="md">
          {title}
        </Title>
        <span className="vigla-subtle">{aside}</span>
      </div>
      {children}
    </section>
  );
}
