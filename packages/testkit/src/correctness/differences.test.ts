import { describe, expect, it } from 'vitest';
import { differences } from './differences.ts';

describe('differences between what a graph says and what is true', () => {
  it.each<[what: string, actual: unknown, expected: unknown]>([
    ['numbers within the share', 99.5, 100],
    ['what nobody asked about', { rate: 100, more: true }, { rate: 100 }],
    ['lists of the same', ['a', 1], ['a', 1.005]],
  ])('are none: %s', (_, actual, expected) => {
    expect(differences(actual, expected, 0.01)).toEqual([]);
  });

  it.each<[what: string, actual: unknown, expected: unknown, told: string]>([
    ['a number too far', { rate: 87 }, { rate: 100 }, 'it.rate is 87 instead of 100'],
    ['something where nothing should be', 0.2, 0, 'it is 0.2 instead of 0'],
    ['no number at all', NaN, 1, 'it is null instead of 1'],
    ['what was not measured', { rate: null }, { rate: 0 }, 'it.rate is null instead of 0'],
    ['a longer list', ['a', 'b'], ['a'], 'it is ["a","b"] instead of ["a"]'],
    ['another word in a list', [['both']], [['source']], 'it[0][0] is "both" instead of "source"'],
  ])('are told with their place: %s', (_, actual, expected, told) => {
    expect(differences(actual, expected, 0.01)).toEqual([told]);
  });
});
