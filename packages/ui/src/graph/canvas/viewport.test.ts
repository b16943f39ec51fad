import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, covers, fitted, revealed, shiftOf, toModel, zoomedAt, zoomedTo } from './viewport.ts';

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

  it('shifts what is painted to where it would be painted', () => {
    const [painted, now] = [
      { x: 40, y: 60, z: 0.8 },
      { x: 10, y: 90, z: 1.2 },
    ];
    const { x, y, scale } = shiftOf(painted, now, 160);
    // A model point, in the sheet (whose corner lies a margin outside the window), then shifted.
    const [model, corner] = [{ x: 100, y: 200 }, -160];
    const inSheet = { x: model.x * painted.z + painted.x - corner, y: model.y * painted.z + painted.y - corner };
    expect(inSheet.x * scale + x + corner).toBeCloseTo(model.x * now.z + now.x, 6);
    expect(inSheet.y * scale + y + corner).toBeCloseTo(model.y * now.z + now.y, 6);
  });

  it.each([
    ['nothing moved', { x: 0, y: 0, z: 1 }, true],
    ['the ground moved by less than the margin', { x: 150, y: -150, z: 1 }, true],
    ['the ground moved further', { x: 170, y: 0, z: 1 }, false],
    ['it was zoomed out until the edge shows', { x: 300, y: 200, z: 0.5 }, false],
  ])('knows whether what is painted still fills the window when %s', (_, now, fills) => {
    expect(covers({ x: 0, y: 0, z: 1 }, now, size, 160)).toBe(fills);
  });
});

it('GRF-37: an area that was marked fills the canvas, with the same in its middle', () => {
  const room = { width: 800, height: 600 };
  const before = { x: 40, y: -20, z: 0.5 };
  const area = { x: 200, y: 150, width: 200, height: 150 };
  const after = zoomedTo(before, area, room);
  expect(after.z).toBeCloseTo(2);
  const middle = toModel(before, { x: 300, y: 225 });
  const shown = toModel(after, { x: 400, y: 300 });
  expect(shown.x).toBeCloseTo(middle.x);
  expect(shown.y).toBeCloseTo(middle.y);
});
