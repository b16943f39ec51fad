import type { Rect } from '../drawing/frame.ts';
import type { GraphViewport } from '../place/graph-place.ts';
import { fitted, type Size } from './viewport.ts';

/** A picture that is to be fitted beside what stands on it. */
export interface ClearRoom {
  /** Around everything. Units: model px. */
  readonly bounds: Rect;
  /** What must not be covered. Units: px on screen at that zoom, without the pan. */
  readonly marks: (zoom: number) => readonly Rect[];
  readonly size: Size;
  /** What covers: legend and controls, in the lower left. Units: CSS px of the canvas. */
  readonly reserved: readonly Rect[];
  /** How far a small graph may be enlarged. */
  readonly largest: number;
}

const padding = 20;
/** Between what covers and what must not be covered. Units: px. */
const gap = 8;
const finer = 0.98;
const heights = 24;

/**
 * The viewport with the largest zoom that shows everything and keeps every mark clear of what stands in the lower left:
 * in the middle where that is clear, else moved as little as needed up and to the right, else smaller, at the latest
 * above what covers. Total: where that leaves too little, as if nothing covered.
 */
export const clearFit = (room: ClearRoom): GraphViewport => clearOf(room) ?? fitted(room.bounds, room.size, padding, room.largest);

function clearOf(room: ClearRoom): GraphViewport | null {
  const { bounds, size, reserved, largest } = room;
  const middle = fitted(bounds, size, padding, largest);
  if (reserved.length === 0) return middle;
  const above = aboveAll(room);
  for (let { z } = middle; z >= (above?.z ?? middle.z / 2); z *= finer) {
    const place = clearPlace(room, z);
    if (place) return place;
  }
  return above;
}

/** Everything above what covers, in the room that is left there; null where too little is left. */
function aboveAll({ bounds, size, reserved, largest }: ClearRoom): GraphViewport | null {
  const height = Math.min(...reserved.map(({ y }) => y)) - gap + padding;
  return height > size.height / 3 ? fitted(bounds, { width: size.width, height }, padding, largest) : null;
}

/** Where the picture is clear at a zoom, nearest to the middle; null where it is nowhere. */
function clearPlace({ bounds, marks, size, reserved }: ClearRoom, z: number): GraphViewport | null {
  const [x, mostX] = slack(bounds.x * z, bounds.width * z, size.width);
  const [y, , leastY] = slack(bounds.y * z, bounds.height * z, size.height);
  const all = marks(z);
  for (let step = 0; step <= heights; step++) {
    const top = y + ((leastY - y) * step) / heights;
    const left = Math.max(x, ...all.map((mark) => leftOf(mark, top, reserved)));
    if (left <= mostX) return { x: left, y: top, z };
  }
  return null;
}

/** How far right the picture must stand, so that a mark is clear of what covers at its height. */
function leftOf(mark: Rect, top: number, reserved: readonly Rect[]): number {
  const beside = reserved.filter(({ y, height }) => mark.y + top < y + height + gap && mark.y + mark.height + top > y - gap);
  return beside.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(...beside.map(({ x, width }) => x + width)) + gap - mark.x;
}

/** The pan that stands in the middle, and how far right and left (or down and up) it may move from there. */
function slack(start: number, length: number, room: number): readonly [middle: number, most: number, least: number] {
  const middle = (room - length) / 2 - start;
  const free = Math.max(0, (room - length) / 2 - padding);
  return [middle, middle + free, middle - free];
}

/** Whether standing beside a large legend would cost more of the picture's size than the legend is worth. */
export function isCostly(room: Omit<ClearRoom, 'reserved'>, large: readonly Rect[], small: readonly Rect[]): boolean {
  return (clearOf({ ...room, reserved: large })?.z ?? 0) < worth * clearFit({ ...room, reserved: small }).z;
}

const worth = 0.9;
