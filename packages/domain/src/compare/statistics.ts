/** Two counts of events out of two numbers of trials. Units: counts in a window; they need not be whole. */
export interface Counts {
  readonly events: number;
  readonly trials: number;
}

/** Fewer events than this are counted exactly: the normal approximation is too bold in its tails. */
const fewEvents = 40;

/** Both tails of the standard normal distribution beyond |z|. Source: W. J. Cody's form of erfc as given in Numerical Recipes, relative error below 1.2e-7. */
export function normalTails(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const polynomial = coefficients.reduceRight((sum, c) => c + t * sum, 0);
  return Math.min(1, t * Math.exp(-x * x + polynomial));
}

const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
];

/**
 * Whether two shares differ: pooled two-proportion z test, or, for few events, the exact binomial test of how they fall on
 * the two windows given their sum. Probability 1 where there is nothing to tell apart.
 */
export function proportions(a: Counts, b: Counts): { readonly test: 'two_proportions' | 'exact_binomial'; readonly pValue: number } {
  const events = a.events + b.events;
  const trials = a.trials + b.trials;
  const few = Math.min(events, trials - events);
  if (!(a.trials > 0 && b.trials > 0) || few <= 0) return { test: 'two_proportions', pValue: 1 };
  if (few < fewEvents) {
    const rare = events <= trials - events ? [a.events, b.events] : [a.trials - a.events, b.trials - b.events];
    return { test: 'exact_binomial', pValue: exactBinomial(rare[0] ?? 0, rare[1] ?? 0, b.trials / trials) };
  }
  const pooled = events / trials;
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials));
  return { test: 'two_proportions', pValue: normalTails((a.events / a.trials - b.events / b.trials) / spread) };
}

/** Probability that of `a + b` events as many or more fall on one side, where `share` of them belongs on the second; both tails. */
export function exactBinomial(a: number, b: number, share: number): number {
  const [first, second] = [Math.round(a), Math.round(b)];
  const all = first + second;
  if (all === 0) return 1;
  let [upper, lower] = [0, 0];
  for (let k = 0; k <= all; k++) {
    const chance = Math.exp(logChoose(all, k) + k * Math.log(share) + (all - k) * Math.log(1 - share));
    if (k >= second) upper += chance;
    if (k <= second) lower += chance;
  }
  return Math.min(1, 2 * Math.min(upper, lower));
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}

/**
 * Whether two Poisson counts differ by more than `expected`, the ratio that is no news: z test on the log of their ratio.
 * `spread`: how much rates vary besides, as a standard deviation of their logarithm in each window.
 */
export function rateRatio(
  before: number,
  after: number,
  { expected, spread }: { readonly expected: number; readonly spread: number },
): number {
  if (!(before > 0 && after > 0 && expected > 0)) return 1;
  const variance = 1 / before + 1 / after + 2 * spread * spread;
  return normalTails(Math.log(after / before / expected) / Math.sqrt(variance));
}

/** The middle of some numbers; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
