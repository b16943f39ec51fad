import { type Point, plateSize } from '../drawing/curve.ts';
import type { LayoutInput } from './layout-input.ts';
import { inFlow } from './grid.ts';

const pitch = { across: plateSize.width + 40, down: plateSize.height + 92, wrapped: plateSize.height + 26 } as const;

/** From top to bottom: each row is one call further from where traffic enters. A row too long for a screen goes on below. */
export function breadthFirst(input: LayoutInput): ReadonlyMap<string, Point> {
  const rows = [...Map.groupBy(inFlow(input), levelsOf(input))].sort(([a], [b]) => a - b).map(([, ids]) => ids);
  const widest = Math.max(4, Math.ceil(Math.sqrt(input.nodes.length) * 1.4));
  const positions = new Map<string, Point>();
  let y = 0;
  for (const row of rows) {
    const ordered = besideCallers(row, input, positions);
    for (let start = 0; start < ordered.length; start += widest) {
      const part = ordered.slice(start, start + widest);
      part.forEach((id, index) => positions.set(id, { x: Math.round((index - (part.length - 1) / 2) * pitch.across), y }));
      y += start + widest < ordered.length ? pitch.wrapped : pitch.down;
    }
  }
  return positions;
}

/** How many calls each node is away from the nearest one that nobody calls; circles begin at their first. */
function levelsOf(input: LayoutInput): (id: string) => number {
  const called = Map.groupBy(input.edges, ({ from }) => from);
  const levels = new Map<string, number>();
  const spread = (starts: readonly string[]): void => {
    const open = [...starts];
    for (const id of starts) levels.set(id, 0);
    for (let next = 0; next < open.length; next++) {
      const id = open[next] ?? '';
      for (const { to } of called.get(id) ?? []) {
        if (levels.has(to)) continue;
        levels.set(to, (levels.get(id) ?? 0) + 1);
        open.push(to);
      }
    }
  };
  const reached = new Set(input.edges.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const ids = inFlow(input);
  spread(ids.filter((id) => !reached.has(id)));
  for (const id of ids) if (!levels.has(id)) spread([id]);
  return (id) => levels.get(id) ?? 0;
}

/** A row in the order of its callers above, so that fewer lines cross. */
function besideCallers(row: readonly string[], { edges }: LayoutInput, positions: ReadonlyMap<string, Point>): readonly string[] {
  const wish = (id: string): number => {
    const xs = edges.filter(({ to }) => to === id).flatMap(({ from }) => positions.get(from)?.x ?? []);
    return xs.length === 0 ? 0 : xs.reduce((sum, x) => sum + x, 0) / xs.length;
  };
  const wishes = new Map(row.map((id) => [id, wish(id)]));
  return [...row].sort((a, b) => (wishes.get(a) ?? 0) - (wishes.get(b) ?? 0));
}
