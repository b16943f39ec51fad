import { isDeepStrictEqual } from 'node:util';
import type { MeshFacts } from '@vigla/domain/inventory';
import type { InSteps } from '@vigla/domain/steps';

/** Each takes some hundredths of a millisecond. */
const entriesAtOnce = 100;

/** Whether two states of the cluster say the same of the mesh, bit by bit. */
export function* isSameFacts(facts: MeshFacts, others: MeshFacts): InSteps<boolean> {
  const rest = new Map<string, unknown>(Object.entries(others));
  for (const [name, mine] of Object.entries<unknown>({ ...facts })) {
    const theirs = rest.get(name);
    const isSame = mine instanceof Map && theirs instanceof Map ? yield* isSameMap(mine, theirs) : isDeepStrictEqual(mine, theirs);
    if (!isSame) return false;
    yield;
  }
  return true;
}

function* isSameMap(mine: ReadonlyMap<unknown, unknown>, theirs: ReadonlyMap<unknown, unknown>): InSteps<boolean> {
  if (mine.size !== theirs.size) return false;
  let left = entriesAtOnce;
  for (const [key, value] of mine) {
    if (!isDeepStrictEqual(value, theirs.get(key))) return false;
    if (--left > 0) continue;
    left = entriesAtOnce;
    yield;
  }
  return true;
}
