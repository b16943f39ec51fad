import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHistograms, type Histogram, histogramOf, observations, quantiles } from './histogram.ts';

const quantile = (q: number, histogram: Histogram) => quantiles([q], histogram)[0] ?? null;
const inf = Number.POSITIVE_INFINITY;
const of = (...buckets: [number, number][]): Histogram => histogramOf(buckets);

describe('a quantile', () => {
  it.each<[because: string, q: number, histogram: Histogram, expected: number | null]>([
    ['nothing was observed', 0.5, of([10, 0], [inf, 0]), null],
    ['there are no buckets', 0.5, of(), null],
    ['all lies in the first bucket: from zero', 0.5, of([10, 4], [inf, 4]), 5],
    ['the rank is inside a bucket', 0.75, of([10, 2], [20, 4], [inf, 4]), 15],
    ['buckets come in any order', 0.75, of([inf, 4], [20, 4], [10, 2]), 15],
    ['it lies beyond the last bound: that bound', 0.99, of([10, 1], [20, 1], [inf, 4]), 20],
    ['buckets are scraped apart and one falls behind', 0.5, of([10, 4], [20, 3.9], [inf, 4]), 5],
    ['a bucket is not there: as if nobody had named its bound', 0.75, { bounds: [10, 15, 20, inf], counts: [2, Number.NaN, 4, 4] }, 15],
    ['empty buckets precede it', 0.5, of([5, 0], [10, 0], [20, 4], [inf, 4]), 15],
  ])('when %s', (_, q, histogram, expected) => {
    expect(quantile(q, histogram)).toBe(expected);
  });

  it('never falls as q rises, and stays within the bounds', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        counts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([a = 0, b = 0, c = 0], p, q) => {
          const histogram = of([10, a], [100, a + b], [inf, a + b + c]);
          const [low, high] = [quantile(Math.min(p, q), histogram), quantile(Math.max(p, q), histogram)];
          fc.pre(observations(histogram) > 0);
          expect(low).toBeLessThanOrEqual(high ?? -1);
          expect(high).toBeLessThanOrEqual(100);
          expect(low).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('histograms are added up bound by bound', () => {
  const shared = of([10, 1], [20, 2], [inf, 2]);
  it.each<[because: string, a: Histogram, b: Histogram, sum: Histogram]>([
    ['with equal bounds', of([10, 1], [inf, 2]), of([10, 3], [inf, 3]), of([10, 4], [inf, 5])],
    ['with one list of bounds', shared, { ...shared, counts: [1, 1, 5] }, of([10, 2], [20, 3], [inf, 7])],
    ['where one lacks a bucket', shared, { ...shared, counts: [1, Number.NaN, 5] }, of([10, 2], [20, 2], [inf, 7])],
    ['with bounds of their own', of([10, 1], [inf, 2]), of([5, 1], [inf, 1]), of([5, 1], [10, 1], [inf, 3])],
    ['where one is empty', of(), of([5, 1], [inf, 1]), of([5, 1], [inf, 1])],
  ])('%s', (_, a, b, sum) => {
    expect(addHistograms(a, b)).toEqual(sum);
    expect(addHistograms(b, a)).toEqual(sum);
  });
});
