/** A sum that loses nothing to rounding, small terms beside large ones included (Kahan, Neumaier). */
export function exactSum(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    if (!Number.isFinite(next)) lost = 0;
    else lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** Sums of many groups at once, as exact as `exactSum`. */
export class RunningSum {
  readonly #sum: Float64Array;
  readonly #lost: Float64Array;
  readonly #some: Uint8Array;

  constructor(groups: number) {
    this.#sum = new Float64Array(groups);
    this.#lost = new Float64Array(groups);
    this.#some = new Uint8Array(groups);
  }

  add(group: number, value: number): void {
    const sum = this.#sum[group] ?? 0;
    const next = sum + value;
    if (!Number.isFinite(next)) this.#lost[group] = 0;
    else this.#lost[group] = (this.#lost[group] ?? 0) + (Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum);
    this.#sum[group] = next;
    this.#some[group] = 1;
  }

  /** Undefined where nothing was added. */
  at(group: number): number | undefined {
    return this.#some[group] === 1 ? (this.#sum[group] ?? 0) + (this.#lost[group] ?? 0) : undefined;
  }
}

/** The mean, also where the sum is too large for a number. */
export function mean(values: readonly number[]): number {
  const sum = exactSum(values);
  if (Number.isFinite(sum) || values.some((value) => !Number.isFinite(value))) return sum / values.length;
  return values.reduce((soFar, value, i) => soFar + value / (i + 1) - soFar / (i + 1), 0);
}

/** Population variance (Welford). */
export function variance(values: readonly number[]): number {
  let soFar = 0;
  let squares = 0;
  values.forEach((value, i) => {
    const delta = value - soFar;
    soFar += delta / (i + 1);
    squares += delta * (value - soFar);
  });
  return squares / values.length;
}

/** The q-quantile by linear interpolation; NaN sorts below everything. */
export function quantileOf(q: number, values: readonly number[]): number {
  if (values.length === 0 || Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const sorted = values.toSorted((a, b) => (Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : Number.isNaN(b) ? 1 : a - b));
  const rank = q * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] ?? NaN) * (1 - weight) + (sorted[upper] ?? NaN) * weight;
}

/** The largest value; NaN only when there is nothing else. */
export const largest = (values: readonly number[]): number =>
  values.reduce((best, value) => (value > best || Number.isNaN(best) ? value : best), NaN);

/** The smallest value; NaN only when there is nothing else. */
export const smallest = (values: readonly number[]): number =>
  values.reduce((best, value) => (value < best || Number.isNaN(best) ? value : best), NaN);

/** A line through points in time. Units: x in seconds from `originMs`. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** The least-squares line through samples. */
export function lineThrough(samples: readonly { readonly t: number; readonly v: number }[], originMs: number): Line {
  const first = samples[0]?.v ?? NaN;
  if (samples.every(({ v }) => v === first))
    return Number.isFinite(first) ? { slope: 0, intercept: first } : { slope: NaN, intercept: NaN };
  const xs = samples.map(({ t }) => (t - originMs) / 1_000);
  const n = samples.length;
  const sumX = exactSum(xs);
  const sumY = exactSum(samples.map(({ v }) => v));
  const sumXY = exactSum(samples.map(({ v }, i) => (xs[i] ?? 0) * v));
  const sumXX = exactSum(xs.map((x) => x * x));
  const slope = (sumXY - (sumX * sumY) / n) / (sumXX - (sumX * sumX) / n);
  return { slope, intercept: sumY / n - (slope * sumX) / n };
}
