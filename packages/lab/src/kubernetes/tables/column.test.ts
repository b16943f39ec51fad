import { expect, it } from 'vitest';
import { age } from './column.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');

it.each([
  ['2026-03-02T12:00:00Z', '0s'],
  ['2026-03-02T11:58:01Z', '119s'],
  ['2026-03-02T11:57:30Z', '2m30s'],
  ['2026-03-02T11:50:00Z', '10m'],
  ['2026-03-02T09:01:00Z', '179m'],
  ['2026-03-02T06:44:00Z', '5h16m'],
  ['2026-03-02T02:00:00Z', '10h'],
  ['2026-02-27T09:00:00Z', '3d3h'],
  ['2026-01-01T12:00:00Z', '60d'],
  ['2023-03-03T12:00:00Z', '3y0d'],
  [undefined, '<unknown>'],
  ['yesterday', '<invalid>'],
  ['2026-03-02T13:00:00Z', '<invalid>'],
])('writes how long ago %s was as %s', (timestamp, text) => {
  expect(age(timestamp, noon)).toBe(text);
});
