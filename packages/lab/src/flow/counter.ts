import type { Part } from './flows.ts';
import type { Loads } from './load.ts';
import type { Row } from './metrics.ts';

/** A stretch of time in which the mesh stays as it is. */
export interface Piece {
  readonly startMs: number;
  readonly parts: readonly Part[];
  /** The share of the parts that falls to one pod. */
  readonly podShare: number;
}

/** The counters of all rows of a bundle in closed form: any instant can be asked for, nothing is stored. */
export interface Counters {
  /** What a row counts at an instant, whole. `row` is its place among the rows. */
  valueAt(row: number, ms: number): number;
}

/** A piece that is being counted: what came before it, row by row, and where the roots stood when it began. */
interface Stretch extends Piece {
  readonly base: Float64Array;
  readonly counts: Float64Array;
}

/** How much of each part has come since a stretch began. */
interface Progress {
  readonly ms: number;
  readonly stretch: Stretch | null;
  readonly parts: Float64Array;
}

const none: Progress = { ms: NaN, stretch: null, parts: new Float64Array(0) };

/**
 * Counters over pieces: floor(base + sum over parts of amount * requests(t)), where the requests of a part are the sum over roots
 * of its rate * (count(t) - count(start)). The requests are the same for every row, so they are worked out once for an instant;
 * the two that a window begins and ends with are kept.
 *
 * All series share the counts of the roots, so what adds up in rates adds up in counters, to within the floor of each. Parts add
 * up in a fixed order, so a wider bucket is never smaller by a rounding error.
 * `sinceMs`: when counting began, which may be before the first piece: pods are older than the history we show.
 * Pieces that are added later are taken up; where one is replaced, new counters are needed.
 */
export function countersOf(pieces: readonly Piece[], rows: readonly Row[], loads: Loads, sinceMs: number): Counters {
  const stretches: Stretch[] = [];
  let [newest, older] = [none, none];

  const takeUp = (piece: Piece): void => {
    const counts = loads.countsAt(piece.startMs);
    const before = stretches.at(-1) ?? {
      ...piece,
      base: new Float64Array(rows.length),
      counts: loads.countsAt(Math.min(sinceMs, piece.startMs)),
    };
    const parts = progress(before, counts);
    stretches.push({ ...piece, base: Float64Array.from(rows, (row, i) => exact(before, parts, row, i)), counts });
  };

  const progressAt = (stretch: Stretch, ms: number): Float64Array => {
    if (newest.ms === ms && newest.stretch === stretch) return newest.parts;
    [newest, older] = [older, newest];
    if (newest.ms !== ms || newest.stretch !== stretch) newest = { ms, stretch, parts: progress(stretch, loads.countsAt(ms)) };
    return newest.parts;
  };

  return {
    valueAt(index, ms) {
      while (stretches.length < pieces.length) {
        const piece = pieces[stretches.length];
        if (piece) takeUp(piece);
      }
      let at = stretches.length - 1;
      while (at > 0 && (stretches[at]?.startMs ?? 0) > ms) at -= 1;
      const [stretch, row] = [stretches[at], rows[index]];
      if (!stretch || !row) return 0;
      return Math.floor(exact(stretch, progressAt(stretch, Math.max(ms, stretch.startMs)), row, index));
    },
  };
}

function progress({ parts, podShare, counts }: Stretch, now: Float64Array): Float64Array {
  const requests = new Float64Array(parts.length);
  for (let p = 0; p < parts.length; p++) {
    const rates = parts[p]?.rates;
    let sum = 0;
    if (rates) for (let root = 0; root < rates.length; root++) sum += (rates[root] ?? 0) * ((now[root] ?? 0) - (counts[root] ?? 0));
    requests[p] = sum * podShare;
  }
  return requests;
}

function exact({ base, parts }: Stretch, requests: Float64Array, row: Row, index: number): number {
  let value = base[index] ?? 0;
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p];
    if (part) value += row.amount(part) * (requests[p] ?? 0);
  }
  return value;
}
