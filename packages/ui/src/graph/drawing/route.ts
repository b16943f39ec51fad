import { type Curve, curveBetween, downBetween, type Point, plateSize, pointOn, straightBetween } from './curve.ts';

/** Which way calls run: past columns to the right, past rows downwards, or any way. */
export type Flow = 'right' | 'down' | 'free';

/** Room between a line and a plate it passes. Units: model px. */
const clearance = 6;
/** More, where there is room. Units: model px. */
const comfort = 5;
const samples = 32;

/** Finds lines that do not run through plates. Built once for all calls of a picture. */
export interface Router {
  readonly route: (from: Point, to: Point, lane: number) => Curve;
}

/** A router among plates with these centres. Only where calls run past columns is there room between plates to lead them through. */
export function routerAmong(plates: Iterable<Point>, flow: Flow = 'right'): Router {
  if (flow !== 'right') return { route: flow === 'down' ? downBetween : straightBetween };
  const columns = columnsOf(plates);
  return {
    route(from, to, lane) {
      const plain = curveBetween(from, to, lane);
      const blocked = blockedColumns(plain, columns, from, to);
      return blocked.length === 0 ? plain : around(plain, blocked, to.x > from.x, lane);
    },
  };
}

type Columns = ReadonlyMap<number, readonly Point[]>;

const bucketOf = (x: number): number => Math.floor(x / plateSize.width);

function columnsOf(plates: Iterable<Point>): Columns {
  const columns = new Map<number, Point[]>();
  for (const plate of plates) {
    const bucket = bucketOf(plate.x);
    const column = columns.get(bucket);
    if (column) column.push(plate);
    else columns.set(bucket, [plate]);
  }
  return columns;
}

const beside = (columns: Columns, x: number): readonly Point[] => [-1, 0, 1].flatMap((step) => columns.get(bucketOf(x) + step) ?? []);

interface Blocked {
  readonly x: number;
  /** Where a line may cross this column instead. */
  readonly y: number;
}

/** The columns in which the line would run through a plate, each with the nearest height that is free. */
function blockedColumns(curve: Curve, columns: Columns, from: Point, to: Point): readonly Blocked[] {
  const found = new Map<number, Blocked>();
  if (Math.abs(to.x - from.x) < plateSize.width) return [];
  for (let i = 1; i < samples; i++) {
    const point = pointOn(curve, i / samples);
    const hit = beside(columns, point.x).find((plate) => !same(plate, from) && !same(plate, to) && covers(plate, point));
    if (hit && !found.has(hit.x)) found.set(hit.x, { x: hit.x, y: freeHeight(hit.x, point.y, columns) });
  }
  return [...found.values()];
}

const same = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

const covers = (plate: Point, { x, y }: Point): boolean =>
  Math.abs(plate.x - x) < plateSize.width / 2 + clearance && Math.abs(plate.y - y) < plateSize.height / 2 + clearance;

/** The nearest height at which a line passes a column between its plates: not hard by one where there is more room. */
function freeHeight(x: number, wish: number, columns: Columns): number {
  const half = plateSize.height / 2 + clearance;
  const spans = beside(columns, x)
    .filter((plate) => Math.abs(plate.x - x) < plateSize.width)
    .map(({ y }) => [y - half, y + half] as const)
    .sort(([a], [b]) => a - b);
  const gaps: (readonly [number, number])[] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const [top, bottom] of spans) {
    if (top >= from) gaps.push([from, top]);
    from = Math.max(from, bottom);
  }
  gaps.push([from, Number.POSITIVE_INFINITY]);
  const within = ([low, high]: readonly [number, number]): number => {
    const air = Math.min(comfort, (high - low) / 2);
    return Math.min(high - air, Math.max(low + air, wish));
  };
  const heights = gaps.map(within);
  return heights.reduce((best, y) => (Math.abs(y - wish) < Math.abs(best - wish) ? y : best), heights[0] ?? wish);
}

/** From side to side past the blocked columns, level where it passes a plate. */
function around(plain: Curve, blocked: readonly Blocked[], forward: boolean, lane: number): Curve {
  const [start, end] = [plain[0], plain.at(-1)];
  if (!start || !end) return plain;
  const reach = (forward ? 1 : -1) * (plateSize.width / 2 - 8);
  const stops = [...blocked]
    .sort((a, b) => (forward ? a.x - b.x : b.x - a.x))
    .flatMap(({ x, y }): readonly Point[] => [
      { x: x - reach, y: y + lane * 4 },
      { x: x + reach, y: y + lane * 4 },
    ]);
  const curve: Point[] = [start];
  let at = start;
  for (const stop of [...stops, end]) {
    const run = stop.x - at.x;
    const first = { x: at.x + 0.4 * run, y: at.y };
    const second = { x: at.x + 0.6 * run, y: stop.y };
    curve.push(first, { x: (first.x + second.x) / 2, y: (at.y + stop.y) / 2 }, second, stop);
    at = stop;
  }
  return curve;
}
