import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, rateText } from '../format/index.ts';
import { lastOf, rangeOf, spread, tickTexts, valueAxis } from './scale.ts';

describe('the value axis', () => {
  it.each<[values: readonly (number | null)[], top: number]>([
    [[24, 26.1, null], 30],
    [[0.88], 1],
    [[412], 500],
    [[30], 30],
    [[0.003], 0.003],
    [[0, 0], 1],
    [[null], 1],
    [[], 1],
  ])('for %j ends at %d', (values, top) => {
    expect(valueAxis([values]).top).toBeCloseTo(top, 9);
  });

  it('holds every value, and wastes less than half of its height', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), { minLength: 1 }), (values) => {
        const { top } = valueAxis([values]);
        expect(top).toBeGreaterThanOrEqual(Math.max(...values) * 0.999_999);
        expect(top).toBeLessThanOrEqual(Math.max(...values) * 2.000_001);
      }),
    );
  });
});

describe('what stands on the value axis', () => {
  const seen = (texts: readonly string[]) => texts.map((text) => text.replaceAll(/[\u2009\u202f\u00a0]/g, ' '));
  it.each<[ticks: readonly number[], text: (value: number) => string, expected: readonly string[]]>([
    [[0, 15, 30], rateText, ['0', '15', '30 rps']],
    [[0, 2.5, 5], rateText, ['0', '2.50', '5 rps']],
    [[0, 500, 1000], rateText, ['0', '500 rps', '1k rps']],
    [[0, 500, 1000], durationText, ['0', '500 ms', '1 s']],
    [[0, 100, 200], durationText, ['0', '100', '200 ms']],
  ])('at %j is short', (ticks, text, expected) => {
    expect(seen(tickTexts(ticks, text))).toEqual(expected);
  });
});

describe('labels beside their lines', () => {
  it('stay apart, in order and on the chart', () => {
    expect(spread([50, 52, 10], { apart: 12, from: 0, to: 100 })).toEqual([50, 62, 10]);
    expect(spread([99, 98, 97], { apart: 12, from: 0, to: 100 })).toEqual([100, 88, 76]);
    expect(spread([1, 0], { apart: 12, from: 0, to: 100 })).toEqual([12, 0]);
  });
});

it('a line is summed up by what was measured of it', () => {
  expect(lastOf([1, 2, null])).toEqual({ value: 2, step: 1 });
  expect(lastOf([null])).toBeNull();
  expect(rangeOf([3, null, 0])).toEqual({ least: 0, most: 3 });
  expect(rangeOf([])).toBeNull();
});
