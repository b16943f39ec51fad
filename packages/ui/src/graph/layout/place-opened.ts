import { type Point, plateSize } from '../drawing/curve.ts';
import { framePadding, type Rect } from '../drawing/frame.ts';
import { layoutGraph } from './layout-graph.ts';
import type { LayoutInput, LayoutNode } from './layout-input.ts';

type Positions = ReadonlyMap<string, Point>;

/** Whether a box stands for a group whose plate stood somewhere until it was opened. */
export const isOpened = (box: string | null, known: Positions): boolean => box !== null && known.has(box);

const gap = 28;
const step = 60;
const mostRings = 120;

/**
 * Gives places to what groups that were just opened hold: each laid out by itself, as a block at the free room nearest to
 * where the group's plate stood. Nothing that has a place moves.
 */
export function placeOpened(input: LayoutInput, known: Positions, positions: Map<string, Point>): void {
  const opened = Map.groupBy(
    input.nodes.filter(({ id, box }) => !positions.has(id) && isOpened(box, known)),
    ({ box }) => box ?? '',
  );
  for (const [box, members] of opened) {
    const start = known.get(box);
    // Where some of them stand already, the others are placed beside them.
    if (!start || input.nodes.some((node) => node.box === box && positions.has(node.id))) continue;
    for (const [id, place] of blockNear(start, members, input, positions)) positions.set(id, place);
  }
}

function blockNear(start: Point, members: readonly LayoutNode[], input: LayoutInput, positions: Positions): Positions {
  const ids = new Set(members.map(({ id }) => id));
  const edges = input.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const block = layoutGraph({ ...input, nodes: members.map((node) => ({ ...node, cluster: null })), edges });
  const size = around([...block.values()]);
  const taken = takenBy(input.nodes, positions);
  const at = nearestFree({ x: start.x - plateSize.width / 2, y: start.y - plateSize.height / 2 }, size, taken);
  return new Map([...block].map(([id, { x, y }]) => [id, { x: Math.round(x + at.x - size.x), y: Math.round(y + at.y - size.y) }]));
}

/** Rectangles where something stands: whole boxes, and plates without one. */
function takenBy(nodes: readonly LayoutNode[], positions: Positions): readonly Rect[] {
  const placed = nodes.filter(({ id }) => positions.has(id));
  return [...Map.groupBy(placed, ({ id, box }) => box ?? id).values()].map((members) =>
    around(members.flatMap(({ id }) => positions.get(id) ?? [])),
  );
}

function around(points: readonly Point[]): Rect {
  const { side, top, bottom } = framePadding.group;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs) - plateSize.width / 2 - side, Math.min(...ys) - plateSize.height / 2 - top];
  return {
    x,
    y,
    width: Math.max(...xs) + plateSize.width / 2 + side - x,
    height: Math.max(...ys) + plateSize.height / 2 + bottom - y,
  };
}

/** The upper left corner for a block of this size: the nearest to the start where it touches nothing. */
function nearestFree(start: Point, { width, height }: Rect, taken: readonly Rect[]): Point {
  const free = ({ x, y }: Point): boolean =>
    taken.every(
      (one) => x >= one.x + one.width + gap || one.x >= x + width + gap || y >= one.y + one.height + gap || one.y >= y + height + gap,
    );
  for (let ring = 0; ring <= mostRings; ring++) {
    const found = ringAround(start, ring).filter(free);
    const [first] = found.sort((a, b) => distance(a, start) - distance(b, start));
    if (first) return first;
  }
  return { x: start.x, y: Math.max(...taken.map((one) => one.y + one.height)) + gap };
}

function ringAround({ x, y }: Point, ring: number): Point[] {
  if (ring === 0) return [{ x, y }];
  const side = Array.from({ length: 2 * ring + 1 }, (_, i) => (i - ring) * step);
  const out = ring * step;
  return side.flatMap((along) => [
    { x: x + along, y: y - out },
    { x: x + along, y: y + out },
    { x: x - out, y: y + along },
    { x: x + out, y: y + along },
  ]);
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
