import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { manySeries } from './snapshot/index.ts';

/** What a heap may take before it is looked after more often. Units: MB. */
const roomMb = 250;
/** What it may take where all that comes until the next look stays: then V8 lets that grow by the same share, before we hear of it. Units: MB. */
const surpriseMb = 350;
const [leastPercent, mostPercent, stepPercent] = [10, 200, 10];
/** A heap is as large as it was after the largest of the last collections: between two readings it is small for a moment. */
const remembered = 6;
/** From here on what a large reading leaves is cleared away at once. Units: MB. */
const largeMb = 200;

/**
 * Keeps the memory of the process near what is alive in it. Left to itself V8 lets a heap of 200 MB grow to 700 before it looks what
 * is garbage, and keeps the pages of it for later. Here, once the heap is large, it looks when that has grown by a tenth, and gives back what
 * is free as soon as there is little to do. That stops everything else for a tenth of a second each time, so a smaller heap may grow up to
 * a certain room first; it is no limit, so that a larger mesh needs more and does not end the process.
 */
export function keepHeapSmall(): void {
  // Between two readings there are a few quiet seconds, not the eight that V8 waits for: the next one begins without what the last one left.
  setFlagsFromString('--gc-memory-reducer-start-delay-ms=1000');
  // Nothing has been cleared away yet: all of it counts.
  const alive = [heapMb()];
  let flags: readonly string[] = [];
  const look = (): void => {
    const wanted = heapFlags(Math.max(...alive));
    for (const flag of wanted) if (!flags.includes(flag)) setFlagsFromString(flag);
    flags = wanted;
  };
  look();
  new PerformanceObserver((list) => {
    if (!list.getEntries().some(isMajor)) return;
    alive.push(heapMb());
    if (alive.length > remembered) alive.shift();
    look();
  }).observe({ entryTypes: ['gc'] });
}

function isMajor(entry: PerformanceEntry): boolean {
  const detail: unknown = 'detail' in entry ? entry.detail : null;
  return typeof detail === 'object' && detail !== null && 'kind' in detail && detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

/**
 * How V8 is told to look after a heap of which so much is alive: it may grow up to the room, and from there by a tenth. A small heap
 * that grows fast, as when the objects of a large cluster come, may grow by that share twice.
 */
export function heapFlags(aliveMb: number): readonly string[] {
  const growth = Math.min(roomMb / aliveMb, Math.sqrt(surpriseMb / aliveMb)) - 1;
  const percent = Math.max(leastPercent, Math.min(mostPercent, Math.floor((100 * growth) / stepPercent) * stepPercent));
  // Without the second, pages are given back only when hardly anything is allocated, which somebody who reads every 15 s never sees.
  return [`--heap-growing-percent=${percent}`, percent === leastPercent ? '--optimize-for-size' : '--no-optimize-for-size'];
}

const heapMb = (): number => getHeapStatistics().used_heap_size / 1e6;

let collect: (() => void) | null = null;

/**
 * Clears away what a large reading leaves in a large heap: 60 MB that would still be there while its pictures are made, and by which
 * the heap would be allowed to grow further: worth half a second. Elsewhere V8 is let alone. `series`: how many were read.
 */
export function clearAfterReading(series: number, usedMb = heapMb()): void {
  if (series < manySeries || usedMb < largeMb) return;
  collect ??= collector();
  collect();
}

/** The way that Node leaves to a running process. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('gc');
  return typeof found === 'function' ? () => void Reflect.apply(found, undefined, []) : () => {};
}
