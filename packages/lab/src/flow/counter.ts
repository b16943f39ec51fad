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
  /** The stretch that goes on now; undefined when nothing ever flowed. */
  latest(): Stretch | undefined;
}

/** A piece that is being counted: what came before it, row by row, and where the roots stood when it began. */
export interface Stretch extends Piece {
  readonly base: Float64Array;
  readonly counts: Float64Array;
}

/** How much of each part has come between the start of a stretch and an instant; written over again and again. */
interface Progress {
  ms: number;
  stretch: Stretch | null;
  parts: Float64Array;
}

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
  let newest: Progress = { ms: NaN, stretch: null, parts: new Float64Array(0) };
  let older: Progress = { ms: NaN, stretch: null, parts: newest.parts };

  const takeUp = (piece: Piece): void => {
    const counts = loads.countsAt(piece.startMs);
    const { startMs, parts, podShare } = piece;
    const before = stretches.at(-1) ?? {
      startMs,
      parts,
      podShare,
      base: new Float64Array(rows.length),
      counts: loads.countsAt(Math.min(sinceMs, startMs)),
    };
    const requests = new Float64Array(before.parts.length);
    advance(before, counts, requests);
    const base = Float64Array.from(rows, (row, i) => exact(before, requests, row, i));
    stretches.push({ startMs, parts, podShare, base, counts });
  };

  const requestsAt = (stretch: Stretch, ms: number): Float64Array => {
    if (newest.ms === ms && newest.stretch === stretch) return newest.parts;
    const other = older;
    older = newest;
    newest = other;
    if (other.ms === ms && other.stretch === stretch) return other.parts;
    if (other.parts.length !== stretch.parts.length) other.parts = new Float64Array(stretch.parts.length);
    other.ms = ms;
    other.stretch = stretch;
    advance(stretch, loads.countsAt(ms), other.parts);
    return other.parts;
  };

  const takeUpAll = (): void => {
    for (let i = stretches.length; i < pieces.length; i++) {
      const piece = pieces[i];
      if (piece) takeUp(piece);
    }
  };

  return {
    latest() {
      takeUpAll();
      return stretches.at(-1);
    },
    valueAt(index, ms) {
      takeUpAll();
      let at = stretches.length - 1;
      let stretch = stretches[at];
      while (at > 0 && stretch && stretch.startMs > ms) stretch = stretches[--at];
      const row = rows[index];
      if (!stretch || !row) return 0;
      return Math.floor(exact(stretch, requestsAt(stretch, Math.max(ms, stretch.startMs)), row, index));
    },
  };
}

function advance({ parts, podShare, counts }: Stretch, now: Float64Array, requests: Float64Array): void {
  for (let p = 0; p < parts.length; p++) {
    const rates = parts[p]?.rates;
    let sum = 0;
    if (rates) for (let root = 0; root < rates.length; root++) sum += (rates[root] ?? 0) * ((now[root] ?? 0) - (counts[root] ?? 0));
    requests[p] = sum * podShare;
  }
}

function exact({ base, parts }: Stretch, requests: Float64Array, row: Row, index: number): number {
  let value = base[index] ?? 0;
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p];
    if (part) value += row.amount(part) * (requests[p] ?? 0);
  }
  return value;
}
