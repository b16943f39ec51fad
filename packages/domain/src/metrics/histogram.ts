/** A classic histogram: requests (a rate or a count) at or below each upper bound. Units: bounds in milliseconds; the last is +Infinity. */
export type Histogram = ReadonlyMap<number, number>;

/** Adds `more` into `into`, bound by bound. Right for histograms with equal bounds, as all proxies of one Istio version have. */
export function addHistogram(into: Map<number, number>, more: Histogram): void {
  for (const [bound, count] of more) into.set(bound, (into.get(bound) ?? 0) + count);
}

/** How many observations there are; 0 without a +Infinity bucket. */
export const observations = (histogram: Histogram): number => histogram.get(Number.POSITIVE_INFINITY) ?? 0;

/**
 * The values below which the shares `ranks` (0..1) of observations lie, interpolated within their buckets as Prometheus does.
 * Null when nothing was observed. Beyond the last finite bound that bound is the answer: more is not known.
 */
export function quantiles(ranks: readonly number[], histogram: Histogram): readonly (number | null)[] {
  const total = observations(histogram);
  if (!(total > 0)) return ranks.map(() => null);
  const bounds = [...histogram].sort(([a], [b]) => a - b);
  return ranks.map((rank) => valueAt(rank * total, bounds));
}

function valueAt(rank: number, bounds: readonly (readonly [number, number])[]): number {
  let lower = 0;
  let below = 0;
  for (const [bound, cumulative] of bounds) {
    // Rates of buckets are scraped apart and may disagree by a hair: a cumulative count never falls.
    const reached = Math.max(cumulative, below);
    const isLast = bound === Number.POSITIVE_INFINITY;
    if (reached >= rank && reached > below) return isLast ? lower : lower + (bound - lower) * ((rank - below) / (reached - below));
    if (!isLast) lower = bound;
    below = reached;
  }
  return lower;
}
