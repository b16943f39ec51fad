import type { Answer } from '../../data/index.ts';
import type { Words } from '../../words/index.ts';

type Asked = Pick<Answer<unknown>, 'data' | 'error'>;

/**
 * What the rail lacks, in one sentence; null when it lacks nothing.
 *
 * A source is named only where the server named it. Whether the server itself answers is for the page to say: one
 * request that got lost beside others that arrived does not prove that it is away.
 */
export function railProblem(history: Asked, changes: Asked, t: Words): string | null {
  const what = history.data === undefined && history.error ? 'history' : 'changes';
  const error = what === 'history' ? history.error : changes.error;
  if (error === null) return null;
  if (error.code === 'forbidden') return t(`graph.rail.lost.${what}.forbidden`);
  const source = error.problem?.source;
  return source ? t(`graph.rail.lost.${what}.source`, { source: t(`data.source.${source}`) }) : t(`graph.rail.lost.${what}.somehow`);
}
