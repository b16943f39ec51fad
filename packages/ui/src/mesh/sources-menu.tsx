import { getStatus } from '@vigla/contract/mesh';
import { useEndpoint } from '../data/index.ts';
import { DropPanel } from '../parts/index.ts';
import { problemSentence } from '../problem/index.ts';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { sourcesHealth } from './source-health.ts';
import { SourceList } from './source-list.tsx';

/** One sign for all sources in the masthead, and their state behind it. */
export function SourcesMenu() {
  const t = useWords();
  const { data, error } = useEndpoint(getStatus, {}, { freshness: 'live' });
  const health = error ? 'failing' : data ? sourcesHealth(data.sources) : 'unknown';
  return (
    <DropPanel label={t(`mesh.sources.${health}`)} look="plain" side="end" toggle={<Sign kind={health} />}>
      {() => (
        <>
          {error && <p>{problemSentence(error, t).title}</p>}
          {data && <SourceList sources={data.sources} />}
        </>
      )}
    </DropPanel>
  );
}
