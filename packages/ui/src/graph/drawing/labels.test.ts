import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveBetween } from './curve.ts';
import type { Rect } from './frame.ts';
import { type LabelWish, placeLabels } from './labels.ts';

const wish = (id: string, y = 0, overrides: Partial<LabelWish> = {}): LabelWish => ({
  id,
  curve: curveBetween({ x: 0, y }, { x: 600, y }),
  width: 80,
  height: 18,
  must: false,
  quiet: false,
  short: null,
  ...overrides,
});
const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const rectOf = ({ width, height }: LabelWish, { x, y }: { readonly x: number; readonly y: number }): Rect => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});

describe('the labels of calls', () => {
  it('stand in the middle of their line where nothing is in the way', () => {
    expect(placeLabels([wish('a')], [])).toEqual([{ id: 'a', short: false, x: 300, y: 0 }]);
  });

  it('move along their line before they leave it', () => {
    const [placed] = placeLabels([wish('a')], [{ x: 280, y: -20, width: 40, height: 40 }]);
    expect(placed?.y).toBe(0);
    expect(placed?.x).not.toBe(300);
  });

  it('are dropped where there is no room, but never a failing or selected one', () => {
    const wall = [{ x: -100, y: -200, width: 900, height: 400 }];
    expect(placeLabels([wish('quiet')], wall)).toEqual([]);
    expect(placeLabels([wish('failing', 0, { must: true })], wall)).toHaveLength(1);
  });

  it('say less before they are dropped, and no less where there is room', () => {
    const plates = [
      { x: -10, y: -200, width: 260, height: 400 },
      { x: 350, y: -200, width: 260, height: 400 },
    ];
    const [narrow] = placeLabels([wish('degraded', 0, { width: 140, short: { width: 60, height: 18 } })], plates);
    expect(narrow).toMatchObject({ short: true });
    expect(placeLabels([wish('degraded', 0, { width: 140 })], plates)).toEqual([]);
    expect(placeLabels([wish('degraded', 0, { width: 80, short: { width: 60, height: 18 } })], plates)).toMatchObject([{ short: false }]);
  });

  it('never cover a plate, a title or each other', () => {
    const rects = fc.record({
      x: fc.integer({ min: 0, max: 600 }),
      y: fc.integer({ min: -80, max: 80 }),
      width: fc.constant(100),
      height: fc.constant(26),
    });
    fc.assert(
      fc.property(fc.array(rects, { maxLength: 12 }), fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 12 }), (plates, heights) => {
        const wishes = heights.map((y, index) =>
          wish(String(index), y, { quiet: index % 2 === 0, short: index % 3 === 0 ? { width: 40, height: 18 } : null }),
        );
        const labels = placeLabels(wishes, plates).flatMap((placed) =>
          wishes.filter(({ id }) => id === placed.id).map((one) => rectOf(placed.short ? { ...one, ...one.short } : one, placed)),
        );
        const taken = [...plates, ...labels];
        expect(labels.filter((label) => taken.some((other) => other !== label && overlap(label, other)))).toEqual([]);
      }),
    );
  });

  it('serve those first that come first', () => {
    const [first] = placeLabels([wish('failing'), wish('healthy')], []);
    expect(first).toMatchObject({ id: 'failing', x: 300 });
  });
});
