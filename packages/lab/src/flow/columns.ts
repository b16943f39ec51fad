import type { Series, Window } from '../series/index.ts';
import { GridSeries, type Latest } from './grid-series.ts';
import { atOrAfter, atOrBefore } from './grid.ts';
import type { Life } from './life.ts';
import type { Loads } from './load.ts';

/**
 * Windows of many series at once. Each series by itself is a walk through a dozen small objects; here everything that the newest
 * stretch of each consists of lies side by side in memory. Answers are the same to the bit. Where a window reaches back
 * beyond the newest change, or a pod has ended, the series is asked itself.
 */
export interface Columns {
  windows(list: readonly Series[], fromMs: number, toMs: number): readonly (Window | undefined)[];
  /** The mesh has changed. */
  forget(): void;
}

/** Shape: `parts`, `amounts`, `shares` and `rates` are by part; the rest is by series. `rates` holds all roots of a part in a row. */
interface Layout {
  readonly pods: readonly Life[];
  readonly pod: Int32Array;
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
    windows(list, fromMs, toMs) {
      const known = layouts.get(list);
      if (known) return windowsOf(list, known, { loads, roots, fromMs, toMs });
      // Series learn when they begin while they are asked for the first time.
      const windows = list.map((series) => series.window(fromMs, toMs));
      layouts.set(list, layOut(list, roots));
      return windows;
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
  const pods = numbering<Life>();
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
    pods: pods.all,
    pod: Int32Array.from(list, (series) => (series instanceof GridSeries ? pods.place(series.pod) : -1)),
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

interface Asked {
  readonly loads: Loads;
  readonly roots: number;
  readonly fromMs: number;
  readonly toMs: number;
}

function windowsOf(list: readonly Series[], layout: Layout, asked: Asked): readonly (Window | undefined)[] {
  const { fromMs, toMs, roots } = asked;
  const { pod, sinceMs, start } = layout;
  const scrapes = layout.pods.map(({ grid }) => ({ first: atOrAfter(grid, fromMs), last: atOrBefore(grid, toMs) }));
  const counted = countedAt(scrapes, layout, asked);
  return list.map((series, i) => {
    const own = pod[i] ?? -1;
    const life = layout.pods[own];
    const scrape = scrapes[own];
    const begun = start[i] ?? -1;
    if (!life || !scrape || begun < 0 || scrape.first < (sinceMs[i] ?? Infinity) || life.endMs !== Infinity)
      return series.window(fromMs, toMs);
    const { first, last } = scrape;
    if (last < first) return undefined;
    const at = (begun * scrapes.length + own) * 2 * roots;
    return {
      first: { t: first, v: valueOf(layout, i, { all: counted, from: at, roots }) },
      last: { t: last, v: valueOf(layout, i, { all: counted, from: at + roots, roots }) },
      count: Math.round((last - first) / life.grid.stepMs) + 1,
      resetSum: 0,
    };
  });
}

/** What each root has counted since each start, at the first and at the last scrape of each pod. Shape: start, pod, first and last, root. */
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
