/**
 * A classic histogram: requests (a rate or a count) at or below each upper bound. Units: bounds in milliseconds, ascending; the last
 * is +Infinity. `counts` go with `bounds`; NaN: there is no such bucket. Histograms of one reading share one list of bounds: a large
 * mesh has tens of thousands of them, and adding them up is most of the work of a graph.
 */
export interface Histogram {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

/** Nothing observed and nothing known of buckets. */
export const noHistogram: Histogram = { bounds: [], counts: [] };

/** A histogram of [bound, count] pairs in any order. */
export function histogramOf(buckets: Iterable<readonly [bound: number, count: number]>): Histogram {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  return { bounds: sorted.map(([bound]) => bound), counts: sorted.map(([, count]) => count) };
}

/** Both together, bound by bound. Right for histograms with equal bounds, as all proxies of one Istio version have. */
export const addHistograms = (a: Histogram, b: Histogram): Histogram => sumOfHistograms([a, b]);

/** All of them together, as `addHistograms` does with two. One list of counts is made, however many they are. */
export function sumOfHistograms(all: readonly Histogram[]): Histogram {
  const known = all.filter(({ bounds }) => bounds.length > 0);
  const [first = noHistogram, ...others] = known;
  if (others.length === 0) return first;
  const { bounds } = first;
  if (others.some((one) => one.bounds !== bounds)) return others.reduce(joined, first);
  const counts = [...first.counts];
  for (const other of others)
    for (let i = 0; i < counts.length; i++) counts[i] = together(counts[i] ?? Number.NaN, other.counts[i] ?? Number.NaN);
  return { bounds, counts };
}

/** Two whose bounds differ: the sum has those of both. */
function joined(a: Histogram, b: Histogram): Histogram {
  const bounds = [...new Set([...a.bounds, ...b.bounds])].sort((x, y) => x - y);
  const [mine, others] = [a, b].map(({ bounds: of, counts }) => new Map(of.map((bound, i) => [bound, counts[i] ?? Number.NaN])));
  return { bounds, counts: bounds.map((bound) => together(mine?.get(bound) ?? Number.NaN, others?.get(bound) ?? Number.NaN)) };
}

/** Two counts of one bucket, either of which may not be there. */
function together(a: number, b: number): number {
  const sum = a + b;
  return Number.isNaN(sum) ? (Number.isNaN(a) ? b : a) : sum;
}

/** How many observations there are; 0 without a +Infinity bucket. */
export function observations({ bounds, counts }: Histogram): number {
  if (bounds.at(-1) !== Number.POSITIVE_INFINITY) return 0;
  const all = counts.at(-1) ?? Number.NaN;
  return Number.isNaN(all) ? 0 : all;
}

/**
 * The values below which the shares `ranks` (0..1) of observations lie, interpolated within their buckets as Prometheus does.
 * Null when nothing was observed. Beyond the last finite bound that bound is the answer: more is not known.
 */
export function quantiles(ranks: readonly number[], histogram: Histogram): readonly (number | null)[] {
  const total = observations(histogram);
  if (!(total > 0)) return ranks.map(() => null);
  return ranks.map((rank) => valueAt(rank * total, histogram));
}

function valueAt(rank: number, { bounds, counts }: Histogram): number {
  let lower = 0;
  let below = 0;
  for (let i = 0; i < bounds.length; i++) {
    const [bound, cumulative] = [bounds[i] ?? Number.NaN, counts[i] ?? Number.NaN];
    if (Number.isNaN(cumulative)) continue;
    // Rates of buckets are scraped apart and may disagree by a hair: a cumulative count never falls.
    const reached = Math.max(cumulative, below);
    const isLast = bound === Number.POSITIVE_INFINITY;
    if (reached >= rank && reached > below) return isLast ? lower : lower + (bound - lower) * ((rank - below) / (reached - below));
    if (!isLast) lower = bound;
    below = reached;
  }
  return lower;
}
