import type { Series, VisitWindow } from '../series/index.ts';
import { GridSeries, scrapesIn, type Scraping } from './grid-series.ts';

/** Units: epoch ms, both ends included. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Visits the windows of many series: what each would tell of itself. Neighbours in a list mostly share their scrapes, which are
 * looked for once; and one window is lent to all, since hundreds of thousands would be thrown away at once.
 */
export function visitWindows(list: readonly Series[], { fromMs, toMs }: Span, visit: VisitWindow): void {
  const lent = { first: { t: 0, v: 0 }, last: { t: 0, v: 0 }, count: 0, resetSum: 0 };
  let shared: Scraping | undefined;
  let found: readonly [number, number] | undefined;
  for (let i = 0; i < list.length; i++) {
    const series = list[i];
    if (!(series instanceof GridSeries)) {
      const window = series?.window(fromMs, toMs);
      if (window) visit(i, window);
      continue;
    }
    const { of, row } = series;
    if (of !== shared) {
      shared = of;
      found = of.bounds(fromMs, toMs);
      if (found) {
        [lent.first.t, lent.last.t] = found;
        lent.count = scrapesIn(found, of);
      }
    }
    if (!found) continue;
    lent.first.v = of.valueAt(row, lent.first.t);
    lent.last.v = of.valueAt(row, lent.last.t);
    visit(i, lent);
  }
}
