import { describe, expect, it } from 'vitest';
import { inSixDigits, sixDigits } from './six-digits.ts';

/** Numbers of every size that follow from nothing but their index. */
const numbers = Array.from({ length: 20_000 }, (_, i) => ((i * 0.618033988749895) % 1) * 10 ** ((i % 32) - 16));

describe('a number in six digits', () => {
  it('is what the language itself rounds it to', () => {
    const fractions = numbers.filter((value) => !Number.isInteger(value)).flatMap((value) => [value, -value]);
    const wrong = fractions.filter((value) => sixDigits(value) !== Number(value.toPrecision(6)));
    expect(fractions.length).toBeGreaterThan(30_000);
    expect(wrong).toEqual([]);
  });

  it.each([0.5, 1.000005, 2.5000005, 123456.5, 99999.95, 999999.5, 0.1 + 0.2, 1e-7, 5e-324, 1.5e300, 1 / 3, -0.25])(
    'is also where it is half way, very large or very small: %d',
    (value) => {
      expect(sixDigits(value)).toBe(Number(value.toPrecision(6)));
    },
  );

  it('stays what it is where it is whole, a text or nothing', () => {
    expect(JSON.stringify({ at: 1_767_268_800, name: '1.23456789', none: null, rate: 1.23456789 }, inSixDigits)).toBe(
      '{"at":1767268800,"name":"1.23456789","none":null,"rate":1.23457}',
    );
  });
});
