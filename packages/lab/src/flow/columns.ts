import type { Series, VisitWindow } from '../series/index.ts';
import { GridSeries, type Latest } from './grid-series.ts';
import { atOrAfter, atOrBefore, type Grid } from './grid.ts';
import type { Loads } from './load.ts';

/**
 * Windows of many series at once. Each series by itself is a walk through a dozen small objects; here everything that the newest
 * stretch of each consists of lies side by side in memory. Answers are the same to the bit. Where a window reaches back
 * beyond the newest change, or a pod has ended, the series is asked itself.
 */
export interface Columns {
  windows(list: readonly Series[], span: Span, visit: VisitWindow): void;
  /** The mesh has changed. */
  forget(): void;
}

/** Shape: `parts`, `amounts`, `shares` and `rates` are by part; the rest is by series. `rates` holds all roots of a part in a row. */
interface Layout {
  readonly grids: readonly Grid[];
  readonly grid: Int32Array;
  readonly sinceMs: Float64Array;
  readonly base: Float64Array;
  readonly starts: readonly Float64Array[];
  readonly start: Int32Array;
  readonly firstPart: Int32Array;
  readonly amounts: Float64Array;
  readonly shares: Float64Array;
  readonly rates: Float64Array;
}

/** Columns over a mesh with these loads. */
export function createColumns(loads: Loads, roots: number): Columns {
  let layouts = new WeakMap<readonly Series[], Layout>();
  return {
    forget: () => (layouts = new WeakMap()),
    windows(list, { fromMs, toMs }, visit) {
      // Series learn when they begin by being asked.
      if (!layouts.has(list)) for (const series of list) series.window(fromMs, toMs);
      const layout = layouts.get(list) ?? layOut(list, roots);
      layouts.set(list, layout);
      windowsOf(list, layout, { loads, roots, fromMs, toMs, visit });
    },
  };
}

/** Where each of some things comes, each counted once. */
function numbering<T>(): { readonly all: T[]; readonly place: (thing: T) => number } {
  const all: T[] = [];
  const places = new Map<T, number>();
  const place = (thing: T): number => {
    const known = places.get(thing);
    if (known !== undefined) return known;
    places.set(thing, all.length);
    return all.push(thing) - 1;
  };
  return { all, place };
}

function layOut(list: readonly Series[], roots: number): Layout {
  const grids = numbering<Grid>();
  const met = new Map<string, Grid>();
  const sameGrid = (grid: Grid): Grid => {
    const key = `${grid.stepMs} ${grid.phaseMs}`;
    const known = met.get(key) ?? grid;
    met.set(key, known);
    return known;
  };
  const starts = numbering<Float64Array>();
  const latest = list.map((series) => (series instanceof GridSeries ? series.latest() : undefined));
  const parts = latest.flatMap(
    (one) => one?.stretch.parts.map((part) => ({ amount: one.amount(part), share: one.stretch.podShare, part })) ?? [],
  );
  const rates = new Float64Array(parts.length * roots);
  parts.forEach(({ part }, i) => rates.set(part.rates.subarray(0, roots), i * roots));
  const firstPart = new Int32Array(list.length + 1);
  latest.forEach((one, i) => (firstPart[i + 1] = (firstPart[i] ?? 0) + (one?.stretch.parts.length ?? 0)));
  const column = (of: (one: Latest) => number, otherwise: number) => Float64Array.from(latest, (one) => (one ? of(one) : otherwise));
  return {
    grids: grids.all,
    grid: Int32Array.from(list, (series) =>
      series instanceof GridSeries && series.pod.endMs === Infinity ? grids.place(sameGrid(series.pod.grid)) : -1,
    ),
    sinceMs: column(({ sinceMs }) => sinceMs, Infinity),
    base: column(({ base }) => base, 0),
    starts: starts.all,
    start: Int32Array.from(latest, (one) => (one ? starts.place(one.stretch.counts) : -1)),
    firstPart,
    amounts: Float64Array.from(parts, ({ amount }) => amount),
    shares: Float64Array.from(parts, ({ share }) => share),
    rates,
  };
}

/** Units: epoch ms, both ends included. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Asked extends Span {
  readonly loads: Loads;
  readonly roots: number;
  readonly visit: VisitWindow;
}

function windowsOf(list: readonly Series[], layout: Layout, asked: Asked): void {
  const { fromMs, toMs, roots, visit } = asked;
  const { grid, sinceMs, start } = layout;
  const scrapes = layout.grids.map((one) => ({ first: atOrAfter(one, fromMs), last: atOrBefore(one, toMs), stepMs: one.stepMs }));
  const counted = countedAt(scrapes, layout, asked);
  // One window for all: hundreds of thousands would be thrown away at once.
  const lent = { first: { t: 0, v: 0 }, last: { t: 0, v: 0 }, count: 0, resetSum: 0 };
  for (let i = 0; i < list.length; i++) {
    const own = grid[i] ?? -1;
    const scrape = scrapes[own];
    const begun = start[i] ?? -1;
    if (!scrape || begun < 0 || scrape.first < (sinceMs[i] ?? Infinity)) {
      const window = list[i]?.window(fromMs, toMs);
      if (window) visit(i, window);
    } else if (scrape.first <= scrape.last) {
      const from = (begun * scrapes.length + own) * 2 * roots;
      lent.first.t = scrape.first;
      lent.first.v = valueOf(layout, i, { all: counted, from, roots });
      lent.last.t = scrape.last;
      lent.last.v = valueOf(layout, i, { all: counted, from: from + roots, roots });
      lent.count = Math.round((scrape.last - scrape.first) / scrape.stepMs) + 1;
      visit(i, lent);
    }
  }
}

/** What each root has counted since each start, at the first and at the last scrape of each grid. Shape: start, grid, first and last, root. */
function countedAt(
  scrapes: readonly { readonly first: number; readonly last: number }[],
  { starts }: Layout,
  { loads, roots }: Asked,
): Float64Array {
  const counted = new Float64Array(starts.length * scrapes.length * 2 * roots);
  starts.forEach((counts, begun) => {
    scrapes.forEach(({ first, last }, own) => {
      const at = (begun * scrapes.length + own) * 2 * roots;
      loads.writeCounts(first, counted, at);
      loads.writeCounts(last, counted, at + roots);
      for (let i = 0; i < 2 * roots; i++) counted[at + i] = (counted[at + i] ?? 0) - (counts[i % roots] ?? 0);
    });
  });
  return counted;
}

interface Counted {
  readonly all: Float64Array;
  readonly from: number;
  readonly roots: number;
}

/** The same steps in the same order as a counter takes them. */
function valueOf({ base, firstPart, amounts, shares, rates }: Layout, i: number, counted: Counted): number {
  const { all, from, roots } = counted;
  let value = base[i] ?? 0;
  const end = firstPart[i + 1] ?? 0;
  for (let p = firstPart[i] ?? 0; p < end; p++) {
    let sum = 0;
    for (let root = 0, at = p * roots; root < roots; root++, at++) sum += (rates[at] ?? 0) * (all[from + root] ?? 0);
    value += (amounts[p] ?? 0) * (sum * (shares[p] ?? 0));
  }
  return Math.floor(value);
}
