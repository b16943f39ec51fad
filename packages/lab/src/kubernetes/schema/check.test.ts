import { expect, it } from 'vitest';
import { check } from './check.ts';
import { anything, count, duration, listOf, mapOf, object, oneOf, words } from './schema.ts';

const schema = object({
  'host!': words,
  mode: oneOf('A', 'B'),
  weight: count,
  timeout: duration,
  labels: mapOf(words),
  routes: listOf(object({ 'to!': words })),
  free: anything,
});

it.each<[because: string, value: unknown, causes: readonly object[]]>([
  ['all is well', { host: 'h', mode: 'A', weight: 1, timeout: '1.5s', labels: { a: 'b' }, routes: [{ to: 'x' }], free: { any: [1] } }, []],
  ['a field is missing', {}, [{ field: 'spec.host', reason: 'FieldValueRequired' }]],
  [
    'a value is of the wrong type',
    { host: 7 },
    [{ field: 'spec.host', message: expect.stringContaining('must be of type string: "integer"') }],
  ],
  ['null stands for an object', null, [{ field: 'spec', message: expect.stringContaining('"null"') }]],
  [
    'a value is not one of those known',
    { host: 'h', mode: 'C' },
    [{ field: 'spec.mode', message: 'Unsupported value: "C": supported values: "A", "B"' }],
  ],
  [
    'a number is negative',
    { host: 'h', weight: -1 },
    [{ field: 'spec.weight', message: expect.stringContaining('greater than or equal to 0') }],
  ],
  ['a number is not whole', { host: 'h', weight: 1.5 }, [{ field: 'spec.weight', message: expect.stringContaining('integer') }]],
  [
    'a duration is none',
    { host: 'h', timeout: 'soon' },
    [{ field: 'spec.timeout', message: expect.stringContaining('must be a duration') }],
  ],
  ['a label is a number', { host: 'h', labels: { a: 1 } }, [{ field: 'spec.labels.a' }]],
  [
    'several things are wrong in a list',
    { host: 'h', routes: [{}, { to: 1 }] },
    [{ field: 'spec.routes[0].to' }, { field: 'spec.routes[1].to' }],
  ],
])('finds what is wrong when %s', (_, value, causes) => {
  expect(check(schema, value, 'spec').causes).toMatchObject(causes);
});

it('takes unknown fields away and names them', () => {
  const value = { host: 'h', colour: 1, routes: [{ to: 'x', via: 'y' }], constructor: 1 };
  expect(check(schema, value, 'spec')).toEqual({
    value: { host: 'h', routes: [{ to: 'x' }] },
    unknown: ['spec.colour', 'spec.constructor', 'spec.routes[0].via'],
    causes: [],
  });
});
