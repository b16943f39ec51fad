import { type Point, plateSize } from '../drawing/curve.ts';
import { inFlow } from './grid.ts';
import type { LayoutInput } from './layout-input.ts';

/** How far the first ring is from the middle; plates are wider than high, and so are rings. Units: model px. */
const reach = { x: plateSize.width + 60, y: plateSize.height + 84 } as const;
const room = { x: plateSize.width + 28, y: plateSize.height + 24 } as const;
const perRing = 7;
const wider = 0.15;

/** Rings around what takes part in most calls: the busiest in the middle, the loneliest outside. */
export function concentric(input: LayoutInput): ReadonlyMap<string, Point> {
  const degree = new Map<string, number>();
  for (const { from, to } of input.edges) for (const id of [from, to]) degree.set(id, (degree.get(id) ?? 0) + 1);
  const ids = [...inFlow(input)].sort((a, b) => (degree.get(b) ?? 0) - (degree.get(a) ?? 0));
  const positions = new Map<string, Point>();
  const [centre, ...others] = ids;
  if (centre === undefined) return positions;
  positions.set(centre, { x: 0, y: 0 });
  let radius = 1;
  for (let ring = 1, start = 0; start < others.length; ring++) {
    const members = inFlow(input).filter((id) => others.slice(start, start + perRing * ring).includes(id));
    start += perRing * ring;
    radius = ringOf(members, radius, positions);
  }
  return positions;
}

/** Spreads members evenly over the nearest ring where nothing overlaps; returns the radius of the next one. */
function ringOf(members: readonly string[], from: number, positions: Map<string, Point>): number {
  const standing = [...positions.values()];
  for (let radius = from; ; radius += wider) {
    const points = spread(members.length, radius);
    const all = [...standing, ...points];
    if (!points.every((point, index) => all.every((other, at) => at === standing.length + index || isApart(point, other)))) continue;
    members.forEach((id, index) => positions.set(id, points[index] ?? { x: 0, y: 0 }));
    return radius + 1;
  }
}

const isApart = (a: Point, b: Point): boolean => Math.abs(a.x - b.x) >= room.x || Math.abs(a.y - b.y) >= room.y;

const fine = 720;

/** Points at equal distances along an ellipse, from its left, clockwise. */
function spread(count: number, radius: number): readonly Point[] {
  const around = Array.from({ length: fine + 1 }, (_, i): Point => {
    const angle = Math.PI + (2 * Math.PI * i) / fine;
    return { x: Math.cos(angle) * reach.x * radius, y: Math.sin(angle) * reach.y * radius };
  });
  const along = [0];
  for (let i = 1; i <= fine; i++) {
    const [a, b] = [around[i - 1], around[i]];
    along.push((along[i - 1] ?? 0) + (a && b ? Math.hypot(b.x - a.x, b.y - a.y) : 0));
  }
  const whole = along[fine] ?? 0;
  return Array.from({ length: count }, (_, index): Point => {
    const aim = (whole * index) / count;
    const { x, y } = around[along.findIndex((way) => way >= aim)] ?? { x: 0, y: 0 };
    return { x: Math.round(x), y: Math.round(y) };
  });
}
