import type { Labels } from '../series/index.ts';
import { Counters, type Piece } from './counter.ts';
import type { Flow, Part, Spread } from './flows.ts';
import { atOrAfter, atOrBefore } from './grid.ts';
import { GridSeries, type Latest, type Scraping } from './grid-series.ts';
import type { Life } from './life.ts';
import type { Loads } from './load.ts';
import { firstRow, rowsOf } from './metrics.ts';

/** All series that one pod reports under one set of standard labels: they begin and end together. */
export class Bundle implements Scraping {
  readonly pod: Life;
  readonly labels: Labels;
  readonly protocol: Flow['protocol'];
  readonly #loads: Loads;
  readonly #pieces: Piece[] = [];
  readonly #series: (readonly GridSeries[] | undefined)[] = [];
  #counters: Counters | undefined;
  #born: number | undefined;
  #shared: Labels | undefined;

  constructor(pod: Life, { labels, protocol }: Flow, loads: Loads) {
    this.pod = pod;
    this.labels = labels;
    this.protocol = protocol;
    this.#loads = loads;
  }

  /** What all its series are called, with the labels that scraping adds. */
  get shared(): Labels {
    return (this.#shared ??= { ...this.labels, ...this.pod.labels });
  }

  get metrics(): readonly string[] {
    return rowsOf(this.protocol).metrics;
  }

  /** How many series it has. */
  get size(): number {
    return rowsOf(this.protocol).rows.length;
  }

  /** Lasts from an instant on. Total: what was said of that instant and later is replaced. */
  extend(startMs: number, flow: Flow | null): void {
    const pieces = this.#pieces;
    if (startMs <= (pieces.at(-1)?.startMs ?? -Infinity)) {
      while (startMs <= (pieces.at(-1)?.startMs ?? -Infinity)) pieces.pop();
      this.#counters = undefined;
    }
    if (this.#born !== undefined && startMs <= this.#born) this.#born = undefined;
    const last = pieces.at(-1);
    const { parts, podShare } = flow ?? { parts: [], podShare: last?.podShare ?? 1 };
    if (last && last.podShare === podShare && sameParts(last.parts, parts)) return;
    pieces.push({ startMs, parts, podShare });
  }

  /** The series of a metric, made once. `metric` is its place among the metrics. */
  series(metric: number): readonly GridSeries[] {
    return (this.#series[metric] ??= (rowsOf(this.protocol).ofMetric[metric] ?? []).map((row) => new GridSeries(this, row)));
  }

  bounds(fromMs: number, toMs: number): readonly [number, number] | undefined {
    const { grid, endMs } = this.pod;
    const until = Math.min(toMs, endMs - 1);
    const born = this.#birth(until);
    if (born === undefined) return undefined;
    const first = atOrAfter(grid, Math.max(fromMs, born));
    const last = atOrBefore(grid, until);
    return last < first ? undefined : [first, last];
  }

  ownLabels(row: number): Labels {
    return rowsOf(this.protocol).rows[row]?.own ?? {};
  }

  latest(): Latest | undefined {
    const stretch = this.#counting().latest();
    return stretch && this.#born !== undefined ? { sinceMs: Math.max(this.#born, stretch.startMs), stretch } : undefined;
  }

  baseOf(row: number): number {
    return this.#counting().baseOf(row);
  }

  amountOf(row: number, part: Part): number {
    return rowsOf(this.protocol).rows[row]?.amount(part) ?? 0;
  }

  valueAt(row: number, ms: number): number {
    return this.#counting().valueAt(row, ms);
  }

  /** What a row shows at an instant; undefined before the first request. `row` is its place among the rows of the protocol. */
  shownAt(row: number, ms: number): number | undefined {
    const shows = ms >= this.pod.bornMs && this.valueAt(firstRow, ms) >= 1 && (this.#pieces[0]?.startMs ?? Infinity) <= ms;
    return shows ? this.valueAt(row, ms) : undefined;
  }

  /** The first scrape that shows the series, if it is not later than `untilMs`. */
  #birth(untilMs: number): number | undefined {
    this.#born ??= firstScrape(this.pod, this.#counting(), { fromMs: this.#pieces[0]?.startMs ?? Infinity, untilMs });
    return this.#born !== undefined && this.#born <= untilMs ? this.#born : undefined;
  }

  #counting(): Counters {
    const { bornMs, countsSinceMs } = this.pod;
    const sinceMs = this.#pieces[0]?.startMs === bornMs ? countsSinceMs : Infinity;
    return (this.#counters ??= new Counters(this.#pieces, rowsOf(this.protocol).rows, this.#loads, sinceMs));
  }
}

/** Proxies show a series from its first request on: the first scrape at which the counter has reached 1. */
function firstScrape(
  { grid, bornMs }: Life,
  counters: Counters,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): number | undefined {
  let low = atOrAfter(grid, Math.max(bornMs, fromMs));
  let high = atOrBefore(grid, untilMs);
  // Most pods are older than what is shown of them.
  if (high < low || counters.valueAt(firstRow, low) >= 1) return high < low ? undefined : low;
  if (counters.valueAt(firstRow, high) < 1) return undefined;
  while (low < high) {
    const middle = atOrBefore(grid, (low + high) / 2);
    if (counters.valueAt(firstRow, middle) >= 1) high = middle;
    else low = middle + grid.stepMs;
  }
  return low;
}

const sameParts = (a: readonly Part[], b: readonly Part[]): boolean =>
  a.length === b.length && a.every((part, index) => samePart(part, b[index]));

const samePart = (a: Part, b: Part | undefined): boolean =>
  b !== undefined &&
  sameNumbers(a.rates, b.rates) &&
  sameSpread(a.duration, b.duration) &&
  sameSpread(a.request, b.request) &&
  sameSpread(a.response, b.response);

const sameSpread = (a: Spread, b: Spread): boolean => a.mean === b.mean && sameNumbers(a.shares, b.shares);

const sameNumbers = (a: Float64Array, b: Float64Array): boolean =>
  a === b || (a.length === b.length && a.every((value, index) => value === b[index]));
