import type { Loads } from './load.ts';
import type { Row } from './metrics.ts';
import type { Part } from './flows.ts';

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
 * Pieces that are added later are taken up; a piece that is replaced needs a new counter.
 */
export function counterOf(pieces: readonly Piece[], row: Row, loads: Loads, sinceMs: number): Counter {
  const stretches: Stretch[] = [];
  const takeUp = ({ startMs, parts, podShare }: Piece): void => {
    const counts = loads.countsAt(startMs);
    const weights = weightsOf(parts, podShare, row, counts.length);
    const before = stretches.at(-1) ?? { startMs, base: 0, weights, counts: loads.countsAt(Math.min(sinceMs, startMs)) };
    stretches.push({ startMs, base: exact(before, counts), weights, counts });
  };
  return {
    valueAt(ms) {
      for (const piece of pieces.slice(stretches.length)) takeUp(piece);
      const stretch = stretches.findLast(({ startMs }) => startMs <= ms) ?? stretches[0];
      return stretch ? Math.floor(exact(stretch, loads.countsAt(Math.max(ms, stretch.startMs)))) : 0;
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
