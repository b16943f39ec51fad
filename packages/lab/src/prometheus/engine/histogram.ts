import type { LabelSet } from './label-set.ts';
import { valueOf } from './label-set.ts';
import type { Scope } from './scope.ts';
import type { Vector } from './value.ts';

/** A cumulative bucket: how many observations were at most `bound`. */
interface Bucket {
  readonly bound: number;
  readonly count: number;
}

/** The q-quantile of every histogram in a vector of `le` buckets. */
export function histogramQuantile(q: number, vector: Vector, { labels, dialect }: Scope): Vector {
  const identity = labels.without(['le']);
  const histograms = new Map<LabelSet, Bucket[]>();
  for (const point of vector) {
    const bound = boundOf(valueOf(point.labels, 'le'));
    if (bound === null) continue;
    const key = identity(point.labels);
    const buckets = histograms.get(key);
    if (buckets) buckets.push({ bound, count: point.value });
    else histograms.set(key, [{ bound, count: point.value }]);
  }
  const tolerance = dialect.leftOpen ? 1e-12 : 0;
  return Array.from(histograms, ([key, buckets]) => ({ labels: key, value: bucketQuantile(q, buckets, tolerance) }));
}

function boundOf(text: string): number | null {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

/** Linear interpolation inside the bucket that holds the rank. NaN when there is nothing to tell. */
function bucketQuantile(q: number, unordered: readonly Bucket[], tolerance: number): number {
  if (Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const buckets = monotonic(merged(unordered), tolerance);
  const last = buckets.at(-1);
  const lastFinite = buckets.at(-2);
  if (last?.bound !== Infinity || !lastFinite || last.count === 0) return NaN;
  const rank = q * last.count;
  const index = buckets.findIndex(({ count }, i) => i === buckets.length - 1 || count >= rank);
  const bucket = buckets[index];
  if (!bucket || index === buckets.length - 1) return lastFinite.bound;
  if (index === 0 && bucket.bound <= 0) return bucket.bound;
  const below = buckets[index - 1] ?? { bound: 0, count: 0 };
  return below.bound + (bucket.bound - below.bound) * ((rank - below.count) / (bucket.count - below.count));
}

/** Ordered by bound; buckets that share a bound (`1` and `1.0`) are one. */
function merged(buckets: readonly Bucket[]): readonly Bucket[] {
  const counts = new Map<number, number>();
  for (const { bound, count } of buckets) counts.set(bound, (counts.get(bound) ?? 0) + count);
  return Array.from(counts, ([bound, count]) => ({ bound, count })).sort((a, b) => (a.bound < b.bound ? -1 : 1));
}

/** Rates of buckets that were scraped at different moments may dip a little; a cumulative count cannot. */
function monotonic(buckets: readonly Bucket[], tolerance: number): readonly Bucket[] {
  let highest = buckets[0]?.count ?? NaN;
  return buckets.map(({ bound, count }) => {
    const differs = Math.abs(count - highest) > tolerance * (Math.abs(count) + Math.abs(highest));
    if (count > highest && differs) highest = count;
    return { bound, count: Number.isNaN(count) ? count : highest };
  });
}
