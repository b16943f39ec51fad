import { expect, it } from 'vitest';
import { chiSquareP, isLikely, upperTail } from './statistics.ts';

it.each<[because: string, value: number, degrees: number, p: number]>([
  ['the usual five percent', 3.841, 1, 0.05],
  ['with more classes', 18.307, 10, 0.05],
  ['one in a thousand', 10.828, 1, 0.001],
  ['the middle', 9.342, 10, 0.5],
])('knows the tail of the chi-square distribution: %s', (_, value, degrees, p) => {
  expect(Math.abs(upperTail(value, degrees) - p)).toBeLessThan(p * 0.25);
});

it('takes even counts for likely and uneven ones for unlikely', () => {
  expect(chiSquareP([500, 300, 200], [0.5, 0.3, 0.2])).toBeGreaterThan(0.99);
  expect(chiSquareP([520, 290, 190], [0.5, 0.3, 0.2])).toBeGreaterThan(0.05);
  expect(chiSquareP([600, 250, 150], [0.5, 0.3, 0.2])).toBeLessThan(1e-6);
});

it('does not judge classes that hardly anything falls into', () => {
  expect(chiSquareP([1000, 1, 0], [0.9999, 0.0001, 0])).toBe(1);
});

it('knows which counts a share lets expect', () => {
  expect([isLikely(510, 1000, 0.5), isLikely(600, 1000, 0.5), isLikely(0, 1000, 0), isLikely(3, 1000, 0)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
