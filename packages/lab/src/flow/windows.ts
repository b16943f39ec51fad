import type { Series, VisitWindow } from '../series/index.ts';
import { atOrAfter, atOrBefore } from './grid.ts';
import { GridSeries } from './grid-series.ts';
import { layOut, type Layout } from './layout.ts';
import type { Loads } from './load.ts';

/** Units: epoch ms, both ends included. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Windows of many series at once: what each would tell of itself, to the bit. Where a window reaches back beyond the newest
 * change, or a pod has ended, the series is asked itself.
 */
export interface Windows {
  visit(list: readonly Series[], span: Span, visit: VisitWindow): void;
  /** The mesh has changed. */
  forget(): void;
}

/** Windows over a mesh with these loads. */
export function createWindows(loads: Loads, roots: number): Windows {
  let layouts = new WeakMap<readonly Series[], Layout>();
  return {
    forget: () => (layouts = new WeakMap()),
    visit(list, { fromMs, toMs }, visit) {
      // Series learn when they begin by being asked.
      if (!layouts.has(list)) for (const series of list) if (series instanceof GridSeries) series.of.bounds(fromMs, toMs);
      const layout = layouts.get(list) ?? layOut(list, roots);
      layouts.set(list, layout);
      visitLaidOut(list, layout, { loads, roots, fromMs, toMs, visit });
    },
  };
}

interface Asked extends Span {
  readonly loads: Loads;
  readonly roots: number;
  readonly visit: VisitWindow;
}

/** One window is lent to all, and one draft serves all pods: hundreds of thousands would be thrown away at once. */
function visitLaidOut(list: readonly Series[], layout: Layout, asked: Asked): void {
  const { fromMs, toMs, visit, roots } = asked;
  const scrapes = layout.grids.map((one) => ({ first: atOrAfter(one, fromMs), last: atOrBefore(one, toMs), stepMs: one.stepMs }));
  const counted = countedAt(scrapes, layout, asked);
  const lent = { first: { t: 0, v: 0 }, last: { t: 0, v: 0 }, count: 0, resetSum: 0 };
  const [begun, ended]: [number[], number[]] = [[], []];
  let pod = -1;
  let isAsked = false;
  for (let i = 0; i < list.length; i++) {
    const own = layout.pods[i] ?? 0;
    if (own !== pod) {
      pod = own;
      const grid = layout.grid[pod] ?? -1;
      const scrape = scrapes[grid];
      isAsked = !scrape || scrape.first < (layout.sinceMs[pod] ?? Infinity);
      lent.count = 0;
      if (scrape && !isAsked && scrape.first <= scrape.last) {
        const from = ((layout.start[pod] ?? 0) * scrapes.length + grid) * 2 * roots;
        writeRequests(layout, pod, { counted, from, roots }, begun);
        writeRequests(layout, pod, { counted, from: from + roots, roots }, ended);
        [lent.first.t, lent.last.t] = [scrape.first, scrape.last];
        lent.count = Math.round((scrape.last - scrape.first) / scrape.stepMs) + 1;
      }
    }
    if (isAsked) {
      const window = list[i]?.window(fromMs, toMs);
      if (window) visit(i, window);
    } else if (lent.count > 0) {
      lent.first.v = valueOf(layout, i, begun);
      lent.last.v = valueOf(layout, i, ended);
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
  const now = new Float64Array(scrapes.length * 2 * roots);
  scrapes.forEach(({ first, last }, own) => {
    loads.writeCounts(first, now, own * 2 * roots);
    loads.writeCounts(last, now, (own * 2 + 1) * roots);
  });
  starts.forEach((counts, begun) => {
    const at = begun * now.length;
    for (let i = 0; i < now.length; i++) counted[at + i] = (now[i] ?? 0) - (counts[i % roots] ?? 0);
  });
  return counted;
}

interface Counted {
  readonly counted: Float64Array;
  readonly from: number;
  readonly roots: number;
}

/** The same steps in the same order as counters take them. */
function writeRequests({ firstPart, shares, rates }: Layout, pod: number, { counted, from, roots }: Counted, into: number[]): void {
  const [first, end] = [firstPart[pod] ?? 0, firstPart[pod + 1] ?? 0];
  into.length = end - first;
  for (let p = first; p < end; p++) {
    let sum = 0;
    for (let root = 0, at = p * roots; root < roots; root++, at++) sum += (rates[at] ?? 0) * (counted[from + root] ?? 0);
    into[p - first] = sum * (shares[p] ?? 0);
  }
}

function valueOf({ base, firstAmount, amounts }: Layout, i: number, requests: readonly number[]): number {
  let value = base[i] ?? 0;
  const first = firstAmount[i] ?? 0;
  for (let p = 0; p < requests.length; p++) value += (amounts[first + p] ?? 0) * (requests[p] ?? 0);
  return Math.floor(value);
}
