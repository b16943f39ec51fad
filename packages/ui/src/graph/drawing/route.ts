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
  const ground = groundOf(plates);
  return {
    route(from, to, lane) {
      const plain = curveBetween(from, to, lane);
      const blocked = blockedColumns(plain, ground, from, to);
      return blocked.length === 0 ? plain : around(plain, blocked, to.x > from.x, lane);
    },
  };
}

/** Where plates stand, so that a point asks only those that it may be on, and a line only the column that it crosses. */
interface Ground {
  readonly columns: ReadonlyMap<number, readonly Point[]>;
  readonly cells: ReadonlyMap<number, readonly Point[]>;
  /** Heights at which plates stand in the way at some x, from top to bottom; filled when they are first asked for. */
  readonly spans: Map<number, readonly (readonly [top: number, bottom: number])[]>;
}

const reach = { x: plateSize.width / 2 + clearance, y: plateSize.height / 2 + clearance } as const;

const columnOf = (x: number): number => Math.floor(x / plateSize.width);
/** Cells are as large as a plate with its clearance, so that each is in four of them at most. */
const cellOf = (x: number, y: number): number => Math.floor(x / (2 * reach.x)) * 100_000 + Math.floor(y / (2 * reach.y));

function groundOf(plates: Iterable<Point>): Ground {
  const [columns, cells] = [new Map<number, Point[]>(), new Map<number, Point[]>()];
  const put = (into: Map<number, Point[]>, key: number, plate: Point): void => {
    const there = into.get(key);
    if (there) there.push(plate);
    else into.set(key, [plate]);
  };
  for (const plate of plates) {
    const { x, y } = plate;
    put(columns, columnOf(x), plate);
    const corners = [cellOf(x - reach.x, y - reach.y), cellOf(x + reach.x, y - reach.y), cellOf(x - reach.x, y + reach.y)];
    for (const cell of new Set([...corners, cellOf(x + reach.x, y + reach.y)])) put(cells, cell, plate);
  }
  return { columns, cells, spans: new Map() };
}

interface Blocked {
  readonly x: number;
  /** Where a line may cross this column instead. */
  readonly y: number;
}

/** The columns in which the line would run through a plate, each with the nearest height that is free. */
function blockedColumns(curve: Curve, ground: Ground, from: Point, to: Point): readonly Blocked[] {
  if (Math.abs(to.x - from.x) < plateSize.width) return [];
  const found = new Map<number, Blocked>();
  for (let i = 1; i < samples; i++) {
    const point = pointOn(curve, i / samples);
    const there = ground.cells.get(cellOf(point.x, point.y));
    const hit = there?.find((plate) => !same(plate, from) && !same(plate, to) && covers(plate, point));
    if (hit && !found.has(hit.x)) found.set(hit.x, { x: hit.x, y: freeHeight(hit.x, point.y, ground) });
  }
  return [...found.values()];
}

const same = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

const covers = (plate: Point, { x, y }: Point): boolean => Math.abs(plate.x - x) < reach.x && Math.abs(plate.y - y) < reach.y;

/** The plates in the way of what crosses a column at this x. */
function spansAt(x: number, { columns, spans }: Ground): readonly (readonly [top: number, bottom: number])[] {
  const known = spans.get(x);
  if (known) return known;
  const found = [-1, 0, 1]
    .flatMap((step) => columns.get(columnOf(x) + step) ?? [])
    .filter((plate) => Math.abs(plate.x - x) < plateSize.width)
    .map(({ y }) => [y - reach.y, y + reach.y] as const)
    .sort(([a], [b]) => a - b);
  spans.set(x, found);
  return found;
}

/** The nearest height at which a line passes a column between its plates: not hard by one where there is more room. */
function freeHeight(x: number, wish: number, ground: Ground): number {
  const gaps: (readonly [number, number])[] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const [top, bottom] of spansAt(x, ground)) {
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
  const level = (forward ? 1 : -1) * (plateSize.width / 2 - 8);
  const stops = [...blocked]
    .sort((a, b) => (forward ? a.x - b.x : b.x - a.x))
    .flatMap(({ x, y }): readonly Point[] => [
      { x: x - level, y: y + lane * 4 },
      { x: x + level, y: y + lane * 4 },
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
