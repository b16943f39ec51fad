import { expect, it } from 'vitest';
import { exactBinomial, median, normalTails, proportions, rateRatio } from './statistics.ts';

// Values of tables of the standard normal distribution.
it.each([
  [0, 1],
  [1, 0.317_310_5],
  [1.959_964, 0.05],
  [-2.575_829, 0.01],
  [5, 5.733_031e-7],
  [8, 1.244_192e-15],
])('beyond %s deviations lies %s of a normal distribution', (z, tails) => {
  expect(normalTails(z) / tails).toBeCloseTo(1, 5);
});

it.each([
  ['8 of 10 tosses', 2, 8, 0.5, 0.109_375],
  ['all of 10 tosses', 0, 10, 0.5, 0.001_953_125],
  ['as many as are due', 5, 5, 0.5, 1],
  ['nothing at all', 0, 0, 0.5, 1],
  ['4 of 4 where a quarter is due', 0, 4, 0.25, 0.007_812_5],
])('finds %s as unlikely as the binomial law says', (_, a, b, share, pValue) => {
  expect(exactBinomial(a, b, share)).toBeCloseTo(pValue, 9);
});

it('compares two shares by z where there are many events, exactly where there are few', () => {
  const many = proportions({ events: 45, trials: 1000 }, { events: 80, trials: 1000 });
  // Pooled 0.0625: z = 0.035 / sqrt(0.0625 * 0.9375 * 0.002).
  expect(many).toEqual({ test: 'two_proportions', pValue: normalTails(0.035 / Math.sqrt(0.0625 * 0.9375 * 0.002)) });
  expect(proportions({ events: 0, trials: 1000 }, { events: 12, trials: 1000 })).toEqual({
    test: 'exact_binomial',
    pValue: exactBinomial(0, 12, 0.5),
  });
  expect(proportions({ events: 0, trials: 1000 }, { events: 0, trials: 10 }).pValue).toBe(1);
});

it('finds the same ratio of rates less remarkable the fewer requests there are and the more rates usually vary', () => {
  const p = (requests: number, spread: number): number => rateRatio(requests, requests * 1.3, { expected: 1, spread });
  expect(p(1000, 0)).toBeLessThan(p(100, 0));
  expect(p(1000, 0)).toBeLessThan(p(1000, 0.1));
  expect(rateRatio(1000, 1300, { expected: 1.3, spread: 0 })).toBeCloseTo(1, 6);
});

it.each([
  [[], null],
  [[3], 3],
  [[4, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
])('has the middle of %j at %s', (values, middle) => {
  expect(median(values)).toBe(middle);
});
