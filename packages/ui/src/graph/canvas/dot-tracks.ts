import { type Curve, evenly } from '../drawing/curve.ts';
import type { DotStream } from '../drawing/dots.ts';
import type { Rect } from '../drawing/frame.ts';
import type { LabelLayout } from './paint-labels.ts';
import type { Scene, View } from './scene.ts';

/** The way of a stream as it is seen now. */
export interface Track {
  readonly stream: DotStream;
  readonly trouble: boolean;
  readonly chosen: boolean;
  /** A sign stands on the line there; dots pass beneath it. */
  readonly locked: boolean;
  /** Shape: x0, y0, x1, y1, ... at equal distances. Units: CSS px of the canvas. */
  readonly along: Float32Array;
  /** Units: CSS px. */
  readonly length: number;
  /** How much of it is on the screen. Units: ratio 0..1. */
  readonly seen: number;
  /** Labels that lie over it: dots pass beneath them. Units: CSS px of the canvas. */
  readonly covered: readonly Rect[];
}

/** Of each line, at equal distances. */
export const steps = 24;
/** A short line takes fewer dots, or they would read as a solid one. Units: model px. */
const roomPerDot = 15;

/** Points along lines, in model px: computed when a line is first seen, and kept until it moves. */
export type Ways = WeakMap<Curve, Float32Array>;

/** The streams that are on the screen, each with its way in px of the screen, so that a frame need not compute it again. */
export function tracksOf(
  { drawing, curves, attention: { kept, selected } }: Scene,
  view: View,
  labels: LabelLayout,
  ways: Ways,
): readonly Track[] {
  const { x, y, z } = view.viewport;
  const placed = labels.map(({ rect }) => ({ ...rect, x: rect.x + x, y: rect.y + y }));
  return drawing.lines.flatMap((line): readonly Track[] => {
    const curve = curves.get(line.id);
    if (!curve || !line.stream || (kept && !kept.edges.has(line.id)) || !isInSight(curve, view)) return [];
    const way = ways.get(curve) ?? evenly(curve, steps);
    ways.set(curve, way);
    const along = way.map((value, i) => value * z + (i % 2 === 0 ? x : y));
    const seen = seenShare(along, view);
    if (seen === 0) return [];
    const length = Math.max(1, lengthOf(along));
    const most = Math.max(1, Math.floor(length / z / roomPerDot));
    return [
      {
        stream: { ...line.stream, count: Math.min(line.stream.count, most) },
        trouble: line.health === 'failing' || line.health === 'degraded',
        chosen: selected !== null,
        locked: line.lock !== null,
        along,
        length,
        seen,
        covered: placed.filter((label) => crosses(along, label)),
      },
    ];
  });
}

/** A curve lies within its control points. */
function isInSight(curve: Curve, { viewport: { x, y, z }, width, height }: View): boolean {
  let [left, right, above, below] = [true, true, true, true];
  for (const point of curve) {
    left &&= point.x * z + x < 0;
    right &&= point.x * z + x > width;
    above &&= point.y * z + y < 0;
    below &&= point.y * z + y > height;
  }
  return !(left || right || above || below);
}

function seenShare(along: Float32Array, { width, height }: View): number {
  let inside = 0;
  for (let i = 0; i + 1 < along.length; i += 2) {
    const [x = 0, y = 0] = [along[i], along[i + 1]];
    if (x > -dotReach && x < width + dotReach && y > -dotReach && y < height + dotReach) inside++;
  }
  return inside / (steps + 1);
}

/** A dot is seen until all of it is beyond the border. Units: CSS px. */
export const dotReach = 8;

function lengthOf(along: Float32Array): number {
  let length = 0;
  for (let i = 2; i + 1 < along.length; i += 2)
    length += Math.hypot((along[i] ?? 0) - (along[i - 2] ?? 0), (along[i + 1] ?? 0) - (along[i - 1] ?? 0));
  return length;
}

/** Whether a way may lead through a rectangle: one of its pieces touches it, as far as their own rectangles tell. */
function crosses(along: Float32Array, { x, y, width, height }: Rect): boolean {
  for (let i = 0; i + 3 < along.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = [along[i], along[i + 1], along[i + 2], along[i + 3]];
    if (Math.max(ax, bx) > x && Math.min(ax, bx) < x + width && Math.max(ay, by) > y && Math.min(ay, by) < y + height) return true;
  }
  return false;
}
