import type { Labels, Series, Window } from '../series/index.ts';
import { counterOf, type Counter, type Piece } from './counter.ts';
import { atOrAfter, atOrBefore } from './grid.ts';
import type { Life } from './life.ts';
import type { Loads } from './load.ts';
import { countRow, metricsOf, type Row } from './metrics.ts';
import type { Flow, Part, Spread } from './flows.ts';

/** All series that one pod reports under one set of standard labels: they begin and end together. */
export interface Bundle {
  readonly labels: Labels;
  readonly protocol: Flow['protocol'];
  /** Lasts from an instant on. Total: what was said of that instant and later is replaced. */
  extend(startMs: number, flow: Flow | null): void;
  /** The series of a metric, made once. */
  series(metric: string): readonly Series[];
  readonly metrics: readonly string[];
  /** What a row shows at an instant; undefined before the first request. */
  valueAt(row: Row, ms: number): number | undefined;
}

/** Begins a bundle. */
export function bundleOf(pod: Life, { labels, protocol }: Flow, loads: Loads): Bundle {
  const pieces: Piece[] = [];
  const counters = new Map<Row, Counter>();
  const counter = (row: Row): Counter => {
    const known = counters.get(row) ?? counterOf(pieces, row, loads, pieces[0]?.startMs === pod.bornMs ? pod.countsSinceMs : Infinity);
    counters.set(row, known);
    return known;
  };
  let born: number | undefined;
  /** The first scrape that shows the series, if it is not later than `untilMs`. */
  const birth = (untilMs: number): number | undefined => {
    born ??= firstScrape(pod, counter(countRow), { fromMs: pieces[0]?.startMs ?? Infinity, untilMs });
    return born !== undefined && born <= untilMs ? born : undefined;
  };
  const made = new Map<string, readonly Series[]>();
  const rows = metricsOf(protocol).flatMap((metric) => metric.rows);
  return {
    labels,
    protocol,
    metrics: [...new Set(rows.map(({ metric }) => metric))],
    extend(startMs, flow) {
      if (startMs <= (pieces.at(-1)?.startMs ?? -Infinity)) {
        while (startMs <= (pieces.at(-1)?.startMs ?? -Infinity)) pieces.pop();
        counters.clear();
      }
      if (born !== undefined && startMs <= born) born = undefined;
      const last = pieces.at(-1);
      const { parts, podShare } = flow ?? { parts: [], podShare: last?.podShare ?? 1 };
      if (last && last.podShare === podShare && sameParts(last.parts, parts)) return;
      pieces.push({ startMs, parts, podShare });
    },
    series(metric) {
      const known =
        made.get(metric) ??
        rows
          .filter((row) => row.metric === metric)
          .map((row) => seriesOf(pod, { row, labels, birth, value: (ms) => counter(row).valueAt(ms) }));
      made.set(metric, known);
      return known;
    },
    valueAt: (row, ms) =>
      ms >= pod.bornMs && counter(countRow).valueAt(ms) >= 1 && (pieces[0]?.startMs ?? Infinity) <= ms
        ? counter(row).valueAt(ms)
        : undefined,
  };
}

/** Proxies show a series from its first request on: the first scrape at which the counter has reached 1. */
function firstScrape({ grid, bornMs }: Life, count: Counter, { fromMs, untilMs }: { fromMs: number; untilMs: number }): number | undefined {
  let low = atOrAfter(grid, Math.max(bornMs, fromMs));
  let high = atOrBefore(grid, untilMs);
  if (high < low || count.valueAt(high) < 1) return undefined;
  while (low < high) {
    const middle = atOrBefore(grid, (low + high) / 2);
    if (count.valueAt(middle) >= 1) high = middle;
    else low = middle + grid.stepMs;
  }
  return low;
}

interface Made {
  readonly row: Row;
  readonly labels: Labels;
  readonly birth: (untilMs: number) => number | undefined;
  readonly value: (ms: number) => number;
}

function seriesOf(pod: Life, { row, labels, birth, value }: Made): Series {
  const bounds = (fromMs: number, toMs: number): readonly [number, number] | undefined => {
    const until = Math.min(toMs, pod.endMs - 1);
    const born = birth(until);
    if (born === undefined) return undefined;
    const first = atOrAfter(pod.grid, Math.max(fromMs, born));
    const last = atOrBefore(pod.grid, until);
    return last < first ? undefined : [first, last];
  };
  return gridSeries({ __name__: row.metric, ...labels, ...(row.le !== null && { le: row.le }), ...pod.labels }, pod, bounds, value);
}

/** A series whose samples lie on its pod's grid. */
export function gridSeries(
  labels: Labels,
  pod: Life,
  bounds: (fromMs: number, toMs: number) => readonly [number, number] | undefined,
  value: (ms: number) => number,
): Series {
  const { stepMs } = pod.grid;
  const sample = (t: number) => ({ t, v: value(t) });
  return {
    labels,
    samples(fromMs, toMs) {
      const found = bounds(fromMs, toMs);
      return found ? Array.from({ length: Math.round((found[1] - found[0]) / stepMs) + 1 }, (_, i) => sample(found[0] + i * stepMs)) : [];
    },
    window(fromMs, toMs): Window | undefined {
      const found = bounds(fromMs, toMs);
      return (
        found && { first: sample(found[0]), last: sample(found[1]), count: Math.round((found[1] - found[0]) / stepMs) + 1, resetSum: 0 }
      );
    },
    last(fromMs, toMs) {
      // The scrape after the pod's end would have found it gone: from there on the series is stale.
      if (toMs >= atOrAfter(pod.grid, pod.endMs)) return undefined;
      const found = bounds(fromMs, toMs);
      return found && sample(found[1]);
    },
  };
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
