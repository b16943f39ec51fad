import type { Ending } from '@vigla/contract/graph';

/** Requests that ended alike and asked for the same host are one ending. */
export function alike(endings: readonly Ending[]): readonly Ending[] {
  if (endings.length < 2) return endings;
  const found = new Map<string, Ending>();
  for (const ending of endings) {
    const key = `${ending.code}\n${ending.flags}\n${ending.reporter}\n${ending.host ?? ''}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, requestsPerSecond: before.requestsPerSecond + ending.requestsPerSecond } : ending);
  }
  return [...found.values()];
}
