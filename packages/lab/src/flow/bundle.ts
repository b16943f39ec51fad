import type { Labels, Series } from '../series/index.ts';
import { countersOf, type Counters, type Piece } from './counter.ts';
import type { Flow, Part, Spread } from './flows.ts';
import { atOrAfter, atOrBefore } from './grid.ts';
import { GridSeries, type Bounds, type Latest } from './grid-series.ts';
import type { Life } from './life.ts';
import type { Loads } from './load.ts';
import { firstRow, rowsOf, type Row } from './metrics.ts';

/** All series that one pod reports under one set of standard labels: they begin and end together. */
export interface Bundle {
  readonly labels: Labels;
  /** What all its series are called, with the labels that scraping adds. */
  readonly scrapedLabels: Labels;
  readonly protocol: Flow['protocol'];
  /** Lasts from an instant on. Total: what was said of that instant and later is replaced. */
  extend(startMs: number, flow: Flow | null): void;
  /** The series of a metric, made once. */
  series(metric: string): readonly Series[];
  readonly metrics: readonly string[];
  /** What a row shows at an instant; undefined before the first request. `row` is its place among the rows of the protocol. */
  valueAt(row: number, ms: number): number | undefined;
}

/** Begins a bundle. */
export function bundleOf(pod: Life, { labels, protocol }: Flow, loads: Loads): Bundle {
  const { rows, byMetric, metrics } = rowsOf(protocol);
  const pieces: Piece[] = [];
  let counting: Counters | undefined;
  const counters = (): Counters =>
    (counting ??= countersOf(pieces, rows, loads, pieces[0]?.startMs === pod.bornMs ? pod.countsSinceMs : Infinity));
  let born: number | undefined;
  /** The first scrape that shows the series, if it is not later than `untilMs`. */
  const birth = (untilMs: number): number | undefined => {
    born ??= firstScrape(pod, counters(), { fromMs: pieces[0]?.startMs ?? Infinity, untilMs });
    return born !== undefined && born <= untilMs ? born : undefined;
  };
  const bounds: Bounds = (fromMs, toMs) => {
    const until = Math.min(toMs, pod.endMs - 1);
    const began = birth(until);
    if (began === undefined) return undefined;
    const first = atOrAfter(pod.grid, Math.max(fromMs, began));
    const last = atOrBefore(pod.grid, until);
    return last < first ? undefined : [first, last];
  };
  const latest = (index: number): Latest | undefined => {
    const stretch = counters().latest();
    const row = rows[index];
    if (!stretch || !row || born === undefined) return undefined;
    return { sinceMs: Math.max(born, stretch.startMs), stretch, base: stretch.base[index] ?? 0, amount: row.amount };
  };
  const of = { pod, bounds, latest, valueAt: (row: number, ms: number): number => counters().valueAt(row, ms) };
  const made = new Map<string, readonly Series[]>();
  const scrapedLabels: Labels = { ...labels, ...pod.labels };
  return {
    labels,
    scrapedLabels,
    protocol,
    metrics,
    extend(startMs, flow) {
      if (startMs <= (pieces.at(-1)?.startMs ?? -Infinity)) {
        while (startMs <= (pieces.at(-1)?.startMs ?? -Infinity)) pieces.pop();
        counting = undefined;
      }
      if (born !== undefined && startMs <= born) born = undefined;
      const last = pieces.at(-1);
      const { parts, podShare } = flow ?? { parts: [], podShare: last?.podShare ?? 1 };
      if (last && last.podShare === podShare && sameParts(last.parts, parts)) return;
      pieces.push({ startMs, parts, podShare });
    },
    series(metric) {
      const known =
        made.get(metric) ?? (byMetric.get(metric) ?? []).map((row) => new GridSeries(of, row, () => named(rows[row], scrapedLabels)));
      made.set(metric, known);
      return known;
    },
    valueAt: (row, ms) =>
      ms >= pod.bornMs && counters().valueAt(firstRow, ms) >= 1 && (pieces[0]?.startMs ?? Infinity) <= ms
        ? counters().valueAt(row, ms)
        : undefined,
  };
}

const named = (row: Row | undefined, labels: Labels): Labels =>
  row?.le == null ? { __name__: row?.metric ?? '', ...labels } : { __name__: row.metric, le: row.le, ...labels };

/** Proxies show a series from its first request on: the first scrape at which the counter has reached 1. */
function firstScrape(
  { grid, bornMs }: Life,
  counters: Counters,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): number | undefined {
  let low = atOrAfter(grid, Math.max(bornMs, fromMs));
  let high = atOrBefore(grid, untilMs);
  if (high < low || counters.valueAt(firstRow, high) < 1) return undefined;
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
