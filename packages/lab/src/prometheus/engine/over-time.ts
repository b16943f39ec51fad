import type { Sample } from '../../series/index.ts';
import { exactSum, largest, lineThrough, mean, quantileOf, smallest, variance } from './sums.ts';

/** What becomes of the samples of one window; null leaves the series out. There is at least one sample. Order: oldest first. */
type OverTime = (samples: readonly Sample[]) => number | null;

const ofValues =
  (reduce: (values: readonly number[]) => number): OverTime =>
  (samples) =>
    reduce(samples.map(({ v }) => v));

/** Functions of a range vector that look at its samples one by one. */
export const overTime: Readonly<Record<string, OverTime>> = {
  avg_over_time: ofValues(mean),
  sum_over_time: ofValues(exactSum),
  min_over_time: ofValues(smallest),
  max_over_time: ofValues(largest),
  stddev_over_time: ofValues((values) => Math.sqrt(variance(values))),
  stdvar_over_time: ofValues(variance),
  changes: (samples) => pairs(samples, (before, after) => before !== after && !(Number.isNaN(before) && Number.isNaN(after))),
  resets: (samples) => pairs(samples, (before, after) => after < before),
  deriv: (samples) => (samples.length < 2 ? null : lineThrough(samples, samples[0]?.t ?? 0).slope),
};

/** The q-quantile of a window. */
export const quantileOverTime = (samples: readonly Sample[], q: number): number =>
  quantileOf(
    q,
    samples.map(({ v }) => v),
  );

/** Where the line through a window leads after `seconds`. */
export function predicted(samples: readonly Sample[], nowMs: number, seconds: number): number | null {
  if (samples.length < 2) return null;
  const { slope, intercept } = lineThrough(samples, nowMs);
  return slope * seconds + intercept;
}

function pairs(samples: readonly Sample[], counts: (before: number, after: number) => boolean): number {
  let sum = 0;
  for (let i = 1; i < samples.length; i++) if (counts(samples[i - 1]?.v ?? NaN, samples[i]?.v ?? NaN)) sum += 1;
  return sum;
}
