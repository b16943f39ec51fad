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

/** A piece that is being counted: what came before it, and where the roots stood when it began. */
export interface Stretch extends Piece {
  /** What each row had counted before; null in the first, where it follows from `earlier`: most meshes have no other. */
  readonly base: readonly number[] | null;
  /** How much of each part had come before. */
  readonly earlier: readonly number[];
  readonly counts: Float64Array;
}

/** How much of each part has come between the start of a stretch and an instant. */
interface Progress {
  readonly ms: number;
  readonly stretch: Stretch;
  readonly requests: readonly number[];
}

/**
 * The counters of all rows of a bundle in closed form: any instant can be asked for, nothing is stored.
 * They are floor(base + sum over parts of amount * requests(t)), where the requests of a part are the sum over roots
 * of its rate * (count(t) - count(start)). The requests are the same for every row, so they are worked out once for an instant;
 * the two that a window begins and ends with are kept.
 *
 * All series share the counts of the roots, so what adds up in rates adds up in counters, to within the floor of each. Parts add
 * up in a fixed order, so a wider bucket is never smaller by a rounding error.
 */
export class Counters {
  readonly #pieces: readonly Piece[];
  readonly #rows: readonly Row[];
  readonly #loads: Loads;
  readonly #sinceMs: number;
  readonly #stretches: Stretch[] = [];
  #newest: Progress | undefined;
  #older: Progress | undefined;

  /**
   * `sinceMs`: when counting began, which may be before the first piece: pods are older than the history we show.
   * Pieces that are added later are taken up; where one is replaced, new counters are needed.
   */
  constructor(pieces: readonly Piece[], rows: readonly Row[], loads: Loads, sinceMs: number) {
    this.#pieces = pieces;
    this.#rows = rows;
    this.#loads = loads;
    this.#sinceMs = sinceMs;
  }

  /** What a row counts at an instant, whole. `row` is its place among the rows. */
  valueAt(index: number, ms: number): number {
    const row = this.#rows[index];
    const stretch = this.#stretchAt(ms);
    if (!stretch || !row) return 0;
    return Math.floor(exact(stretch, this.#requestsAt(stretch, Math.max(ms, stretch.startMs)), row, index));
  }

  /** The stretch that goes on now; undefined when nothing ever flowed. */
  latest(): Stretch | undefined {
    return this.#stretchAt(Infinity);
  }

  /** What a row had counted when the newest stretch began. */
  baseOf(index: number): number {
    const stretch = this.latest();
    const row = this.#rows[index];
    return stretch && row ? baseOf(stretch, row, index) : 0;
  }

  #stretchAt(ms: number): Stretch | undefined {
    for (let piece = this.#pieces[this.#stretches.length]; piece; piece = this.#pieces[this.#stretches.length]) this.#takeUp(piece);
    let at = this.#stretches.length - 1;
    let stretch = this.#stretches[at];
    while (at > 0 && stretch && stretch.startMs > ms) stretch = this.#stretches[--at];
    return stretch;
  }

  #takeUp({ startMs, parts, podShare }: Piece): void {
    const counts = this.#loads.countsAt(startMs);
    const before = this.#stretches.at(-1);
    const since = before ?? { parts, podShare, counts: this.#loads.countsAt(Math.min(this.#sinceMs, startMs)) };
    const earlier = requestsOf(since, counts);
    const base = before ? this.#rows.map((row, i) => exact(before, earlier, row, i)) : null;
    this.#stretches.push({ startMs, parts, podShare, base, earlier, counts });
  }

  #requestsAt(stretch: Stretch, ms: number): readonly number[] {
    if (this.#newest?.ms === ms && this.#newest.stretch === stretch) return this.#newest.requests;
    const known = this.#older;
    this.#older = this.#newest;
    this.#newest =
      known?.ms === ms && known.stretch === stretch ? known : { ms, stretch, requests: requestsOf(stretch, this.#loads.countsAt(ms)) };
    return this.#newest.requests;
  }
}

function requestsOf({ parts, podShare, counts }: Pick<Stretch, 'parts' | 'podShare' | 'counts'>, now: Float64Array): readonly number[] {
  return parts.map(({ rates }) => {
    let sum = 0;
    for (let root = 0; root < rates.length; root++) sum += (rates[root] ?? 0) * ((now[root] ?? 0) - (counts[root] ?? 0));
    return sum * podShare;
  });
}

function exact(stretch: Stretch, requests: readonly number[], row: Row, index: number): number {
  return counted(baseOf(stretch, row, index), stretch.parts, requests, row);
}

const baseOf = ({ base, earlier, parts }: Stretch, row: Row, index: number): number =>
  base === null ? counted(0, parts, earlier, row) : (base[index] ?? 0);

function counted(before: number, parts: readonly Part[], requests: readonly number[], { amount }: Row): number {
  let value = before;
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p];
    if (part) value += amount(part) * (requests[p] ?? 0);
  }
  return value;
}
