import { describe, expect, it } from 'vitest';
import type { Drawing } from './drawing.ts';
import { pointedName } from './pointed-name.ts';

type Plates = Drawing['plates'];
type Lines = Drawing['lines'];

const plates = [
  { id: 'bookinfo/productpage-v1', name: 'productpage', version: 'v1' },
  { id: 'bookinfo/mysqldb', name: 'mysqldb', version: null },
] as unknown as Plates;
const lines = [{ id: 'call', from: 'bookinfo/productpage-v1', to: 'bookinfo/mysqldb' }] as unknown as Lines;

describe('what the pointer is on', () => {
  it.each([
    ['bookinfo/productpage-v1', 'productpage v1'],
    ['bookinfo/mysqldb', 'mysqldb'],
    ['call', 'productpage v1 → mysqldb'],
    ['gone', undefined],
    [null, undefined],
  ])('%s is called %s', (id, name) => {
    expect(pointedName({ plates, lines }, id)).toBe(name);
  });
});
