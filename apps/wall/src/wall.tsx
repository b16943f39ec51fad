import { getGraph } from '@vigla/contract/graph';
import { getStatus } from '@vigla/contract/mesh';
import { useEndpoint, useNow, useTicks } from '@vigla/ui/data';
import { GraphPicture } from '@vigla/ui/graph';
import { useHost } from '@vigla/ui/host';
import { useSession } from '@vigla/ui/session';
import { useWords } from '@vigla/ui/words';
import { Band } from './band.tsx';
import { bandState } from './band-state.ts';
import { Strip } from './strip.tsx';
import { useRootSize } from './use-root-size.ts';

/** The wall: is everything fine, what is burning, and is this picture live. */
export function Wall() {
  const t = useWords();
  useRootSize();
  const { data: session } = useSession();
  if (!session) return <Notice title={t('wall.asking')} />;
  if (!session.person) return <Notice title={t('wall.sign_in')} text={t('wall.sign_in.text')} />;
  return <Scene demo={session.demo} />;
}

function Scene({ demo }: { readonly demo: boolean }) {
  const t = useWords();
  const { refreshMs } = useHost();
  useTicks();
  const now = useNow();
  const graph = useEndpoint(getGraph, { query: { namespace: [], idle: 'false' } }, { freshness: 'live' });
  const status = useEndpoint(getStatus, {}, { freshness: 'live' });
  if (!graph.data) return <Notice title={graph.error ? t('wall.unreachable') : t('wall.asking')} />;
  // Where nobody could say when the newest sample was taken, what was measured is as old as its reading, and grows older.
  const sampled = graph.data.newestSampleAt ?? (graph.data.edges.length > 0 ? graph.data.at : null);
  const age = sampled === null ? null : Math.max(0, now - sampled);
  const interval = Math.max(refreshMs / 1000, status.data?.scrapeIntervalSeconds ?? 0);
  const state = bandState(graph.data, age, interval);
  const silent = status.error ? [] : (status.data?.sources ?? []).filter((source) => source.state === 'failing').map(({ name }) => name);
  return (
    <main className={`vigla-wall vigla-wall--${state.kind}${state.late ? ' vigla-wall--late' : ''}`}>
      <Band graph={graph.data} state={state} silent={silent} now={now} />
      <div className="vigla-wall__scene">
        <GraphPicture graph={graph.data} far dots={!state.late} />
      </div>
      <Strip graph={graph.data} demo={demo} />
    </main>
  );
}

function Notice({ title, text }: { readonly title: string; readonly text?: string }) {
  return (
    <main className="vigla-wall vigla-wall--notice">
      <h1>{title}</h1>
      {text && <p>{text}</p>}
    </main>
  );
}
