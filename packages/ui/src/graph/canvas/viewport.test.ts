import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, fitted, revealed, toModel, zoomedAt } from './viewport.ts';

const size = { width: 1200, height: 700 };

describe('the view of the picture', () => {
  it('shows all of the graph in the middle', () => {
    const { x, y, z } = fitted({ x: -500, y: 100, width: 2400, height: 600 }, size);
    expect([-500 * z + x, 1900 * z + x].map(Math.round)).toEqual([20, 1180]);
    expect(Math.round(400 * z + y)).toBe(350);
  });

  it('never enlarges a small graph beyond life', () => {
    expect(fitted({ x: 0, y: 0, width: 10, height: 10 }, size).z).toBe(1);
  });

  it('zooms around the pointer', () => {
    const start = { x: 40, y: 60, z: 0.8 };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1200 }),
        fc.integer({ min: 0, max: 700 }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        (x, y, factor) => {
          const before = toModel(start, { x, y });
          const after = toModel(zoomedAt(start, { x, y }, factor), { x, y });
          expect(after.x).toBeCloseTo(before.x, 6);
          expect(after.y).toBeCloseTo(before.y, 6);
        },
      ),
    );
  });

  it('stops zooming before the graph is lost', () => {
    expect(zoomedAt({ x: 0, y: 0, z: 1 }, { x: 0, y: 0 }, 1e-9).z).toBeGreaterThan(0.01);
    expect(zoomedAt({ x: 0, y: 0, z: 1 }, { x: 0, y: 0 }, Number.NaN).z).toBe(1);
  });

  it('moves only as far as needed to bring something into sight', () => {
    const at = { x: 0, y: 0, z: 1 };
    expect(revealed(at, { x: 100, y: 100, width: 188, height: 48 }, size)).toEqual(at);
    expect(revealed(at, { x: 1300, y: 100, width: 188, height: 48 }, size)).toEqual({ x: -328, y: 0, z: 1 });
  });

  it('glides from one place to the other', () => {
    const [from, to] = [
      { x: 0, y: 0, z: 1 },
      { x: 100, y: 50, z: 2 },
    ];
    expect(between(from, to, 0)).toEqual(from);
    expect(between(from, to, 1)).toEqual(to);
  });
});
