import type { Root } from './app-model.ts';
import { roll } from './dice.ts';

/** The load of all roots over time, in closed form. Shape: arrays are in the order of the roots. */
export interface Loads {
  /** Units: requests per second. */
  ratesAt(ms: number): Float64Array;
  /** Requests since an arbitrary, fixed instant: only differences mean something. Strictly increasing. */
  countsAt(ms: number): Float64Array;
  /** The same, written into a larger array and not remembered. */
  writeCounts(ms: number, into: Float64Array, at: number): void;
}

/** Series of one pod are scraped together, so the same instants are asked for again and again. */
const rememberedInstants = 20_000;

/** The load of some roots, the same for the same seed. */
export function loadsOf(roots: readonly Root[], seed: number): Loads {
  const loads = roots.map((root) => loadOf(root, seed));
  const counts = new Map<number, Float64Array>();
  const remembered = (ms: number): Float64Array => {
    const known = counts.get(ms);
    if (known) return known;
    if (counts.size >= rememberedInstants) counts.clear();
    const made = new Float64Array(loads.length);
    loads.forEach(({ countAt }, root) => (made[root] = countAt(ms)));
    counts.set(ms, made);
    return made;
  };
  // The series of a pod ask in turn for the two instants that a window begins and ends with.
  let [newestMs, olderMs] = [NaN, NaN];
  let newest: Float64Array = new Float64Array(0);
  let older = newest;
  return {
    writeCounts: (ms, into, at) => loads.forEach(({ countAt }, root) => (into[at + root] = countAt(ms))),
    ratesAt: (ms) => Float64Array.from(loads, ({ rateAt }) => rateAt(ms)),
    countsAt(ms) {
      if (ms === newestMs) return newest;
      if (ms === olderMs) return older;
      olderMs = newestMs;
      older = newest;
      newestMs = ms;
      newest = remembered(ms);
      return newest;
    },
  };
}

/**
 * Waves around a base rate. The sum of the waves' shares is held at 0.9 at most: load never stops or runs backwards.
 * Source: the integral of base * (1 + sum(share * sin(w t + phase))).
 */
function loadOf({ id, requestsPerSecond, waves }: Root, seed: number) {
  const swing = waves.reduce((sum, { share }) => sum + Math.abs(share), 0);
  const scale = swing > 0.9 ? 0.9 / swing : 1;
  const terms = waves.map(({ periodSeconds, share }, index) => ({
    share: share * scale,
    periodSeconds,
    begin: roll(seed, 'wave', id, index),
  }));
  return {
    rateAt: (ms: number): number =>
      requestsPerSecond *
      terms.reduce((sum, { share, periodSeconds, begin }) => sum + share * Math.sin(angle(ms, periodSeconds, begin)), 1),
    countAt: (ms: number): number => {
      let sum = ms / 1000;
      for (const { share, periodSeconds, begin } of terms)
        sum -= ((share * periodSeconds) / (2 * Math.PI)) * Math.cos(angle(ms, periodSeconds, begin));
      return requestsPerSecond * sum;
    },
  };
}

/** Where a wave stands, within one turn: functions of large angles take many times as long. */
function angle(ms: number, periodSeconds: number, begin: number): number {
  const turns = ms / 1000 / periodSeconds + begin;
  return 2 * Math.PI * (turns - Math.floor(turns));
}
