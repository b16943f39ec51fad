import { type Block, blockGap } from './blocks.ts';
import type { Links } from './ranks.ts';

/**
 * Gives blocks their heights on the page: the first in the middle, each next one where its neighbours among those that
 * stand would have it, or at the nearest free place above or below. Blocks that share a column never overlap.
 */
export function settleBlocks(blocks: readonly Block[], links: Links): void {
  const blockOf = new Map(blocks.flatMap((block) => block.slots.map(({ unit }): [string, Block] => [unit.id, block])));
  const standing: Block[] = [];
  const waiting = new Set(inFlow(blocks));
  while (waiting.size > 0) {
    const block = nextOf(waiting, links, blockOf);
    if (!block) break;
    waiting.delete(block);
    block.y = nearestFree(block, wishedTop(block, links, blockOf, standing), standing);
    standing.push(block);
  }
  const top = Math.min(...blocks.map(({ y }) => y));
  for (const block of blocks) block.y -= top;
}

/** From the left, the tallest first: what is large finds its place before what fits anywhere. */
const inFlow = (blocks: readonly Block[]): readonly Block[] => [...blocks].sort((a, b) => a.from - b.from || b.height - a.height);

/** What touches something that stands already goes first; what touches nothing yet can wait until it does. */
function nextOf(waiting: ReadonlySet<Block>, { callers, called }: Links, blockOf: ReadonlyMap<string, Block>): Block | undefined {
  const [first] = waiting;
  const touchesStanding = ({ slots }: Block): boolean =>
    slots.some(({ unit }) =>
      [...(callers.get(unit.id) ?? []), ...(called.get(unit.id) ?? [])].some((id) => !waiting.has(blockOf.get(id) ?? neverPlaced)),
    );
  return [...waiting].find(touchesStanding) ?? first;
}

const neverPlaced: Block = { slots: [], from: 0, to: 0, framed: false, height: 0, y: 0 };

function wishedTop(block: Block, { callers, called }: Links, blockOf: ReadonlyMap<string, Block>, standing: readonly Block[]): number {
  const known = new Set(standing);
  const wishes: number[] = [];
  for (const { unit, offset } of block.slots) {
    for (const id of [...(callers.get(unit.id) ?? []), ...(called.get(unit.id) ?? [])]) {
      const other = blockOf.get(id);
      const slot = other?.slots.find((one) => one.unit.id === id);
      if (other && slot && known.has(other)) wishes.push(other.y + slot.offset - offset);
    }
  }
  return wishes.length === 0 ? block.y : wishes.reduce((sum, wish) => sum + wish, 0) / wishes.length;
}

function nearestFree(block: Block, wish: number, standing: readonly Block[]): number {
  const beside = standing.filter(({ from, to }) => from <= block.to && to >= block.from);
  const free = (y: number): boolean =>
    beside.every((other) => y + block.height + blockGap <= other.y + 1e-6 || y >= other.y + other.height + blockGap - 1e-6);
  const candidates = [wish, ...beside.flatMap(({ y, height }) => [y - block.height - blockGap, y + height + blockGap])];
  // Who calls from outside stands above what it calls, where that costs not much more way than below.
  const lean = block.slots.some(({ unit }) => unit.role === 'caller') ? 1.6 : 1;
  const way = (y: number): number => (y > wish ? (y - wish) * lean : wish - y);
  return candidates.filter(free).sort((a, b) => way(a) - way(b) || a - b)[0] ?? wish;
}
