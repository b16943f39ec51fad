import { setImmediate as others } from 'node:timers/promises';
import type { InSteps } from '@vigla/domain/steps';

/** So long may somebody have to wait who asks for what is ready. Units: ms. */
export const sliceMs = 8;

interface Slicing {
  readonly signal?: AbortSignal;
  /** Units: ms, from anywhere. */
  readonly clock?: () => number;
}

/**
 * Does long work in slices of a few milliseconds; between two of them whoever else asks is answered.
 * Fails: with the reason of the signal, at the next pause, when nobody wants it any more.
 */
export async function inSlices<T>(work: InSteps<T>, { signal, clock = () => performance.now() }: Slicing = {}): Promise<T> {
  for (;;) {
    const begun = clock();
    const step = slice(work, () => clock() - begun >= sliceMs);
    if (step.done === true) return step.value;
    await others();
    signal?.throwIfAborted();
  }
}

/** Does one step after the other until it is time, one at least. Answers the last of them. */
export function slice<T>(work: InSteps<T>, isTime: () => boolean): IteratorResult<undefined, T> {
  for (;;) {
    const step = work.next();
    if (step.done === true || isTime()) return step;
  }
}
