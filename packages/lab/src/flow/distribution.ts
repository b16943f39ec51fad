import { roll } from './dice.ts';

/** Samples that stand for a quantity. */
export const sampleCount = 256;

/** Upper bounds of the histogram buckets of standard metrics, without `+Inf`. Units: ms for durations, bytes for sizes. */
export const bucketBounds: readonly number[] = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000,
];

/** How a quantity is spread: its samples, sorted, each standing for an equal share. Histograms and traces both draw from it. */
export interface Distribution {
  readonly samples: Float64Array;
  readonly mean: number;
  /** The share of samples at or below each bucket bound. */
  readonly shares: Float64Array;
}

/** A distribution of the given samples. Units: kept; rounded to 1/1000 so that results do not hang on the last bit of a logarithm. */
export const distribution = (values: Iterable<number>): Distribution => ofRising(rounded(Float64Array.from(values)).sort());

/** A distribution of samples that are rounded and in order. */
function ofRising(samples: Float64Array): Distribution {
  let total = 0;
  for (const value of samples) total += value;
  const shares = new Float64Array(bucketBounds.length);
  let at = 0;
  bucketBounds.forEach((bound, index) => {
    while (at < samples.length && (samples[at] ?? 0) <= bound) at++;
    shares[index] = at / samples.length;
  });
  return { samples, mean: total / samples.length, shares };
}

function rounded(samples: Float64Array): Float64Array {
  for (let i = 0; i < samples.length; i++) samples[i] = Math.round((samples[i] ?? 0) * 1000) / 1000;
  return samples;
}

/** The distribution whose samples are a rising function of the quantile. */
function ofQuantiles(at: (quantile: number) => number): Distribution {
  const samples = new Float64Array(sampleCount);
  for (let i = 0; i < sampleCount; i++) samples[i] = at((i + 0.5) / sampleCount);
  return ofRising(rounded(samples));
}

/** Always the same value. */
export function constant(value: number): Distribution {
  const known = constants.get(value) ?? ofQuantiles(() => value);
  if (constants.size < 1_000) constants.set(value, known);
  return known;
}

/** Few values are asked for, and each many times. */
const constants = new Map<number, Distribution>();

/** A log-normal spread around a median. */
export const scattered = ({ median, spread }: { readonly median: number; readonly spread: number }): Distribution =>
  ofQuantiles((quantile) => median * Math.exp(spread * normalQuantile(quantile)));

/** Times without a memory, such as waits for a turn. */
export const exponential = (mean: number): Distribution => ofQuantiles((quantile) => -mean * Math.log(1 - quantile));

/** One after the other: the sum of independent quantities. Samples are paired by a fixed shuffle, so the result repeats. */
export function sum(parts: readonly Distribution[]): Distribution {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const total = new Float64Array(sampleCount);
  parts.forEach(({ samples }, part) => {
    const order = shuffle(part);
    for (let i = 0; i < sampleCount; i++) total[i] = (total[i] ?? 0) + (samples[order[i] ?? 0] ?? 0);
  });
  return ofRising(rounded(total).sort());
}

/** One or another: each part in proportion to its weight, by evenly spaced quantiles. Fails: RangeError without a positive weight. */
export function mixture(parts: readonly { readonly weight: number; readonly of: Distribution }[]): Distribution {
  const some = parts.filter(({ weight }) => weight > 0);
  const [only] = some;
  if (!only) throw new RangeError('A mixture needs a part with a positive weight.');
  if (some.length === 1) return only.of;
  const total = some.reduce((all, { weight }) => all + weight, 0);
  const values: number[] = [];
  let reached = 0;
  for (const { weight, of } of some) {
    reached += weight;
    const slots = Math.round((reached / total) * sampleCount) - values.length;
    for (let i = 0; i < slots; i++) values.push(of.samples[Math.floor(((i + 0.5) / slots) * of.samples.length)] ?? 0);
  }
  return distribution(values);
}

/** What a limit leaves of a quantity: the share beyond it, and the spread of what stays within (null when nothing does). */
export function clip({ samples }: Distribution, limit: number): { readonly beyond: number; readonly within: Distribution | null } {
  const kept = samples.filter((value) => value <= limit);
  if (kept.length === samples.length) return { beyond: 0, within: distribution(samples) };
  if (kept.length === 0) return { beyond: 1, within: null };
  const stretched = Array.from({ length: sampleCount }, (_, i) => kept[Math.floor(((i + 0.5) / sampleCount) * kept.length)] ?? 0);
  return { beyond: 1 - kept.length / samples.length, within: distribution(stretched) };
}

/** The sample that a roll of the dice picks. Units: `u` in [0, 1). */
export const pick = ({ samples }: Distribution, u: number): number => samples[Math.floor(u * samples.length)] ?? 0;

const shuffles: Uint16Array[] = [];

/** The n-th fixed order of samples; the first is as they are. */
function shuffle(n: number): Uint16Array {
  const known = shuffles[n];
  if (known) return known;
  const order = Uint16Array.from({ length: sampleCount }, (_, i) => i);
  for (let i = n === 0 ? 0 : sampleCount - 1; i > 0; i--) {
    const j = Math.floor(roll(n, 'shuffle', i) * (i + 1));
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  shuffles[n] = order;
  return order;
}

/** The quantile of the standard normal distribution. Source: the rational approximation 26.2.23 of Abramowitz and Stegun, error below 4.5e-4. */
function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  return (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t) - t;
}
