import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roll } from './dice.ts';
import { bucketBounds, clip, constant, mixture, pick, scattered, sum } from './distribution.ts';
import { joinFlags } from './flags.ts';

const median = fc.double({ min: 0.1, max: 10_000, noNaN: true });
const spread = fc.double({ min: 0, max: 1.5, noNaN: true });
const some = fc.record({ median, spread }).map(scattered);

describe('a distribution', () => {
  it('lies half below its median', () => {
    const { samples } = scattered({ median: 40, spread: 0.5 });
    expect(samples.filter((value) => value < 40)).toHaveLength(128);
    expect(samples).toHaveLength(256);
  });

  it('fills wider buckets at least as much as narrower ones', () => {
    fc.assert(
      fc.property(some, ({ shares, samples }) => {
        expect([...shares]).toEqual([...shares].sort((a, b) => a - b));
        bucketBounds.forEach((bound, index) => expect(shares[index]).toBe(samples.filter((value) => value <= bound).length / 256));
      }),
      { numRuns: 30 },
    );
  });

  it('adds means when one thing follows another', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        expect(sum([a, b]).mean).toBeCloseTo(a.mean + b.mean, 2);
      }),
      { numRuns: 30 },
    );
  });

  it('spreads less than its parts together: slow and slow rarely meet', () => {
    const one = scattered({ median: 10, spread: 1 });
    expect(sum([one, one]).samples[255]).toBeLessThan(2 * (one.samples[255] ?? 0));
  });

  it('weighs means when it is one thing or another', () => {
    expect(
      mixture([
        { weight: 3, of: constant(10) },
        { weight: 1, of: constant(50) },
      ]).mean,
    ).toBe(20);
    expect(() => mixture([{ weight: 0, of: constant(1) }])).toThrow(RangeError);
  });

  it('is cut by a limit into what stays and the share that does not', () => {
    fc.assert(
      fc.property(some, median, (of, limit) => {
        const { beyond, within } = clip(of, limit);
        expect(beyond).toBe(of.samples.filter((value) => value > limit).length / 256);
        expect(Math.max(...(within?.samples ?? [0]))).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 30 },
    );
  });

  it('gives its samples to any roll of the dice', () => {
    fc.assert(
      fc.property(some, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (of, u) => {
        expect([...of.samples]).toContain(pick(of, u));
      }),
      { numRuns: 30 },
    );
  });
});

describe('the dice', () => {
  it('fall evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i++) {
      const tenth = Math.floor(roll(7, 'fair', i) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Chi squared with 9 degrees of freedom exceeds 27.9 once in a thousand.
    expect(tenths.reduce((total, count) => total + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(27.9);
  });

  it('tell a number from its digits, and keys apart from their concatenation', () => {
    expect(roll(1, 'a', 1)).not.toBe(roll(1, 'a', '1'));
    expect(roll(1, 'ab', 'c')).not.toBe(roll(1, 'a', 'bc'));
    expect(roll(1, 'a')).not.toBe(roll(2, 'a'));
  });
});

it.each([
  [['', '-'], '-'],
  [['URX', 'UF'], 'UF,URX'],
  [['FI', 'DI'], 'DI,FI'],
  [['DI', 'UT,DI'], 'UT,DI'],
])('writes the flags %j as %s', (flags, written) => {
  expect(joinFlags(...flags)).toBe(written);
});
