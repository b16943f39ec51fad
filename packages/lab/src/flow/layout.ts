import type { Series } from '../series/index.ts';
import type { Grid } from './grid.ts';
import { GridSeries, type Scraping } from './grid-series.ts';

/**
 * All that the newest stretch of many series consists of, side by side in memory: walked through object by object, a large mesh is
 * mostly waiting for its memory. Series of one pod and one set of labels follow each other and share a place among the `pods`.
 */
export interface Layout {
  readonly pods: Int32Array;
  readonly base: Float64Array;
  /** Of each series, by the parts of its pod. `firstAmount` is where those of a series begin. */
  readonly firstAmount: Int32Array;
  readonly amounts: Float64Array;
  readonly grids: readonly Grid[];
  readonly starts: readonly Float64Array[];
  /** By pod: its grid and its start among those above, -1 where it must be asked itself; since when this holds; where its parts begin. */
  readonly grid: Int32Array;
  readonly start: Int32Array;
  readonly sinceMs: Float64Array;
  readonly firstPart: Int32Array;
  /** By part. `rates` holds all roots of a part in a row. */
  readonly shares: Float64Array;
  readonly rates: Float64Array;
}

/** Where each of some things comes, each counted once. */
function numbering<T>(): { readonly all: T[]; readonly place: (thing: T) => number } {
  const all: T[] = [];
  const places = new Map<T, number>();
  const place = (thing: T): number => {
    const known = places.get(thing) ?? all.push(thing) - 1;
    places.set(thing, known);
    return known;
  };
  return { all, place };
}

/** Lays out series that have been asked for their bounds. */
export function layOut(list: readonly Series[], roots: number): Layout {
  const [grids, starts, met] = [numbering<Grid>(), numbering<Float64Array>(), new Map<string, Grid>()];
  const [pods, base, firstAmount] = [new Int32Array(list.length), new Float64Array(list.length), new Int32Array(list.length)];
  const [grid, start, sinceMs, firstPart] = [[] as number[], [] as number[], [] as number[], [0]];
  const [shares, rates, amounts]: [number[], number[], number[]] = [[], [], []];
  const sameGrid = (one: Grid): Grid => {
    const key = `${one.stepMs} ${one.phaseMs}`;
    const known = met.get(key) ?? one;
    met.set(key, known);
    return known;
  };
  let last: Scraping | undefined;
  const takeUp = (of: Scraping | undefined): void => {
    last = of;
    const latest = of?.pod.endMs === Infinity ? of.latest() : undefined;
    grid.push(of && latest ? grids.place(sameGrid(of.pod.grid)) : -1);
    start.push(latest ? starts.place(latest.stretch.counts) : -1);
    sinceMs.push(latest?.sinceMs ?? Infinity);
    for (const part of latest?.stretch.parts ?? []) {
      shares.push(latest?.stretch.podShare ?? 0);
      for (let root = 0; root < roots; root++) rates.push(part.rates[root] ?? 0);
    }
    firstPart.push(shares.length);
  };
  list.forEach((series, i) => {
    const of = series instanceof GridSeries ? series.of : undefined;
    if (i === 0 || of !== last) takeUp(of);
    pods[i] = grid.length - 1;
    firstAmount[i] = amounts.length;
    if (!(series instanceof GridSeries) || start.at(-1) === -1) return;
    base[i] = series.of.baseOf(series.row);
    for (const part of series.of.latest()?.stretch.parts ?? []) amounts.push(series.of.amountOf(series.row, part));
  });
  return {
    pods,
    base,
    firstAmount,
    amounts: Float64Array.from(amounts),
    grids: grids.all,
    starts: starts.all,
    grid: Int32Array.from(grid),
    start: Int32Array.from(start),
    sinceMs: Float64Array.from(sinceMs),
    firstPart: Int32Array.from(firstPart),
    shares: Float64Array.from(shares),
    rates: Float64Array.from(rates),
  };
}
