import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, sampleText } from './decimal.ts';

describe('a number on the wire', () => {
  it.each([
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [-0, '-0'],
    [1e-7, '1e-07'],
    [-2.5e-9, '-2.5e-09'],
    [1e21, '1e+21'],
    [1e100, '1e+100'],
    [0.1, '0.1'],
  ])('%d is written as %s', (value, text) => {
    expect(sampleText(value)).toBe(text);
  });

  it.each([
    [1e22, '10000000000000000000000'],
    [-1.5e-7, '-0.00000015'],
    [1.25e21, '1250000000000000000000'],
    [42, '42'],
  ])('%d is %s without an exponent', (value, text) => {
    expect(decimal(value)).toBe(text);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(sampleText(value))).toBe(value);
        expect(Number(decimal(value))).toBe(value);
        expect(decimal(value)).not.toContain('e');
      }),
    );
  });
});
