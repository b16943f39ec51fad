import { type Point, plateSize } from '../drawing/curve.ts';
import { framePadding } from '../drawing/frame.ts';
import { type Block, blockGap, fillBlock, freshBlock, orderColumns, rowGap } from './blocks.ts';
import type { LayoutInput } from './layout-input.ts';
import { laneHeight, withLanes } from './lanes.ts';
import { mostOrdered, orderBlocks, placeInOrder } from './order-blocks.ts';
import { type Links, linksWithin, rankUnits, type Unit, unitsOf } from './ranks.ts';
import { packedBlocks } from './pack.ts';
import { settleBlocks } from './settle.ts';

/** Distances between plates. Units: model px. */
export const pitch = { column: plateSize.width + 104, row: plateSize.height + rowGap, sibling: plateSize.height + 8 } as const;

const sweeps = 6;
const lastSweeps = 3;

/**
 * Lays a whole graph out from left to right: columns by flow across the mesh, so that a column means the same distance
 * from the doors everywhere; namespaces as blocks that never overlap; blocks and plates near what they call and are
 * called by. Deterministic. Units: model px, centres of plates.
 */
export function layoutGraph(input: LayoutInput): ReadonlyMap<string, Point> {
  return input.nodes.some(({ cluster }) => cluster !== null) ? stackedClusters(input) : layoutFlow(input);
}

/** One cluster below the other, so that their boxes never overlap; what belongs to none stands above. */
function stackedClusters({ nodes, edges, layout }: LayoutInput): ReadonlyMap<string, Point> {
  const positions = new Map<string, Point>();
  let top = 0;
  for (const [, members] of [...Map.groupBy(nodes, ({ cluster }) => cluster)].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))) {
    const known = new Set(members.map(({ id }) => id));
    const own = layoutFlow({ layout, nodes: members, edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)) });
    const ys = [...own.values()].map(({ y }) => y);
    const shift = top + framePadding.cluster.top + plateSize.height / 2 - Math.min(...ys);
    for (const [id, { x, y }] of own) positions.set(id, { x, y: y + shift });
    top = Math.max(...ys) + shift + plateSize.height / 2 + framePadding.cluster.bottom + 2 * blockGap;
  }
  return positions;
}

function layoutFlow(input: LayoutInput): ReadonlyMap<string, Point> {
  const whole = unitsOf(input);
  if (input.nodes.some(({ group }) => group)) return gatheredLayout(whole.units, whole.links);
  const { units, links, ranks } = withLanes({
    ...whole,
    ranks: spreadLoners(whole.units, whole.links, rankUnits(whole.units, whole.links)),
  });
  const blocks = [...Map.groupBy(units, ({ id, box }) => box ?? `alone ${id}`).values()].map((members) =>
    freshBlock(members, ranks, unitHeight),
  );
  let heights: ReadonlyMap<string, number> = new Map();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const block of blocks) {
      orderColumns(block, links, heights);
      fillBlock(block, links, heights);
    }
    settleBlocks(blocks, links);
    heights = heightsOf(blocks);
  }
  if (blocks.length <= mostOrdered) {
    const ordered = orderBlocks(blocks, links);
    for (let sweep = 0; sweep < lastSweeps; sweep++) {
      heights = heightsOf(blocks);
      for (const block of blocks) {
        orderColumns(block, links, heights);
        fillBlock(block, links, heights);
      }
      placeInOrder(ordered, links);
    }
  }
  const positions = positionsOf(blocks, ranks);
  return tooTall(positions) ? packedLayout(whole.units, whole.links, ranks) : positions;
}

const tallest = 1.5;

/** Many namespaces side by side in depth stack up into a tower, which no screen shows at a readable size. */
function tooTall(positions: ReadonlyMap<string, Point>): boolean {
  const xs = [...positions.values()].map(({ x }) => x);
  const ys = [...positions.values()].map(({ y }) => y);
  const [width, height] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
  return positions.size > 60 && height > tallest * width;
}

/** Plates of a column, at most; a longer box is given more columns. */
const tallestBox = 8;

/**
 * Groups call each other in circles, so that a column of its own for each step would make one long row. Boxes, and plates
 * without one, fill the screen instead, those that call more than they are called first.
 */
function gatheredLayout(units: readonly Unit[], links: Links): ReadonlyMap<string, Point> {
  const lean = leanOf(links);
  const blocks = [...Map.groupBy(units, ({ id, box }) => box ?? `alone ${id}`).values()].map((members) => {
    const sorted = [...members].sort((a, b) => lean(a) - lean(b));
    const columns = Math.ceil(sorted.length / tallestBox);
    const rows = Math.ceil(sorted.length / columns);
    const block = freshBlock(sorted, new Map(sorted.map(({ id }, index) => [id, Math.floor(index / rows)])), unitHeight);
    fillBlock(block, links, new Map());
    const flow = sorted.reduce((sum, unit) => sum + lean(unit), 0) / sorted.length;
    return { block, flow, width: columns * pitch.column };
  });
  return unpacked(packedBlocks(blocks));
}

/** From -1, which only calls, to 1, which is only called. Doors, and who calls through them, come first. */
function leanOf({ callers, called }: Links): (unit: Unit) => number {
  return ({ id, role }) => {
    const [into, from] = [callers.get(id)?.length ?? 0, called.get(id)?.length ?? 0];
    if (role !== 'inner') return role === 'caller' ? -3 : -2;
    return into + from === 0 ? 1 : (into - from) / (into + from);
  };
}

/** Large meshes: each namespace is laid out by itself, and the namespaces fill the screen in the order of the flow. */
function packedLayout(units: readonly Unit[], links: Links, ranks: ReadonlyMap<string, number>): ReadonlyMap<string, Point> {
  const blocks = [...Map.groupBy(units, ({ id, box }) => box ?? `alone ${id}`).values()].map((members) => {
    const inner = linksWithin(members, links);
    const block = freshBlock(members, spreadLoners(members, inner, rankUnits(members, inner)), unitHeight);
    fillBlock(block, inner, new Map());
    const flow = members.reduce((sum, { id }) => sum + (ranks.get(id) ?? 0), 0) / members.length;
    return { block, flow, width: (block.to - block.from + 1) * pitch.column };
  });
  return unpacked(packedBlocks(blocks));
}

function unpacked(packed: ReturnType<typeof packedBlocks>): ReadonlyMap<string, Point> {
  const positions = new Map<string, Point>();
  for (const { block, x, y } of packed) {
    const own = new Map(block.slots.map(({ unit, column }) => [unit.id, column - block.from]));
    for (const [id, place] of positionsOf([{ ...block, y }], own)) positions.set(id, { x: place.x + x, y: place.y });
  }
  return positions;
}

/** What calls nobody and is called by nobody fills the columns of its own block evenly, wrapped like text. */
function spreadLoners(units: readonly Unit[], { callers, called }: Links, ranks: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const alone = ({ id }: Unit): boolean => !callers.has(id) && !called.has(id);
  const spread = new Map(ranks);
  for (const members of Map.groupBy(units, ({ box }) => box ?? '').values()) {
    const loners = members.filter(alone);
    const taken = members.filter((unit) => !alone(unit)).map(({ id }) => ranks.get(id) ?? 0);
    const first = taken.length > 0 ? Math.min(...taken) : 0;
    const columns = Math.max(taken.length > 0 ? Math.max(...taken) - first + 1 : 1, Math.ceil(Math.sqrt(loners.length / 3)));
    loners.forEach(({ id }, index) => spread.set(id, first + (index % columns)));
  }
  return spread;
}

const heightsOf = (blocks: readonly Block[]): ReadonlyMap<string, number> =>
  new Map(blocks.flatMap(({ y, slots }) => slots.map(({ unit, offset }): [string, number] => [unit.id, y + offset])));

function positionsOf(blocks: readonly Block[], ranks: ReadonlyMap<string, number>): ReadonlyMap<string, Point> {
  const positions = new Map<string, Point>();
  for (const { y, slots } of blocks) {
    for (const { unit, offset } of slots) {
      const top = y + offset - ((unit.members.length - 1) * pitch.sibling) / 2;
      unit.members.forEach((id, index) =>
        positions.set(id, { x: (ranks.get(unit.id) ?? 0) * pitch.column, y: Math.round(top + index * pitch.sibling) }),
      );
    }
  }
  return positions;
}

/** How tall a unit stands, with the room around it. Units: model px. */
const unitHeight = ({ members }: Unit): number =>
  members.length === 0
    ? laneHeight
    : members.length === 1
      ? pitch.row
      : (members.length - 1) * pitch.sibling + pitch.row + framePadding.app.top + framePadding.app.bottom;
