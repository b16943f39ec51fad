import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { StatusError } from '../status/status.ts';
import { parseLabelSelector } from './labels.ts';

const labels = { app: 'reviews', version: 'v2', weight: '7', 'app.kubernetes.io/name': 'reviews', empty: '' };

it.each<[because: string, selector: string, fits: boolean]>([
  ['an empty selector fits everything', '', true],
  ['the value is the same', 'app=reviews', true],
  ['two equal signs mean the same', 'app == reviews', true],
  ['the value differs', 'app=ratings', false],
  ['a missing label differs from every value', 'zone!=a', true],
  ['a missing label equals none, not even the empty one', 'zone=', false],
  ['an empty value equals an empty label', 'empty=', true],
  ['the value is in the set', 'version in (v1, v2)', true],
  ['the value is not in the set', 'version notin (v1,v3)', true],
  ['a missing label is in no set', 'zone in (a)', false],
  ['a missing label is outside every set', 'zone notin (a)', true],
  ['the label is there', 'version', true],
  ['the label is not there', '!zone', true],
  ['the number is larger', 'weight>6', true],
  ['text is no number', 'app>1', false],
  ['all parts must fit', 'app=reviews,version in (v1),weight', false],
  ['a comma in a set does not part the selector', 'version in (v1,v2),app=reviews', true],
  ['keys may have prefixes', 'app.kubernetes.io/name=reviews', true],
  ['inherited names are no labels', 'constructor', false],
])('reads selectors: %s', (_, selector, fits) => {
  expect(parseLabelSelector(selector)(labels)).toBe(fits);
});

it.each(['a b', 'a in', 'a in (b', '=x', 'a=b=c', 'a in (b c)', 'a,,b', '-a=b', 'a>b'])('names what it cannot read in %j', (selector) => {
  expect(() => parseLabelSelector(selector)).toThrow(/unable to parse requirement ".*" of label selector/);
});

const letters = ['a', 'b', '=', '!', '<', '>', '(', ')', ',', ' ', '.', '/', '-', 'in', 'notin', '\u0000', 'é'];
const codeOf = (selector: string): number => {
  try {
    parseLabelSelector(selector)(labels);
    return 200;
  } catch (error) {
    if (error instanceof StatusError) return error.code;
    throw error;
  }
};

it('either reads a selector or refuses it with BadRequest, whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...letters) }), (selector) => {
      expect([200, 400]).toContain(codeOf(selector));
    }),
  );
});
