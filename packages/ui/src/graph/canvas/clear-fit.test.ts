import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from '../drawing/frame.ts';
import { type ClearRoom, clearFit, isCostly } from './clear-fit.ts';
import { fitted } from './viewport.ts';

const legend: Rect = { x: 14, y: 560, width: 410, height: 110 };
const controls: Rect = { x: 14, y: 680, width: 162, height: 38 };
const size = { width: 1200, height: 732 };

const around = (rects: readonly Rect[]): Rect => {
  const [x, y] = [Math.min(...rects.map((one) => one.x)), Math.min(...rects.map((one) => one.y))];
  return {
    x,
    y,
    width: Math.max(...rects.map((one) => one.x + one.width)) - x,
    height: Math.max(...rects.map((one) => one.y + one.height)) - y,
  };
};

const roomOf = (plates: readonly Rect[], over: Partial<ClearRoom> = {}): ClearRoom => ({
  bounds: around(plates),
  marks: (z) => plates.map(({ x, y, width, height }) => ({ x: x * z, y: y * z, width: width * z, height: height * z })),
  size,
  reserved: [legend, controls],
  largest: 1.25,
  ...over,
});

const plate = (x: number, y: number): Rect => ({ x, y, width: 188, height: 48 });

const covered = (room: ClearRoom): number => {
  const { x, y, z } = clearFit(room);
  const marks = room.marks(z).map((mark) => ({ ...mark, x: mark.x + x, y: mark.y + y }));
  return marks.filter((a) =>
    room.reserved.some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
  ).length;
};

describe('the fitted picture', () => {
  it('stands in the middle where the legend covers nothing there', () => {
    const room = roomOf([plate(0, 0), plate(900, 0)]);
    expect(clearFit(room)).toEqual(fitted(room.bounds, size, 20, 1.25));
  });

  it('moves aside of the legend before it shrinks', () => {
    const room = roomOf([plate(0, 0), plate(0, 500), plate(300, 500)]);
    expect(clearFit(room).z).toBe(clearFit({ ...room, reserved: [] }).z);
    expect(clearFit(room)).not.toEqual(clearFit({ ...room, reserved: [] }));
    expect(covered(room)).toBe(0);
  });

  it('covers no plate with legend or controls, whatever the mesh', () => {
    const plates = fc.array(
      fc
        .record({ column: fc.integer({ min: 0, max: 12 }), row: fc.integer({ min: 0, max: 40 }) })
        .map(({ column, row }) => plate(column * 292, row * 64)),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(plates, (some) => {
        const room = roomOf(some);
        const { x, y, z } = clearFit(room);
        expect(covered(room)).toBe(0);
        expect(room.bounds.x * z + x).toBeGreaterThanOrEqual(19.9);
        expect((room.bounds.x + room.bounds.width) * z + x).toBeLessThanOrEqual(size.width - 19.9);
        expect(room.bounds.y * z + y).toBeGreaterThanOrEqual(19.9);
        expect((room.bounds.y + room.bounds.height) * z + y).toBeLessThanOrEqual(size.height - 19.9);
      }),
    );
  });

  it('is shown as if nothing covered where legend and controls fill the window', () => {
    const room = roomOf([plate(0, 0), plate(600, 0)], {
      size: { width: 300, height: 200 },
      reserved: [{ x: 10, y: 20, width: 280, height: 170 }],
    });
    expect(clearFit(room).z).toBe(fitted(room.bounds, room.size).z);
  });

  it('is worth more than a legend that would cost a tenth of it', () => {
    const column = Array.from({ length: 10 }, (_, i) => plate(0, i * 90));
    const wide = Array.from({ length: 5 }, (_, i) => plate(i * 280, i === 0 ? 330 : 0));
    const dense = [...column, ...column.map((one) => ({ ...one, x: 1300 }))];
    expect(isCostly(roomOf(wide), [legend, controls], [controls])).toBe(false);
    expect(isCostly(roomOf(dense), [legend, controls], [controls])).toBe(true);
  });
});
