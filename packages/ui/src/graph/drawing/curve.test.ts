import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveBetween, evenly, plateSize, pointOn } from './curve.ts';

const coordinate = fc.integer({ min: -5000, max: 5000 });
const point = fc.record({ x: coordinate, y: coordinate });

describe('the line of a call', () => {
  it('leaves on the right and arrives on the left where the called one stands to the right', () => {
    const curve = curveBetween({ x: 0, y: 0 }, { x: 500, y: 200 });
    expect(curve[0]).toEqual({ x: plateSize.width / 2, y: 0 });
    expect(curve.at(-1)).toEqual({ x: 500 - plateSize.width / 2, y: 200 });
  });

  it('is level at both ends and in the middle of its way half-way up', () => {
    const curve = curveBetween({ x: 0, y: 0 }, { x: 500, y: 200 });
    expect(curve[1]?.y).toBe(0);
    expect(curve[3]?.y).toBe(200);
    expect(pointOn(curve, 0.5)).toEqual({ x: 250, y: 100 });
  });

  it('is straight and vertical between neighbours of one column', () => {
    const curve = curveBetween({ x: 40, y: 0 }, { x: 40, y: 90 });
    expect(new Set(curve.map(({ x }) => x))).toEqual(new Set([40]));
  });

  it('goes around the plates that stand between two of one column', () => {
    const curve = curveBetween({ x: 0, y: 0 }, { x: 0, y: 400 });
    const through = Array.from({ length: 20 }, (_, i) => pointOn(curve, (i + 0.5) / 20));
    expect(through.every(({ x }) => x > plateSize.width / 2)).toBe(true);
  });

  it('keeps a call to itself above its own plate', () => {
    const curve = curveBetween({ x: 0, y: 0 }, { x: 0, y: 0 });
    expect(Array.from({ length: 9 }, (_, i) => pointOn(curve, i / 8)).every(({ y }) => y <= -plateSize.height / 2)).toBe(true);
  });

  it('never lies over the opposite call', () => {
    const forth = pointOn(curveBetween({ x: 0, y: 0 }, { x: 500, y: 0 }), 0.5);
    const back = pointOn(curveBetween({ x: 500, y: 0 }, { x: 0, y: 0 }), 0.5);
    expect(Math.abs(forth.y - back.y)).toBeGreaterThan(4);
  });

  it('is made of finite points wherever the plates stand', () => {
    fc.assert(
      fc.property(point, point, fc.integer({ min: 0, max: 3 }), (from, to, lane) => {
        const curve = curveBetween(from, to, lane);
        const along = evenly(curve, 12);
        expect([...along].every(Number.isFinite)).toBe(true);
        expect(curve).toHaveLength(5);
      }),
    );
  });

  it('is walked in equal steps', () => {
    const along = evenly(curveBetween({ x: 0, y: 0 }, { x: 600, y: 300 }), 10);
    const steps = Array.from({ length: 10 }, (_, i) =>
      Math.hypot((along[i * 2 + 2] ?? 0) - (along[i * 2] ?? 0), (along[i * 2 + 3] ?? 0) - (along[i * 2 + 1] ?? 0)),
    );
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.9);
  });
});
