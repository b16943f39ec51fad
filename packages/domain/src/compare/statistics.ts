/** Two counts of events out of two numbers of trials. Units: counts in a window; they need not be whole. */
export interface Counts {
  readonly events: number;
  readonly trials: number;
}

/** Fewer events than this are counted exactly: the normal approximation is too bold in its tails. */
const fewEvents = 40;

/** Both tails of the standard normal distribution beyond |z|: erfc(|z| / √2). Relative error below 1e-9 as long as it is more than 0. */
export function normalTails(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  return x < 3 ? Math.max(0, 1 - nearMiddle(x)) : farOut(x);
}

/** erf by its series of positive terms, x e^(-x²) 2/√π Σ (2x²)^n / (1·3·5···(2n+1)): nothing cancels out. */
function nearMiddle(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc by its continued fraction, which is quick where the series is not: e^(-x²)/√π / (x + ½/(x + 1/(x + 3/2/(x + ...)))). */
function farOut(x: number): number {
  let fraction = x;
  for (let n = 60; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}

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
