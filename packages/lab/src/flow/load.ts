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
  const periods = [...new Set(roots.flatMap(({ waves }) => waves.map(({ periodSeconds }) => periodSeconds)))];
  const loads = roots.map((root) => loadOf(root, seed, periods));
  const [cosines, sines] = [new Float64Array(periods.length), new Float64Array(periods.length)];
  /** Turns every period once, however many waves it has: that is what costs time. Functions of large angles cost even more. */
  const turn = (ms: number): void => {
    for (let i = 0; i < periods.length; i++) {
      const turns = ms / 1000 / (periods[i] ?? 1);
      const angle = 2 * Math.PI * (turns - Math.floor(turns));
      cosines[i] = Math.cos(angle);
      sines[i] = Math.sin(angle);
    }
  };
  const writeCounts = (ms: number, into: Float64Array, at: number): void => {
    turn(ms);
    for (let root = 0; root < loads.length; root++) into[at + root] = loads[root]?.count(ms / 1000, cosines, sines) ?? 0;
  };
  const counts = new Map<number, Float64Array>();
  const remembered = (ms: number): Float64Array => {
    const known = counts.get(ms);
    if (known) return known;
    if (counts.size >= rememberedInstants) counts.clear();
    const made = new Float64Array(loads.length);
    writeCounts(ms, made, 0);
    counts.set(ms, made);
    return made;
  };
  // The series of a pod ask in turn for the two instants that a window begins and ends with.
  let [newestMs, olderMs] = [NaN, NaN];
  let newest: Float64Array = new Float64Array(0);
  let older = newest;
  return {
    writeCounts,
    ratesAt(ms) {
      turn(ms);
      return Float64Array.from(loads, ({ rate }) => rate(cosines, sines));
    },
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
 * Source: the integral of base * (1 + sum(share * sin(w t + phase))), with the sines and cosines of sums taken apart.
 */
function loadOf({ id, requestsPerSecond, waves }: Root, seed: number, periods: readonly number[]) {
  const swing = waves.reduce((sum, { share }) => sum + Math.abs(share), 0);
  const scale = swing > 0.9 ? 0.9 / swing : 1;
  const terms = waves.map(({ periodSeconds, share }, index) => {
    const phase = 2 * Math.PI * roll(seed, 'wave', id, index);
    const [cosine, sine] = [Math.cos(phase), Math.sin(phase)];
    return {
      at: periods.indexOf(periodSeconds),
      share: share * scale,
      reach: (share * scale * periodSeconds) / (2 * Math.PI),
      cosine,
      sine,
    };
  });
  return {
    rate: (cosines: Float64Array, sines: Float64Array): number =>
      requestsPerSecond *
      terms.reduce((sum, { at, share, cosine, sine }) => sum + share * ((sines[at] ?? 0) * cosine + (cosines[at] ?? 0) * sine), 1),
    count(seconds: number, cosines: Float64Array, sines: Float64Array): number {
      let sum = seconds;
      for (const { at, reach, cosine, sine } of terms) sum -= reach * ((cosines[at] ?? 0) * cosine - (sines[at] ?? 0) * sine);
      return requestsPerSecond * sum;
    },
  };
}
