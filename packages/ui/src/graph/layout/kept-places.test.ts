import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPlaces, writePlaces } from './kept-places.ts';

beforeEach(() => void vi.spyOn(console, 'debug').mockImplementation(() => undefined));
afterEach(() => vi.restoreAllMocks());

const coordinate = fc.integer({ min: -100_000, max: 100_000 });

describe('where a person has put the plates', () => {
  it('is the same after it was kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ maxLength: 80 }), fc.record({ x: coordinate, y: coordinate })), { minLength: 1 }),
        (entries) => {
          const places = new Map(entries);
          expect(readPlaces(writePlaces(places))).toEqual(places);
        },
      ),
    );
  });

  it.each<[because: string, text: string | null]>([
    ['nothing was kept', null],
    ['it is no JSON', '[["a/b",1'],
    ['it is something else', '{"a/b":[1,2]}'],
    ['no entry is whole', '[["a/b",1],["a/b","1",2],[3,1,2],null,"a/b"]'],
    ['it lies beyond any screen', '[["a/b",1e300,0]]'],
  ])('is forgotten when %s', (_, text) => {
    expect(readPlaces(text)).toBeNull();
  });

  it('survives damage of a part', () => {
    expect(readPlaces('[["a/b",1,2],["a/c",null,2]]')).toEqual(new Map([['a/b', { x: 1, y: 2 }]]));
  });

  it('never fills the store of a browser', () => {
    const places = new Map(Array.from({ length: 5000 }, (_, i) => [`shop/workload-${i}`, { x: i, y: i }] as const));
    const kept = readPlaces(writePlaces(places));
    expect(kept?.size).toBe(2000);
    expect(kept?.has('shop/workload-4999')).toBe(true);
  });
});
