import { matchAll, type Matcher, type Series } from '../series/index.ts';
import type { Bundle } from './bundle.ts';
import { atOrAfter, atOrBefore } from './grid.ts';
import { GridSeries, type Bounds } from './grid-series.ts';
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
        if (pod.bornMs > toMs || atOrAfter(pod.grid, pod.endMs) < fromMs) absent.push(i);
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

/** Labels that differ between the series of one bundle. */
const ownNames: ReadonlySet<string> = new Set(['__name__', 'le']);

function find(pods: readonly ScrapedPod[], matchers: readonly Matcher[]): readonly Series[] {
  const named = matchers.find(({ name, operator }) => name === '__name__' && operator === '=')?.value;
  const byName = matchAll(matchers.filter(({ name }) => name === '__name__'));
  const own = matchers.filter(({ name }) => name === 'le');
  const byOwn = matchAll(own);
  const byShared = matchAll(matchers.filter(({ name }) => !ownNames.has(name)));
  const found: Series[] = [];
  const metricsIn = ({ metrics }: Bundle): readonly string[] =>
    named === undefined
      ? metrics.filter((metric) => byName({ __name__: metric }))
      : metrics.includes(named) && byName({ __name__: named })
        ? [named]
        : [];
  for (const pod of pods) {
    if (byName({ __name__: 'up' })) {
      pod.up ??= upOf(pod);
      if (byShared(pod.up.labels) && byOwn(pod.up.labels)) found.push(pod.up);
    }
    for (const bundle of pod.bundles.values()) {
      const metrics = metricsIn(bundle);
      if (metrics.length === 0 || !byShared(bundle.scrapedLabels)) continue;
      for (const metric of metrics)
        for (const series of bundle.series(metric)) if (own.length === 0 || byOwn(series.labels)) found.push(series);
    }
  }
  return found;
}

/** What Prometheus writes about its own scrapes. */
function upOf(pod: ScrapedPod): Series {
  const bounds: Bounds = (fromMs, toMs) => {
    const first = atOrAfter(pod.grid, Math.max(fromMs, pod.bornMs));
    const last = atOrBefore(pod.grid, Math.min(toMs, pod.endMs - 1));
    return last < first ? undefined : [first, last];
  };
  return new GridSeries({ pod, bounds, valueAt: () => 1, latest: () => undefined }, 0, () => ({ __name__: 'up', ...pod.labels }));
}
