import { type Curve, evenly, type Point, plateSize } from '../drawing/curve.ts';
import { type Frame, frameRect, type Rect } from '../drawing/frame.ts';

/** What is under a pointer. */
export interface Hit {
  readonly kind: 'node' | 'edge' | 'box';
  readonly id: string;
}

interface Ground {
  readonly positions: ReadonlyMap<string, Point>;
  readonly curves: ReadonlyMap<string, Curve>;
  readonly frames: readonly Frame[];
}

const edgeReach = 7;

/** The topmost element at a point: plates lie on lines, lines on boxes. Units: model px; `zoom` keeps the reach equal on screen. */
export function hitAt(point: Point, { positions, curves, frames }: Ground, zoom: number): Hit | null {
  for (const [id, place] of positions) {
    if (Math.abs(place.x - point.x) <= plateSize.width / 2 && Math.abs(place.y - point.y) <= plateSize.height / 2)
      return { kind: 'node', id };
  }
  const edge = nearestCurve(point, curves, edgeReach / zoom);
  if (edge !== null) return { kind: 'edge', id: edge };
  const boxes = frames.flatMap((frame) => {
    const rect = frameRect(frame, positions);
    return rect && contains(rect, point) ? [{ id: frame.id, area: rect.width * rect.height }] : [];
  });
  const smallest = boxes.sort((a, b) => a.area - b.area)[0];
  return smallest ? { kind: 'box', id: smallest.id } : null;
}

const contains = ({ x, y, width, height }: Rect, point: Point): boolean =>
  point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;

function nearestCurve(point: Point, curves: ReadonlyMap<string, Curve>, reach: number): string | null {
  let best: string | null = null;
  let least = reach;
  for (const [id, curve] of curves) {
    if (!near(curve, point, reach)) continue;
    const distance = distanceTo(curve, point);
    if (distance > least) continue;
    least = distance;
    best = id;
  }
  return best;
}

const near = (curve: Curve, { x, y }: Point, reach: number): boolean =>
  curve.some((one) => one.x >= x - reach) &&
  curve.some((one) => one.x <= x + reach) &&
  curve.some((one) => one.y >= y - reach) &&
  curve.some((one) => one.y <= y + reach);

function distanceTo(curve: Curve, { x, y }: Point): number {
  const along = evenly(curve, 20);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 < along.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = along.subarray(i, i + 4);
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    least = Math.min(least, Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)));
  }
  return least;
}
