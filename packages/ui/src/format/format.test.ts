import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageText,
  bytesText,
  countText,
  durationText,
  exactText,
  instantText,
  isoText,
  percentText,
  rateText,
  shareText,
  spanText,
  windowText,
} from './index.ts';

/** Narrow no-break spaces read as plain ones here, so that the table looks like what one sees. */
const seen = (text: string): string => text.replaceAll(/[\u2009\u202f\u00a0]/g, ' ');

describe('a rate', () => {
  it.each([
    [0, '0 rps'],
    [0.001, '< 0.01 rps'],
    [0.0049, '< 0.01 rps'],
    [0.005, '0.01 rps'],
    [0.88, '0.88 rps'],
    [4.8, '4.80 rps'],
    [9.994, '9.99 rps'],
    [9.996, '10.0 rps'],
    [24, '24.0 rps'],
    [99.94, '99.9 rps'],
    [99.96, '100 rps'],
    [412, '412 rps'],
    [999.4, '999 rps'],
    [999.6, '1.00k rps'],
    [1240, '1.24k rps'],
    [99_960, '100k rps'],
    [999_499, '999k rps'],
    [999_600, '1.00M rps'],
    [2.5e6, '2.50M rps'],
    [Number.NaN, '—'],
  ])('of %d is written %s', (value, text) => {
    expect(seen(rateText(value))).toBe(text);
  });
  it('is written with a comma in German', () => {
    expect(seen(rateText(4.8, 'de'))).toBe('4,80 rps');
  });
});

describe('a share', () => {
  it.each([
    [0, '0 %'],
    [0.000_01, '< 0.1 %'],
    [0.000_999, '< 0.1 %'],
    [0.001, '0.1 %'],
    [0.184, '18.4 %'],
    [0.2, '20.0 %'],
    [0.999, '99.9 %'],
    [0.9995, '> 99.9 %'],
    [0.999_999, '> 99.9 %'],
    [1, '100 %'],
    [Number.POSITIVE_INFINITY, '—'],
  ])('of %d is written %s', (value, text) => {
    expect(seen(shareText(value))).toBe(text);
  });
  it('that was configured has only the decimals it has', () => {
    expect([20, 33.3, 0, 100].map((percent) => seen(percentText(percent)))).toEqual(['20 %', '33.3 %', '0 %', '100 %']);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [0.01, '< 0.1 ms'],
    [0.6, '0.6 ms'],
    [9.94, '9.9 ms'],
    [9.96, '10 ms'],
    [16, '16 ms'],
    [846.3, '846 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [12_440, '12.4 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min'],
    [130_000, '2 min 10 s'],
    [3_600_000, '1 h'],
    [Number.NaN, '—'],
  ])('of %d ms is written %s', (value, text) => {
    expect(seen(durationText(value))).toBe(text);
  });
  it.each([
    [15, '15 s'],
    [60, '1 min'],
    [300, '5 min'],
    [5400, '1 h 30 min'],
    [86_400, '1 d'],
    [2_592_000, '30 d'],
    [90_061, '1 d 1 h'],
  ])('of %d s reads %s as a window', (value, text) => {
    expect(seen(spanText(value))).toBe(text);
  });
  it.each([
    [-4, '0 s'],
    [40, '40 s'],
    [119, '1 min'],
    [1620, '27 min'],
    [7200, '2 h'],
    [90_000, '25 h'],
    [200_000, '2 d'],
  ])('of %d s reads %s as an age', (value, text) => {
    expect(seen(ageText(value))).toBe(text);
  });
});

it.each([
  [0, '0 B/s'],
  [0.01, '< 0.1 B/s'],
  [12, '12 B/s'],
  [999.6, '1.0 kB/s'],
  [88_000, '88 kB/s'],
  [640_000, '640 kB/s'],
  [1_900_000, '1.9 MB/s'],
  [3.2e13, '32 TB/s'],
])('throughput of %d is written %s', (value, text) => {
  expect(seen(bytesText(value))).toBe(text);
});

it.each([
  [0, 'en', '0'],
  [1440, 'en', '1,440'],
  [1440, 'de', '1.440'],
])('a count of %d is grouped in %s as %s', (value, language, text) => {
  expect(countText(value, language)).toBe(text);
});

describe('an instant', () => {
  const now = Date.UTC(2026, 10, 22, 14, 32, 10) / 1000;
  const calendar = { now, timeZone: 'UTC', language: 'en' };
  it.each([
    ['today', now - 1799, '14:02:11'],
    ['this year', Date.UTC(2026, 10, 21, 17, 5) / 1000, '21 Nov 17:05'],
    ['another year', Date.UTC(2025, 10, 21, 17, 5) / 1000, '21 Nov 2025 17:05'],
  ])('of %s is written as short as it is clear', (_, instant, text) => {
    expect(instantText(instant, calendar)).toBe(text);
  });
  it("follows the reader's zone over midnight", () => {
    expect(instantText(Date.UTC(2026, 10, 21, 23, 30) / 1000, { ...calendar, timeZone: 'Europe/Berlin' })).toBe('00:30:00');
  });
  it('has twelve hours where the region counts so', () => {
    expect(seen(instantText(now, { ...calendar, language: 'en-US' }))).toBe('02:32:10 PM');
  });
  it('ends a window after a dash, with days where they differ', () => {
    expect(windowText(now - 300, now, calendar)).toBe('14:27–14:32');
    expect(windowText(now - 86_400, now, calendar)).toBe('21 Nov 14:32–22 Nov 14:32');
  });
  it('is exact on hover, in both zones', () => {
    expect(exactText(now, { language: 'en', timeZone: 'UTC' })).toContain('2026-11-22T14:32:10Z');
    expect(isoText(0)).toBe('1970-01-01T00:00:00Z');
  });
});

it('never writes a rounded non-zero as zero, and never a part as all', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (value) => {
      for (const text of [rateText(value), shareText(value), durationText(value), bytesText(value)]) {
        expect(seen(text)).not.toMatch(/^(0(\.0+)?|100(\.0+)?) /);
      }
    }),
  );
});
