import type { Pod, Workload } from '@vigla/domain/semantics';
import type { Labels, Target } from '../series/index.ts';
import type { Bundle } from './bundle.ts';
import { roll } from './dice.ts';
import type { GridSeries } from './grid-series.ts';
import type { Life } from './life.ts';

/** A pod with a proxy, as Prometheus sees it over its life. */
export interface ScrapedPod extends Life {
  readonly target: Target;
  /** By flow key. */
  readonly bundles: Map<string, Bundle>;
  up: GridSeries | null;
}

/** Begins the life of a pod. */
export function scrapedPod(
  workload: Workload,
  pod: Pod,
  { seed, bornMs, countsSinceMs, scrapeMs }: { seed: number; bornMs: number; countsSinceMs: number; scrapeMs: number },
): ScrapedPod {
  const own: Labels = {
    ...(workload.app !== null && { app: workload.app }),
    ...(workload.version !== null && { version: workload.version }),
  };
  const target: Target = {
    namespace: workload.namespace,
    pod: pod.name,
    job: 'kubernetes-pods',
    instance: `${pod.ip ?? pod.name}:15020`,
    labels: own,
  };
  return {
    target,
    grid: { stepMs: scrapeMs, phaseMs: phaseOf(roll(seed, 'phase', workload.namespace, pod.name), scrapeMs) },
    labels: { ...own, namespace: target.namespace, pod: target.pod, job: target.job, instance: target.instance },
    countsSinceMs,
    bornMs,
    endMs: Infinity,
    bundles: new Map(),
    up: null,
  };
}

/**
 * Each pod has its own moment, as under a real Prometheus, but all of them between 80 and 96 % of the interval: whoever
 * reads at whole intervals, as the console does, finds every pod's newest sample nearly as fresh as it can be, and sees
 * what a write did in the second reading after it at the latest. With moments anywhere a pod scraped just after a
 * reading would make that one interval later.
 */
const phaseOf = (dice: number, scrapeMs: number): number => Math.floor((0.8 + 0.16 * dice) * scrapeMs);
