import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { record } from '../json/json.ts';
import { mergePatch } from './merge-patch.ts';

it.each<[because: string, target: unknown, patch: unknown, result: unknown]>([
  ['a field is replaced', { a: 'b' }, { a: 'c' }, { a: 'c' }],
  ['a field is added', { a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  ['null takes a field away', { a: 'b', b: 1 }, { a: null }, { b: 1 }],
  ['null takes away what is not there', {}, { a: { b: null } }, { a: {} }],
  ['lists are replaced whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['objects are merged', { a: { b: 1, c: 2 } }, { a: { b: 3 } }, { a: { b: 3, c: 2 } }],
  ['an object replaces a list', { a: [1] }, { a: { b: 1 } }, { a: { b: 1 } }],
  ['null in a list stays', { a: 1 }, { a: [null] }, { a: [null] }],
])('merges: %s', (_, target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result);
});

it('changes nothing when it is applied a second time', () => {
  fc.assert(
    fc.property(fc.object(), fc.object({ values: [fc.integer(), fc.constant(null)] }), (target, patch) => {
      const once = mergePatch(target, patch);
      expect(mergePatch(once, patch)).toEqual(once);
    }),
  );
});

it('cannot be made to change what all objects inherit', () => {
  const merged = mergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}'));
  expect('polluted' in {}).toBe(false);
  expect(Object.keys(record(merged))).toEqual(['__proto__']);
});
