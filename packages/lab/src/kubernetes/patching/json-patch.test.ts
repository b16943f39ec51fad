import { expect, it } from 'vitest';
import { jsonPatch } from './json-patch.ts';

const target = { a: { b: [1, 2] }, 'x/y': 1, '~': 2 };

it.each<[because: string, patch: readonly object[], result: object]>([
  ['adds a field', [{ op: 'add', path: '/c', value: 3 }], { ...target, c: 3 }],
  ['adds into a list', [{ op: 'add', path: '/a/b/1', value: 9 }], { ...target, a: { b: [1, 9, 2] } }],
  ['adds at the end of a list', [{ op: 'add', path: '/a/b/-', value: 9 }], { ...target, a: { b: [1, 2, 9] } }],
  ['replaces in a list', [{ op: 'replace', path: '/a/b/0', value: 9 }], { ...target, a: { b: [9, 2] } }],
  ['removes from a list', [{ op: 'remove', path: '/a/b/0' }], { ...target, a: { b: [2] } }],
  ['moves', [{ op: 'move', from: '/a/b', path: '/c' }], { a: {}, 'x/y': 1, '~': 2, c: [1, 2] }],
  ['copies', [{ op: 'copy', from: '/a/b/0', path: '/c' }], { ...target, c: 1 }],
  ['tests', [{ op: 'test', path: '/a', value: { b: [1, 2] } }], target],
  [
    'reads escapes',
    [
      { op: 'remove', path: '/x~1y' },
      { op: 'remove', path: '/~0' },
    ],
    { a: { b: [1, 2] } },
  ],
  ['replaces everything', [{ op: 'add', path: '', value: { z: 1 } }], { z: 1 }],
])('%s', (_, patch, result) => {
  expect(jsonPatch(target, patch)).toEqual(result);
});

it.each<[because: string, patch: unknown, code: number, words: string]>([
  ['it is no list', {}, 400, 'list of operations'],
  ['the operation is unknown', [{ op: 'grow', path: '/a' }], 400, 'operation 0 of the JSON patch: unknown op "grow"'],
  ['the path is none', [{ op: 'remove', path: 'a' }], 400, 'must be empty or start with "/"'],
  ['the value is missing', [{ op: 'add', path: '/a' }], 400, 'has no value'],
  ['there is nothing to remove', [{ op: 'remove', path: '/zz' }], 422, '/zz does not exist'],
  ['there is nothing to replace', [{ op: 'replace', path: '/a/b/2', value: 1 }], 422, '/a/b/2 does not exist'],
  ['the list has no such place', [{ op: 'add', path: '/a/b/7', value: 1 }], 422, '"7" is not a place in a list of 2'],
  ['the parent is missing', [{ op: 'add', path: '/q/r', value: 1 }], 422, 'does not exist'],
  ['a test fails', [{ op: 'test', path: '/a/b/0', value: 7 }], 422, 'testing value /a/b/0 failed'],
  ['it walks into what objects inherit', [{ op: 'add', path: '/constructor/x', value: 1 }], 422, 'does not exist'],
])('refuses a patch when %s', (_, patch, code, words) => {
  expect(() => jsonPatch(target, patch)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
});
