import type { Labels } from '../../series/index.ts';
import type { Timeline } from '../../flow/index.ts';
import { noon } from './cases.ts';
import { sideKey } from './seen.ts';

/** How much each series of a metric grew in the seconds before noon, added up over pods and whatever else a key leaves out. */
export function growth(
  timeline: Timeline,
  metric: string,
  seconds: number,
  keyOf: (labels: Labels) => string,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const series of timeline.select([{ name: '__name__', operator: '=', value: metric }], noon - seconds * 1000, noon)) {
    const window = series.window(noon - seconds * 1000, noon);
    const key = keyOf(series.labels);
    if (window) sums.set(key, (sums.get(key) ?? 0) + window.last.v - window.first.v);
  }
  return sums;
}

/** The edge of a series, as `sideKey` writes it. */
export const sideOf = (labels: Labels): string =>
  sideKey({
    reporter: labels['reporter'] === 'source' ? 'source' : 'destination',
    source: labels['source_workload'] ?? '',
    destination: labels['destination_workload'] ?? '',
    service: labels['destination_service'] ?? '',
  });
