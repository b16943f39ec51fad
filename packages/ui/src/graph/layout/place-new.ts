import type { Point } from '../drawing/curve.ts';
import { pitch } from './layout-graph.ts';
import type { LayoutInput, LayoutNode } from './layout-input.ts';
import { placeOpened } from './place-opened.ts';
import { Standing } from './standing.ts';

type Positions = ReadonlyMap<string, Point>;

/**
 * Gives places to nodes that have none, beside their callers, and moves nothing that has one. A new plate covers no
 * other, and its box grows over no foreign plate.
 */
export function placeNew(input: LayoutInput, known: Positions): Positions {
  const positions = new Map(input.nodes.flatMap(({ id }) => (known.has(id) ? [[id, known.get(id) ?? { x: 0, y: 0 }] as const] : [])));
  placeOpened(input, known, positions);
  const waiting = input.nodes.filter(({ id }) => !positions.has(id));
  if (waiting.length === 0) return positions;
  const mesh = meshOf(input);
  const standing = new Standing();
  for (const node of input.nodes) {
    const place = positions.get(node.id);
    if (place) standing.add(node, place);
  }
  // Those with placed neighbours first: the others then find them standing.
  const touches = new Set(waiting.filter(({ id }) => neighbours(id, mesh).some((one) => positions.has(one))));
  for (const node of [...waiting].sort((a, b) => Number(touches.has(b)) - Number(touches.has(a)))) {
    const place = freePlace(node, standing, mesh, positions);
    positions.set(node.id, place);
    standing.add(node, place);
  }
  return positions;
}

/** Who calls whom, and who shares a box, by id. */
interface Mesh {
  readonly callers: ReadonlyMap<string, readonly string[]>;
  readonly called: ReadonlyMap<string, readonly string[]>;
  readonly inBox: ReadonlyMap<string | null, readonly string[]>;
  readonly versions: ReadonlyMap<string | null, readonly string[]>;
}

function meshOf({ nodes, edges }: LayoutInput): Mesh {
  const ids = <T>(groups: Map<T, readonly { readonly id: string }[]>): Map<T, readonly string[]> =>
    new Map([...groups].map(([key, members]) => [key, members.map(({ id }) => id)]));
  return {
    callers: ids(
      Map.groupBy(
        edges.map(({ from, to }) => ({ id: from, to })),
        ({ to }) => to,
      ),
    ),
    called: ids(
      Map.groupBy(
        edges.map(({ from, to }) => ({ id: to, from })),
        ({ from }) => from,
      ),
    ),
    inBox: ids(Map.groupBy(nodes, ({ box }) => box)),
    versions: ids(Map.groupBy(nodes, ({ app }) => app)),
  };
}

const neighbours = (id: string, { callers, called }: Mesh): readonly string[] => [...(callers.get(id) ?? []), ...(called.get(id) ?? [])];

function freePlace(node: LayoutNode, standing: Standing, mesh: Mesh, positions: Positions): Point {
  const siblings = siblingsOf(node, mesh);
  const beside = besideSiblings(siblings, positions).find((point) => standing.isFree(node, point, siblings));
  if (beside) return beside;
  const start = anchor(node, mesh, positions);
  for (const [column, row] of spiral) {
    const point = { x: start.x + column * pitch.column, y: start.y + row * pitch.row };
    if (standing.isFree(node, point)) return point;
  }
  const lowest = Math.max(0, ...[...positions.values()].map(({ y }) => y));
  return { x: start.x, y: lowest + 3 * pitch.row };
}

/** Ids of the other versions of a node's application, whose box it shares. */
const siblingsOf = ({ id, app }: LayoutNode, { versions }: Mesh): ReadonlySet<string> =>
  new Set(app === null ? [] : (versions.get(app) ?? []).filter((one) => one !== id));

/** Above or below the other versions of its application, in their column: their box holds nothing else. */
function besideSiblings(siblings: ReadonlySet<string>, positions: Positions): readonly Point[] {
  const places = [...siblings].flatMap((id) => positions.get(id) ?? []);
  const [first] = places;
  if (!first) return [];
  const ys = places.map(({ y }) => y);
  return [
    { x: first.x, y: Math.min(...ys) - pitch.sibling },
    { x: first.x, y: Math.max(...ys) + pitch.sibling },
  ];
}

/** Right of the callers, else left of the called ones, else with its own box. */
function anchor({ id, box }: LayoutNode, mesh: Mesh, positions: Positions): Point {
  const places = (ids: readonly string[] = []): readonly Point[] => ids.flatMap((one) => positions.get(one) ?? []);
  const callers = places(mesh.callers.get(id));
  if (callers.length > 0) return shifted(mean(callers), pitch.column);
  const called = places(mesh.called.get(id));
  if (called.length > 0) return shifted(mean(called), -pitch.column);
  const siblings = box === null ? [] : places(mesh.inBox.get(box));
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
