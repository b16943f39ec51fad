import { framePadding } from '../drawing/frame.ts';
import { laneWeight } from './lanes.ts';
import type { Links, Unit } from './ranks.ts';

/** Between two plates of one column. Units: model px. */
export const rowGap = 16;

/** A unit's place in its block. */
export interface Slot {
  readonly unit: Unit;
  readonly column: number;
  readonly height: number;
  /** Of its middle, from the block's top. Units: model px. */
  offset: number;
}

/** A namespace, or a plate that stands alone: what is moved up and down as one. */
export interface Block {
  readonly slots: Slot[];
  readonly from: number;
  readonly to: number;
  readonly framed: boolean;
  height: number;
  y: number;
}

type Heights = ReadonlyMap<string, number>;

/** A block of units, not yet in order. */
export function freshBlock(units: readonly Unit[], ranks: ReadonlyMap<string, number>, heightOf: (unit: Unit) => number): Block {
  const slots = units.map((unit): Slot => ({ unit, column: ranks.get(unit.id) ?? 0, height: heightOf(unit), offset: 0 }));
  const columns = slots.map(({ column }) => column);
  return { slots, from: Math.min(...columns), to: Math.max(...columns), framed: units.some(({ box }) => box !== null), height: 0, y: 0 };
}

/** Sorts each column by where its neighbours stand, so that lines cross less. */
export function orderColumns(block: Block, links: Links, heights: Heights): void {
  const wish = new Map(block.slots.map((slot) => [slot, wishOf(slot, links, heights)]));
  block.slots.sort((a, b) => a.column - b.column || (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
}

/** Gives the units of each column their offsets: as near to their wishes as the neighbours above and below allow. */
export function fillBlock(block: Block, links: Links, heights: Heights): void {
  const columns = [...Map.groupBy(block.slots, ({ column }) => column).values()];
  const { top, bottom } = block.framed ? framePadding.namespace : { top: 0, bottom: 0 };
  const tall = Math.max(...columns.map((column) => column.reduce((sum, { height }) => sum + height, 0)));
  block.height = top + bottom + tall - rowGap;
  for (const column of columns) fillColumn(column, { start: top - rowGap / 2, room: tall, y: block.y }, links, heights);
}

interface Room {
  readonly start: number;
  readonly room: number;
  readonly y: number;
}

function fillColumn(column: readonly Slot[], { start, room, y }: Room, links: Links, heights: Heights): void {
  const first = heights.size === 0;
  let free = room - column.reduce((sum, { height }) => sum + height, 0);
  let next = first ? start + free / 2 : start;
  for (const slot of column) {
    const earliest = next + slot.height / 2;
    const wished = first ? earliest : wishOf(slot, links, heights) - y;
    slot.offset = Math.min(earliest + free, Math.max(earliest, wished));
    free -= slot.offset - earliest;
    next = slot.offset + slot.height / 2;
  }
}

/** The middle of a unit's neighbours, callers counting double: a reader follows calls from their start. */
function wishOf({ unit, offset }: Slot, { callers, called }: Links, heights: Heights): number {
  let sum = 0;
  let weight = 0;
  for (const [list, each] of [
    [callers.get(unit.id), 2],
    [called.get(unit.id), 1],
  ] as const) {
    for (const id of list ?? []) {
      const height = heights.get(id);
      if (height === undefined) continue;
      sum += height * each * laneWeight(id);
      weight += each * laneWeight(id);
    }
  }
  return weight === 0 ? (heights.get(unit.id) ?? offset) : sum / weight;
}

/** The least distance between two blocks that share a column. Units: model px. */
export const blockGap = 20;
