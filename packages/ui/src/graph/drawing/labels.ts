import { type Curve, pointOn } from './curve.ts';
import type { Rect } from './frame.ts';

/** A label that wants a place near its line. Units: px on screen without the pan, like everything here. */
export interface LabelWish {
  readonly id: string;
  readonly curve: Curve;
  readonly width: number;
  readonly height: number;
  /** Selected and failing ones are never dropped: they take the least bad place. */
  readonly must: boolean;
  /** Healthy ones stay on their line and well away from others: a crowd of labels says less than a few. */
  readonly quiet: boolean;
  /** How large it is when it says only what matters most; null where it has nothing to leave out. */
  readonly short: { readonly width: number; readonly height: number } | null;
}

/** Where a label's middle is. */
interface PlacedLabel {
  readonly id: string;
  /** Only what matters most had room. */
  readonly short: boolean;
  readonly x: number;
  readonly y: number;
}

const along = [0.5, 0.42, 0.58, 0.36, 0.64, 0.3, 0.7];
const aside = [0, -14, 14, -26, 26];
const onTheLine = [0];
const clear = 4;
const quietClear = 9;

/**
 * Gives labels their places, first come first served: on the line, else along it, else up to 26 px off it, else the same
 * with less to say, else nowhere.
 * No label covers a plate, a box title or another label, and a quiet one no line of another call. Total.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  obstacles: readonly Rect[],
  lines: readonly LinePoint[] = [],
): readonly PlacedLabel[] {
  const taken = new Occupied(obstacles);
  const crossed = new Crossed(lines);
  const placed: PlacedLabel[] = [];
  for (const wish of wishes) {
    const short = wish.short === null ? null : { ...wish, ...wish.short };
    const whole = bestPlace(short ? { ...wish, must: false } : wish, taken, crossed);
    const place = whole ?? (short && bestPlace(short, taken, crossed));
    if (!place) continue;
    taken.add(rectOf(whole ? wish : (short ?? wish), place));
    placed.push({ id: wish.id, short: whole === null && short !== null, ...place });
  }
  return placed;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function bestPlace(wish: LabelWish, taken: Occupied, crossed: Crossed): Place | null {
  let best: { readonly place: Place; readonly overlap: number } | null = null;
  const room = wish.quiet ? quietClear : clear;
  for (const off of wish.quiet ? onTheLine : aside) {
    for (const share of along) {
      const point = pointOn(wish.curve, share);
      const place = { x: point.x, y: point.y + off };
      const rect = rectOf(wish, place);
      if (wish.quiet && crossed.byOthers(rect, wish.id)) continue;
      const overlap = taken.overlap(rect, room);
      if (overlap === 0) return place;
      if (!best || overlap < best.overlap) best = { place, overlap };
    }
  }
  return wish.must ? (best?.place ?? null) : null;
}

const rectOf = ({ width, height }: LabelWish, { x, y }: Place): Rect => ({ x: x - width / 2, y: y - height / 2, width, height });

/** A point on the line of a call. */
export interface LinePoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Where other lines run: a label of little weight on a bundle of them would name none. */
class Crossed {
  readonly #cells = new Map<number, LinePoint[]>();

  constructor(points: readonly LinePoint[]) {
    for (const point of points) {
      const key = cellAt(Math.floor(point.x / cellPx), Math.floor(point.y / cellPx));
      const cell = this.#cells.get(key);
      if (cell) cell.push(point);
      else this.#cells.set(key, [point]);
    }
  }

  byOthers(rect: Rect, own: string): boolean {
    const inside = ({ id, x, y }: LinePoint): boolean =>
      id !== own && x > rect.x && x < rect.x + rect.width && y > rect.y && y < rect.y + rect.height;
    return cellsOf(rect).some((key) => (this.#cells.get(key) ?? []).some(inside));
  }
}

/** What space is taken, by cells, so that thousands of plates cost a label no more than its neighbours. */
class Occupied {
  readonly #cells = new Map<number, Rect[]>();

  constructor(rects: readonly Rect[]) {
    for (const rect of rects) this.add(rect);
  }

  add(rect: Rect): void {
    for (const key of cellsOf(rect)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(rect);
      else this.#cells.set(key, [rect]);
    }
  }

  overlap(rect: Rect, room: number): number {
    const near = new Set(cellsOf(rect).flatMap((key) => this.#cells.get(key) ?? []));
    return [...near].reduce((sum, other) => sum + common(rect, other, room), 0);
  }
}

const cellPx = 160;

const cellAt = (column: number, row: number): number => column * 1_000_003 + row;

function cellsOf({ x, y, width, height }: Rect): readonly number[] {
  const keys: number[] = [];
  for (let column = Math.floor((x - quietClear) / cellPx); column <= Math.floor((x + width + quietClear) / cellPx); column++) {
    for (let row = Math.floor((y - quietClear) / cellPx); row <= Math.floor((y + height + quietClear) / cellPx); row++)
      keys.push(cellAt(column, row));
  }
  return keys;
}

function common(a: Rect, b: Rect, room: number): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) + room;
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) + room;
  return width > 0 && height > 0 ? width * height : 0;
}
