import { matchAll, type Labels, type Matcher, type Series } from '../series/index.ts';
import type { Bundle } from './bundle.ts';
import { atOrAfter, atOrBefore } from './grid.ts';
import { GridSeries, type Scraping } from './grid-series.ts';
import type { ScrapedPod } from './scraped-pod.ts';

/** Finds series by matchers, and remembers what it found: consoles ask the same questions again and again. */
export interface Selection {
  /** The same answer is the same list, so that others can remember things about it. */
  select(pods: readonly ScrapedPod[], matchers: readonly Matcher[], fromMs: number, toMs: number): readonly Series[];
  /** Pods or series have come or gone. */
  forget(): void;
}

/** More different questions than a console asks; beyond them memory starts afresh. */
const mostRemembered = 300;

/** A selection that remembers nothing yet. */
export function createSelection(): Selection {
  const known = new Map<string, readonly Series[]>();
  return {
    forget: () => known.clear(),
    select(pods, matchers, fromMs, toMs) {
      const absent: number[] = [];
      pods.forEach((pod, i) => {
        if (isAbsent(pod, fromMs, toMs)) absent.push(i);
      });
      const key = `${absent.join(' ')} ${JSON.stringify(matchers)}`;
      const remembered = known.get(key);
      if (remembered) return remembered;
      if (known.size >= mostRemembered) known.clear();
      const away = new Set(absent);
      const found = find(
        pods.filter((_, i) => !away.has(i)),
        matchers,
      );
      known.set(key, found);
      return found;
    },
  };
}

/** How many series there are of these pods, `up` among them; none of them is made. */
export function countSeries(pods: readonly ScrapedPod[], fromMs: number, toMs: number): number {
  let count = 0;
  for (const pod of pods) {
    if (isAbsent(pod, fromMs, toMs)) continue;
    count += 1;
    for (const { size } of pod.bundles.values()) count += size;
  }
  return count;
}

const isAbsent = ({ bornMs, grid, endMs }: ScrapedPod, fromMs: number, toMs: number): boolean =>
  bornMs > toMs || atOrAfter(grid, endMs) < fromMs;

/** Labels that differ between the series of one bundle. */
const ownNames: ReadonlySet<string> = new Set(['__name__', 'le']);

function find(pods: readonly ScrapedPod[], matchers: readonly Matcher[]): readonly Series[] {
  const byName = matchAll(matchers.filter(({ name }) => name === '__name__'));
  const own = matchers.filter(({ name }) => name === 'le');
  const byOwn = matchAll(own);
  const byShared = matchAll(matchers.filter(({ name }) => !ownNames.has(name)));
  const found: Series[] = [];
  const chosen = new Map<readonly string[], readonly number[]>();
  /** The places of the metrics that match; all bundles of a protocol have the same. */
  const metricsIn = ({ metrics }: Bundle): readonly number[] => {
    const known = chosen.get(metrics) ?? metrics.flatMap((metric, place) => (byName({ __name__: metric }) ? [place] : []));
    chosen.set(metrics, known);
    return known;
  };
  const showsUp = byName(upName);
  for (const pod of pods) {
    if (showsUp) {
      pod.up ??= upOf(pod);
      if (byShared(pod.up.shared) && byOwn(pod.up.own)) found.push(pod.up);
    }
    for (const bundle of pod.bundles.values()) {
      const metrics = metricsIn(bundle);
      if (metrics.length === 0 || !byShared(bundle.shared)) continue;
      for (const metric of metrics)
        for (const series of bundle.series(metric)) if (own.length === 0 || byOwn(series.own)) found.push(series);
    }
  }
  return found;
}

const upName: Labels = { __name__: 'up' };

/** What Prometheus writes about its own scrapes. */
function upOf(pod: ScrapedPod): GridSeries {
  const bounds: Scraping['bounds'] = (fromMs, toMs) => {
    const first = atOrAfter(pod.grid, Math.max(fromMs, pod.bornMs));
    const last = atOrBefore(pod.grid, Math.min(toMs, pod.endMs - 1));
    return last < first ? undefined : [first, last];
  };
  const constant = { valueAt: () => 1, latest: () => undefined, baseOf: () => 1, amountOf: () => 0 };
  return new GridSeries({ pod, shared: pod.labels, bounds, ownLabels: () => upName, ...constant }, 0);
}
