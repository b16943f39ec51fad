import { type Point, plateSize } from '../drawing/curve.ts';
import type { LayoutInput } from './layout-input.ts';
import { rankUnits, unitsOf } from './ranks.ts';

const cell = { width: plateSize.width + 84, height: plateSize.height + 52 } as const;
/** Of a screen. */
const aspect = 1.6;

/** Rows and columns as wide as a screen, filled in the order of the flow: a place can be found again by counting. */
export function grid(input: LayoutInput): ReadonlyMap<string, Point> {
  const ids = inFlow(input);
  const columns = Math.max(1, Math.ceil(Math.sqrt((ids.length * aspect * cell.height) / cell.width)));
  return new Map(
    ids.map((id, index): [string, Point] => [id, { x: (index % columns) * cell.width, y: Math.floor(index / columns) * cell.height }]),
  );
}

/** Ids from the doors to the stores; versions of one application side by side. */
export function inFlow(input: LayoutInput): readonly string[] {
  const { units, links } = unitsOf(input);
  const ranks = rankUnits(units, links);
  const rankOf = (id: string): number => ranks.get(id) ?? 0;
  return [...units].sort((a, b) => rankOf(a.id) - rankOf(b.id) || (a.id < b.id ? -1 : 1)).flatMap(({ members }) => members);
}
