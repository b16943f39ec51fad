import { type Block, blockGap } from './blocks.ts';
import type { Links } from './ranks.ts';

/** Above so many blocks the order of the flow is good enough, and trying others takes long. */
export const mostOrdered = 16;

const rounds = 2;
const passes = 6;
/** How much worse it is when who calls from outside stands below what it calls. */
const callerBelow = 1.6;

interface Pull {
  readonly from: number;
  readonly to: number;
  /** Heights within their blocks. Units: model px. */
  readonly fromOffset: number;
  readonly toOffset: number;
  readonly byCaller: boolean;
}

/** Finds the order of blocks from top to bottom in which calls between them are shortest, and places them so. */
export function orderBlocks(blocks: readonly Block[], links: Links): readonly Block[] {
  const pulls = pullsBetween(blocks, links);
  let order = blocks.map((_, index) => index).sort((a, b) => middle(blocks[a]) - middle(blocks[b]));
  let best = costOf(placed(order, blocks, pulls), blocks, pulls);
  for (let round = 0; round < rounds; round++) {
    for (let block = 0; block < blocks.length; block++) {
      for (let place = 0; place < order.length; place++) {
        const tried = order.filter((one) => one !== block).toSpliced(place, 0, block);
        const cost = costOf(placed(tried, blocks, pulls), blocks, pulls);
        if (cost < best - 1) [order, best] = [tried, cost];
      }
    }
  }
  const ordered = order.flatMap((index) => blocks[index] ?? []);
  placeInOrder(ordered, links);
  return ordered;
}

/** Places blocks from top to bottom in this order, each as near to its neighbours as those above and below allow. */
export function placeInOrder(ordered: readonly Block[], links: Links): void {
  const tops = placed(
    ordered.map((_, index) => index),
    ordered,
    pullsBetween(ordered, links),
  );
  const least = Math.min(...tops);
  ordered.forEach((block, index) => {
    block.y = (tops[index] ?? 0) - least;
  });
}

const middle = (block: Block | undefined): number => (block ? block.y + block.height / 2 : 0);

const shareColumn = (a: Block, b: Block): boolean => a.from <= b.to && a.to >= b.from;

function pullsBetween(blocks: readonly Block[], { called }: Links): readonly Pull[] {
  const places = new Map(
    blocks.flatMap(({ slots }, block) =>
      slots.map((slot): [string, { block: number; offset: number }] => [slot.unit.id, { block, offset: slot.offset }]),
    ),
  );
  return blocks.flatMap(({ slots }, from) =>
    slots.flatMap(({ unit, offset }) =>
      (called.get(unit.id) ?? []).flatMap((id): readonly Pull[] => {
        const to = places.get(id);
        if (!to || to.block === from) return [];
        return [{ from, to: to.block, fromOffset: offset, toOffset: to.offset, byCaller: unit.role === 'caller' }];
      }),
    ),
  );
}

/** The top of each block, by its index. */
function placed(order: readonly number[], blocks: readonly Block[], pulls: readonly Pull[]): readonly number[] {
  const tops = blocks.map(() => 0);
  const above = order.map((index, place) => order.slice(0, place).filter((other) => touches(blocks, index, other)));
  const below = order.map((index, place) => order.slice(place + 1).filter((other) => touches(blocks, index, other)));
  const heightOf = (index: number): number => (blocks[index]?.height ?? 0) + blockGap;
  const floor = (place: number): number =>
    (above[place] ?? []).reduce((most, other) => Math.max(most, (tops[other] ?? 0) + heightOf(other)), Number.NEGATIVE_INFINITY);
  order.forEach((index, place) => {
    tops[index] = Math.max(0, floor(place));
  });
  const settle = (place: number): void => {
    const index = order[place] ?? 0;
    const wish = wishOf(index, tops, pulls);
    if (wish === null) return;
    const ceiling = (below[place] ?? []).reduce(
      (least, other) => Math.min(least, (tops[other] ?? 0) - heightOf(index)),
      Number.POSITIVE_INFINITY,
    );
    tops[index] = Math.max(floor(place), Math.min(wish, ceiling));
  };
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < order.length; i++) settle(pass % 2 === 0 ? order.length - 1 - i : i);
  }
  return tops;
}

const touches = (blocks: readonly Block[], a: number, b: number): boolean => {
  const [one, other] = [blocks[a], blocks[b]];
  return one !== undefined && other !== undefined && shareColumn(one, other);
};

function wishOf(index: number, tops: readonly number[], pulls: readonly Pull[]): number | null {
  let [sum, count] = [0, 0];
  for (const { from, to, fromOffset, toOffset } of pulls) {
    if (from !== index && to !== index) continue;
    const [own, other, otherTop] = from === index ? [fromOffset, toOffset, tops[to]] : [toOffset, fromOffset, tops[from]];
    sum += (otherTop ?? 0) + other - own;
    count++;
  }
  return count === 0 ? null : sum / count;
}

function costOf(tops: readonly number[], blocks: readonly Block[], pulls: readonly Pull[]): number {
  const way = pulls.reduce((sum, { from, to, fromOffset, toOffset, byCaller }) => {
    const rise = (tops[to] ?? 0) + toOffset - (tops[from] ?? 0) - fromOffset;
    return sum + Math.abs(rise) * (byCaller && rise < 0 ? callerBelow : 1);
  }, 0);
  const bottoms = tops.map((top, index) => top + (blocks[index]?.height ?? 0));
  return way + 0.5 * (Math.max(...bottoms) - Math.min(...tops));
}
