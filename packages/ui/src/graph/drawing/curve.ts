export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The size of every plate: size never means traffic. Units: model px. */
export const plateSize = { width: 188, height: 48 } as const;

/** A call's line. Shape: start, then pairs of control point and end of quadratic pieces. Units: model px. */
export type Curve = readonly Point[];

const halfWidth = plateSize.width / 2;
const halfHeight = plateSize.height / 2;
const bracket = 64;

/**
 * The line from one plate's centre to another's: a horizontal S between facing sides, straight where columns coincide,
 * a bracket on the right where other plates may stand between, a small arc above for a call to itself.
 * `lane` shifts calls between the same two plates apart.
 */
export function curveBetween(from: Point, to: Point, lane = 0): Curve {
  const shift = lane * 9;
  if (from.x === to.x && from.y === to.y) return loop(from, shift);
  const gap = Math.abs(to.x - from.x) - plateSize.width;
  if (gap >= 12) return sideways(from, to, shift);
  const rise = Math.abs(to.y - from.y);
  return rise <= plateSize.height * 2.4 ? upright(from, to, shift) : bracketed(from, to, shift);
}

function sideways(from: Point, to: Point, shift: number): Curve {
  const forward = to.x > from.x ? 1 : -1;
  // A call back runs a little lower than a call forth between the same two plates.
  const y = forward > 0 ? shift : shift + 8;
  const start = { x: from.x + forward * halfWidth, y: from.y + y };
  const end = { x: to.x - forward * halfWidth, y: to.y + y };
  const run = end.x - start.x;
  return bent(start, { x: start.x + 0.31 * run, y: start.y }, { x: start.x + 0.69 * run, y: end.y }, end);
}

function upright(from: Point, to: Point, shift: number): Curve {
  const down = to.y >= from.y ? 1 : -1;
  const x = (down > 0 ? 0 : 16) + shift;
  const start = { x: from.x + x, y: from.y + down * halfHeight };
  const end = { x: to.x + x, y: to.y - down * halfHeight };
  const run = end.y - start.y;
  return bent(start, { x: start.x, y: start.y + 0.31 * run }, { x: end.x, y: start.y + 0.69 * run }, end);
}

function bracketed(from: Point, to: Point, shift: number): Curve {
  const x = Math.max(from.x, to.x) + halfWidth + bracket + shift;
  const start = { x: from.x + halfWidth, y: from.y + shift };
  const end = { x: to.x + halfWidth, y: to.y + shift };
  return bent(start, { x, y: start.y }, { x, y: end.y }, end);
}

/** Straight from border to border, whichever way the other plate lies; calls back and forth run side by side. */
export function straightBetween(from: Point, to: Point, lane = 0): Curve {
  if (from.x === to.x && from.y === to.y) return loop(from, lane * 9);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const aside = 5 + lane * 9;
  const [x, y] = [(-(to.y - from.y) / length) * aside, ((to.x - from.x) / length) * aside];
  const start = borderTowards(from, to);
  const end = borderTowards(to, from);
  const [a, b] = [
    { x: start.x + x, y: start.y + y },
    { x: end.x + x, y: end.y + y },
  ];
  return [a, middle(a, b), b];
}

/** Where the line from a plate's centre to another point leaves the plate. */
function borderTowards(centre: Point, other: Point): Point {
  const [dx, dy] = [other.x - centre.x, other.y - centre.y];
  const share = Math.min(halfWidth / Math.max(Math.abs(dx), 1e-6), halfHeight / Math.max(Math.abs(dy), 1e-6), 1);
  return { x: centre.x + dx * share, y: centre.y + dy * share };
}

/** Down or up between rows as an upright S; within a row straight to the next plate, and over those between. */
export function downBetween(from: Point, to: Point, lane = 0): Curve {
  const shift = lane * 9;
  if (from.x === to.x && from.y === to.y) return loop(from, shift);
  const gap = Math.abs(to.y - from.y) - plateSize.height;
  if (gap >= 12) return upright(from, to, shift);
  const forward = to.x > from.x ? 1 : -1;
  if (Math.abs(to.x - from.x) < plateSize.width * 1.6) return sideways(from, to, shift);
  const top = Math.min(from.y, to.y) - halfHeight;
  const start = { x: from.x + forward * 24, y: from.y - halfHeight };
  const end = { x: to.x - forward * 24, y: to.y - halfHeight };
  const rise = top - 40 - shift;
  return bent(start, { x: start.x + forward * 30, y: rise }, { x: end.x - forward * 30, y: rise }, end);
}

function loop({ x, y }: Point, shift: number): Curve {
  const top = y - halfHeight;
  const start = { x: x + 34 + shift, y: top };
  const end = { x: x - 6 - shift, y: top };
  return bent(start, { x: start.x + 6, y: top - 34 }, { x: end.x - 6, y: top - 34 }, end);
}

const bent = (start: Point, first: Point, second: Point, end: Point): Curve => [start, first, middle(first, second), second, end];

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** The point at `share` (0..1) of a curve; pieces count alike. */
export function pointOn(curve: Curve, share: number): Point {
  const pieces = (curve.length - 1) / 2;
  const place = Math.min(Math.max(share, 0), 1) * pieces;
  const piece = Math.min(Math.floor(place), pieces - 1);
  const t = place - piece;
  const [a, b, c] = [curve[piece * 2], curve[piece * 2 + 1], curve[piece * 2 + 2]];
  if (!a || !b || !c) throw new Error('A curve has a start and at least one piece.');
  const u = 1 - t;
  return { x: u * u * a.x + 2 * u * t * b.x + t * t * c.x, y: u * u * a.y + 2 * u * t * b.y + t * t * c.y };
}

/** Points along a curve at equal distances, so that what travels on it keeps its pace. Shape: x0, y0, x1, y1, ... */
export function evenly(curve: Curve, count: number): Float32Array {
  const fine = Array.from({ length: count * 3 + 1 }, (_, i) => pointOn(curve, i / (count * 3)));
  const along = [0];
  for (let i = 1; i < fine.length; i++) along.push((along[i - 1] ?? 0) + distance(fine[i - 1], fine[i]));
  const whole = along.at(-1) ?? 0;
  const points = new Float32Array((count + 1) * 2);
  let next = 0;
  for (let i = 0; i <= count; i++) {
    const aim = (whole * i) / count;
    while (next < fine.length - 1 && (along[next] ?? 0) < aim) next++;
    const point = fine[next] ?? { x: 0, y: 0 };
    points[i * 2] = point.x;
    points[i * 2 + 1] = point.y;
  }
  return points;
}

const distance = (a: Point | undefined, b: Point | undefined): number => (a && b ? Math.hypot(b.x - a.x, b.y - a.y) : 0);
