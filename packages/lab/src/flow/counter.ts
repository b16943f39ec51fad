import type { Loads } from './load.ts';
import type { Row } from './metrics.ts';
import type { Part } from './solve.ts';

/** A stretch of time in which the mesh stays as it is. */
export interface Piece {
  readonly startMs: number;
  readonly parts: readonly Part[];
  /** The share of the parts that falls to one pod. */
  readonly podShare: number;
}

/** A counter in closed form: any instant can be asked for, nothing is stored. */
export interface Counter {
  valueAt(ms: number): number;
}

interface Stretch {
  readonly startMs: number;
  readonly base: number;
  readonly weights: Float64Array;
  readonly counts: Float64Array;
}

/**
 * A counter over the pieces of a series: floor(base + sum over roots of weight * (count(t) - count(start))).
 *
 * All series share the counts of the roots, so what adds up in rates adds up in counters, to within the floor of each.
 * `sinceMs`: when counting began, which may be before the first piece: pods are older than the history we show.
 */
export function counterOf(pieces: readonly Piece[], row: Row, loads: Loads, sinceMs: number): Counter {
  const stretches: Stretch[] = [];
  let base = 0;
  for (const { startMs, parts, podShare } of pieces) {
    const counts = loads.countsAt(startMs);
    const previous = stretches.at(-1);
    const weights = weightsOf(parts, podShare, row, counts.length);
    base = exact(previous ?? { startMs, base, weights, counts: loads.countsAt(Math.min(sinceMs, startMs)) }, counts);
    stretches.push({ startMs, base, weights, counts });
  }
  return {
    valueAt(ms) {
      let stretch = stretches[0];
      for (const one of stretches) if (one.startMs <= ms) stretch = one;
      if (!stretch) return 0;
      return Math.floor(exact(stretch, loads.countsAt(Math.max(ms, stretch.startMs))));
    },
  };
}

function exact({ base, weights, counts }: Stretch, now: Float64Array): number {
  let value = base;
  for (let root = 0; root < weights.length; root++) value += (weights[root] ?? 0) * ((now[root] ?? 0) - (counts[root] ?? 0));
  return value;
}

/** Parts add up in a fixed order, so that a wider bucket is never smaller by a rounding error. */
function weightsOf(parts: readonly Part[], podShare: number, row: Row, roots: number): Float64Array {
  const weights = new Float64Array(roots);
  for (const part of parts) {
    const amount = row.amount(part) * podShare;
    for (let root = 0; root < roots; root++) weights[root] = (weights[root] ?? 0) + amount * (part.rates[root] ?? 0);
  }
  return weights;
}
