import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the memory of the process near what is alive in it. Left to itself V8 lets a heap of 200 MB grow to 700 before it looks what
 * is garbage, and keeps the pages of it for later. Here it looks when the heap has grown by a quarter, and gives back what is free as soon
 * as there is little to do. Costs processor time; is no limit, so that a larger mesh needs more and does not end the process.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=25');
  // Without it pages are given back only when hardly anything is allocated, which somebody who reads every 15 s never sees.
  setFlagsFromString('--optimize-for-size');
  // Between two readings there are a few quiet seconds, not the eight that V8 waits for: the next one begins without what the last one left.
  setFlagsFromString('--gc-memory-reducer-start-delay-ms=1000');
}
