import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { duplicateFields } from './duplicates.ts';

it.each<[because: string, source: string, found: readonly string[]]>([
  ['nothing twice', '{"a":1,"b":{"a":2}}', []],
  ['a field at the top', '{"a":1,"a":2}', ['a']],
  ['a field further down', '{"spec":{"host":"x","b":[],"host":"y"}}', ['spec.host']],
  ['a field of an item', '{"http":[{"n":1},{"n":1,"m":[1,2],"n":2}]}', ['http[1].n']],
  ['the same field of two items', '[{"a":1},{"a":1}]', []],
  ['a field three times', '{"a":1,"a":2,"a":3}', ['a']],
  ['a text that looks like a field', '{"a":"\\"a\\":1","b":"a"}', []],
  ['a text with brackets', '{"a":"[{,","a":1}', ['a']],
])('finds %s', (_, source, found) => {
  expect(duplicateFields(source)).toEqual(found);
});

it('finds nothing in what was written by a program', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(duplicateFields(JSON.stringify(value))).toEqual([]);
    }),
  );
});
