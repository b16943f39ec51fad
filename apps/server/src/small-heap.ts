import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Keeps the memory of the process near what is alive in it. Left to itself V8 lets a heap of 200 MB grow to 700 before it looks what
 * is garbage, and keeps the pages of it for later. Here it looks when the heap has grown by a fifth, and gives back what is free as soon
 * as there is little to do. Costs processor time; is no limit, so that a larger mesh needs more and does not end the process.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20');
  // Without it pages are given back only when hardly anything is allocated, which somebody who reads every 15 s never sees.
  setFlagsFromString('--optimize-for-size');
  // Between two readings there are a few quiet seconds, not the eight that V8 waits for: the next one begins without what the last one left.
  setFlagsFromString('--gc-memory-reducer-start-delay-ms=1000');
}

/** From so many series on, what a reading leaves behind is worth half a second. */
const manySeries = 100_000;
let collect: (() => void) | null = null;

/**
 * Clears away what a large reading leaves: 60 MB that would still be there while its pictures are made, and by which the heap would
 * be allowed to grow further. Small readings leave little, and V8 is let alone. `series`: how many were read.
 */
export function clearAfterReading(series: number): void {
  if (series < manySeries) return;
  collect ??= collector();
  collect();
}

/** The way that Node leaves to a running process. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('gc');
  return typeof found === 'function' ? () => void Reflect.apply(found, undefined, []) : () => {};
}
