import { type Block, blockGap } from './blocks.ts';

interface Sized {
  readonly block: Block;
  /** How far from the doors it stands on average: the order of reading. */
  readonly flow: number;
  readonly width: number;
}

interface Packed {
  readonly block: Block;
  readonly x: number;
  readonly y: number;
}

const aspect = 1.6;
const between = 3 * blockGap;

/** Fills columns from top to bottom and left to right in the order of the flow, until the whole is as wide as a screen. */
export function packedBlocks(blocks: readonly Sized[]): readonly Packed[] {
  const area = blocks.reduce((sum, { block, width }) => sum + (width + between) * (block.height + between), 0);
  const tall = Math.max(Math.sqrt(area / aspect), ...blocks.map(({ block }) => block.height));
  const packed: Packed[] = [];
  let [x, y, widest] = [0, 0, 0];
  for (const { block, width } of [...blocks].sort((a, b) => a.flow - b.flow)) {
    if (y > 0 && y + block.height > tall) {
      x += widest + between;
      [y, widest] = [0, 0];
    }
    packed.push({ block, x, y });
    y += block.height + between;
    widest = Math.max(widest, width);
  }
  return packed;
}
