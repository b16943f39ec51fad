import { type Point, plateSize } from '../drawing/curve.ts';
import { framePadding, type Rect } from '../drawing/frame.ts';
import type { LayoutInput, LayoutNode } from './layout-input.ts';
import { pitch } from './layout-graph.ts';
import { placeOpened } from './place-opened.ts';

type Positions = ReadonlyMap<string, Point>;

/**
 * Gives places to nodes that have none, beside their callers, and moves nothing that has one. A new plate covers no
 * other, and its box grows over no foreign plate.
 */
export function placeNew(input: LayoutInput, known: Positions): Positions {
  const positions = new Map(input.nodes.flatMap(({ id }) => (known.has(id) ? [[id, known.get(id) ?? { x: 0, y: 0 }] as const] : [])));
  placeOpened(input, known, positions);
  const waiting = input.nodes.filter(({ id }) => !positions.has(id));
  // Those with placed neighbours first: the others then find them standing.
  waiting.sort((a, b) => Number(touches(b, input, positions)) - Number(touches(a, input, positions)));
  for (const node of waiting) positions.set(node.id, freePlace(node, input, positions));
  return positions;
}

const touches = ({ id }: LayoutNode, { edges }: LayoutInput, positions: Positions): boolean =>
  edges.some(({ from, to }) => (from === id && positions.has(to)) || (to === id && positions.has(from)));

function freePlace(node: LayoutNode, input: LayoutInput, positions: Positions): Point {
  const boxOf = new Map(input.nodes.map((one) => [one.id, one.box]));
  const beside = besideSiblings(node, input, positions).find((point) => isFree(node, point, boxOf, positions, siblingsOf(node, input)));
  if (beside) return beside;
  const start = anchor(node, input, positions);
  for (const [column, row] of spiral) {
    const point = { x: start.x + column * pitch.column, y: start.y + row * pitch.row };
    if (isFree(node, point, boxOf, positions)) return point;
  }
  const lowest = Math.max(0, ...[...positions.values()].map(({ y }) => y));
  return { x: start.x, y: lowest + 3 * pitch.row };
}

/** Ids of the other versions of a node's application, whose box it shares. */
const siblingsOf = ({ id, app }: LayoutNode, { nodes }: LayoutInput): ReadonlySet<string> =>
  new Set(app === null ? [] : nodes.flatMap((one) => (one.app === app && one.id !== id ? [one.id] : [])));

/** Above or below the other versions of its application, in their column: their box holds nothing else. */
function besideSiblings(node: LayoutNode, input: LayoutInput, positions: Positions): readonly Point[] {
  const places = [...siblingsOf(node, input)].flatMap((id) => positions.get(id) ?? []);
  const [first] = places;
  if (!first) return [];
  const ys = places.map(({ y }) => y);
  return [
    { x: first.x, y: Math.min(...ys) - pitch.sibling },
    { x: first.x, y: Math.max(...ys) + pitch.sibling },
  ];
}

/** Right of the callers, else left of the called ones, else with its own box. */
function anchor({ id, box }: LayoutNode, { nodes, edges }: LayoutInput, positions: Positions): Point {
  const places = (ids: readonly string[]): readonly Point[] => ids.flatMap((one) => positions.get(one) ?? []);
  const callers = places(edges.filter(({ to }) => to === id).map(({ from }) => from));
  if (callers.length > 0) return shifted(mean(callers), pitch.column);
  const called = places(edges.filter(({ from }) => from === id).map(({ to }) => to));
  if (called.length > 0) return shifted(mean(called), -pitch.column);
  const siblings = places(nodes.filter((one) => box !== null && one.box === box).map((one) => one.id));
  return mean(siblings.length > 0 ? siblings : [...positions.values()]);
}

const shifted = ({ x, y }: Point, by: number): Point => ({ x: Math.round((x + by) / pitch.column) * pitch.column, y });

function mean(points: readonly Point[]): Point {
  if (points.length === 0) return { x: 0, y: 0 };
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: Math.round(sum.x / points.length / pitch.column) * pitch.column, y: Math.round(sum.y / points.length) };
}

/** Offsets in columns and rows, nearest first; a column away counts as three rows. */
const spiral: readonly (readonly [number, number])[] = Array.from(
  { length: 7 * 41 },
  (_, i) => [(i % 7) - 3, Math.floor(i / 7) - 20] as const,
).sort((a, b) => 3 * Math.abs(a[0]) + Math.abs(a[1]) - 3 * Math.abs(b[0]) - Math.abs(b[1]));

function isFree(
  node: LayoutNode,
  point: Point,
  boxOf: ReadonlyMap<string, string | null>,
  positions: Positions,
  siblings: ReadonlySet<string> = new Set(),
): boolean {
  const inBox = node.box === null ? [] : [...positions].filter(([id]) => boxOf.get(id) === node.box);
  const own = inBox.map(([, place]) => place);
  const others = inBox.filter(([id]) => !siblings.has(id)).map(([, place]) => place);
  const grown = around([...own, point], node.box !== null);
  // The box around versions takes room, too.
  const plate = padded(around([point], false), siblings.size > 0 ? 2 * framePadding.app.side : 0);
  const foreign = Map.groupBy(
    [...positions].filter(([id]) => node.box === null || boxOf.get(id) !== node.box),
    ([id]) => boxOf.get(id) ?? id,
  );
  const boxes = [...foreign.entries()].map(([box, members]) =>
    around(
      members.map(([, place]) => place),
      boxOf.get(members[0]?.[0] ?? '') === box,
    ),
  );
  return others.every((place) => !overlap(plate, around([place], false))) && boxes.every((rect) => !overlap(grown, rect));
}

const padded = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

function around(points: readonly Point[], framed: boolean): Rect {
  const pad = framed ? framePadding.namespace : { side: 6, top: 6, bottom: 6 };
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs) - plateSize.width / 2 - pad.side, Math.min(...ys) - plateSize.height / 2 - pad.top];
  return {
    x,
    y,
    width: Math.max(...xs) + plateSize.width / 2 + pad.side - x,
    height: Math.max(...ys) + plateSize.height / 2 + pad.bottom - y,
  };
}

const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
