import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plateSize, type Point, pointOn } from './curve.ts';
import { routerAmong } from './route.ts';

const within = (plate: Point, { x, y }: Point): boolean =>
  Math.abs(plate.x - x) < plateSize.width / 2 && Math.abs(plate.y - y) < plateSize.height / 2;

describe('a call past other plates', () => {
  it('goes around the one that stands in its way', () => {
    const [from, between, to] = [
      { x: 0, y: 0 },
      { x: 300, y: 0 },
      { x: 600, y: 0 },
    ];
    const curve = routerAmong([from, between, to]).route(from, to, 0);
    const through = Array.from({ length: 60 }, (_, i) => pointOn(curve, i / 59)).filter((point) => within(between, point));
    expect(through).toEqual([]);
  });

  it('stays a plain S where nothing is in its way', () => {
    const [from, to] = [
      { x: 0, y: 0 },
      { x: 600, y: 120 },
    ];
    expect(routerAmong([from, to, { x: 300, y: 900 }]).route(from, to, 0)).toHaveLength(5);
  });

  it('passes every plate of a column, however they stand', () => {
    const heights = fc.uniqueArray(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(heights, fc.integer({ min: -4, max: 4 }), (rows, row) => {
        const [from, to] = [
          { x: 0, y: 0 },
          { x: 600, y: row * 68 },
        ];
        const column = rows.map((one) => ({ x: 300, y: one * 68 }));
        const curve = routerAmong([from, to, ...column]).route(from, to, 0);
        const level = Array.from({ length: 200 }, (_, i) => pointOn(curve, i / 199)).filter(
          ({ x }) => Math.abs(x - 300) < plateSize.width / 2 - 9,
        );
        expect(column.filter((plate) => level.some((point) => within(plate, point)))).toEqual([]);
      }),
    );
  });
});
