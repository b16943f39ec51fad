import './source-list.css';
import { getStatus } from '@vigla/contract/mesh';
import { Title } from '@patternfly/react-core';
import { useEndpoint } from '../data/index.ts';
import { useFormat } from '../format/index.ts';
import { LoadingOutline, ProblemNotice, StaleBanner } from '../problem/index.ts';
import { useWords } from '../words/index.ts';
import { SourceList } from './source-list.tsx';

/** What the console reads the mesh from, and how each of these sources does. */
export function MeshView() {
  const t = useWords();
  const f = useFormat();
  const { data, error, refetch, cancel } = useEndpoint(getStatus, {}, { freshness: 'live' });
  if (!data && error) return <ProblemNotice error={error} onRetry={refetch} />;
  if (!data) return <LoadingOutline what={t('mesh.what')} asking={t('mesh.asking')} onCancel={cancel} />;
  return (
    <div className="vigla-mesh">
      <Title headingLevel="h1" size="xl">
        {t('mesh.title')}
      </Title>
      {error && <StaleBanner shownAt={data.now} error={error} />}
      {data.demo && <p>{t('mesh.demo')}</p>}
      <section className="vigla-mesh__card" aria-label={t('mesh.sources')}>
        <SourceList sources={data.sources} />
      </section>
      <p className="vigla-sources__subtle">
        {t('mesh.version', { version: data.version })}
        {data.scrapeIntervalSeconds !== null && ` · ${t('mesh.scrape', { seconds: data.scrapeIntervalSeconds })}`}
      </p>
      <p className="vigla-sources__subtle">
        {data.recordingRules === null
          ? t('mesh.rules.none')
          : t('mesh.rules.used', {
              seconds: data.recordingRules.intervalSeconds,
              shortest: f.span(data.recordingRules.shortestWindowSeconds),
              since: f.instant(data.recordingRules.since),
            })}
      </p>
    </div>
  );
}
