import type { InSteps } from '@vigla/domain/steps';
import { inSlices } from '../snapshot/index.ts';
import { createTurns } from '../sources/index.ts';

/** Has long work done while others are served. Fails: with the reason of the signal, once nobody wants it any more. */
export type InTurn = <T>(work: InSteps<T>, signal: AbortSignal) => Promise<T>;

/**
 * Does one work after the other: two at a time would each make what they share, and hold it in memory. What is done with its first step
 * waits for nobody.
 */
export function createInTurn(): InTurn {
  const turns = createTurns(1);
  return async (work, signal) => {
    const first = work.next();
    return first.done === true ? first.value : turns.take(signal, () => inSlices(work, { signal }));
  };
}
