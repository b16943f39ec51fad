import type { Gap } from '@vigla/contract/problem';
import type { Answer } from '../../data/index.ts';
import type { Words } from '../../words/index.ts';

type Asked = Pick<Answer<{ readonly gaps: readonly Gap[] }>, 'data' | 'error'>;

/**
 * What the rail lacks, in one sentence; null when it lacks nothing.
 *
 * A source is named only where the server named it. Whether the server itself answers is for the page to say: one
 * request that got lost beside others that arrived does not prove that it is away.
 */
export function railProblem(history: Asked, changes: Asked, t: Words): string | null {
  const what = history.data === undefined && history.error ? 'history' : 'changes';
  const error = what === 'history' ? history.error : changes.error;
  if (error === null) return gapText(history, changes, t);
  if (error.code === 'forbidden') return t(`graph.rail.lost.${what}.forbidden`);
  const source = error.problem?.source;
  return source ? t(`graph.rail.lost.${what}.source`, { source: t(`data.source.${source}`) }) : t(`graph.rail.lost.${what}.somehow`);
}

/** What the answers themselves say they lack; the details stand above the picture. */
function gapText(history: Asked, changes: Asked, t: Words): string | null {
  const source = (gaps: readonly Gap[]) => gaps[0] && { source: t(`data.source.${gaps[0].source}`) };
  const [ofChanges, ofHistory] = [source(changes.data?.gaps ?? []), source(history.data?.gaps ?? [])];
  if (ofChanges) return t('graph.rail.lost.changes.some', ofChanges);
  return ofHistory ? t('graph.rail.lost.history.source', ofHistory) : null;
}
