import type { Links, Unit } from './ranks.ts';

/** Room for lines that pass a column. Units: model px. */
export const laneHeight = 46;
/** How much more than other calls a lane draws its ends to its own height. */
export const laneWeight = (id: string): number => (id.startsWith(lanePrefix) ? 3 : 1);

const lanePrefix = 'lane ';
/** In larger meshes room for every passing line would cost more than it is worth. */
const mostUnits = 120;

interface Lanes {
  readonly units: readonly Unit[];
  readonly links: Links;
  readonly ranks: ReadonlyMap<string, number>;
}

/**
 * Adds invisible units where a call passes a column of its own namespace: they keep room between the plates there, so
 * that the line need not run through one. Calls to the same target share a lane.
 */
export function withLanes({ units, links, ranks }: Lanes): Lanes {
  if (units.length > mostUnits) return { units, links, ranks };
  const spans = spansOf(units, ranks);
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  const lanes = new Map<string, Unit>();
  const [callers, called, laneRanks] = [new Map(links.callers), new Map(links.called), new Map(ranks)];
  for (const [from, targets] of links.called) {
    for (const to of targets) {
      const [start, end] = [ranks.get(from) ?? 0, ranks.get(to) ?? 0];
      for (let column = start + 1; column < end; column++) {
        const box = boxOver(column, [unitOf.get(to)?.box, unitOf.get(from)?.box], spans);
        if (box === null) continue;
        const id = `${lanePrefix}${column} ${to}`;
        lanes.set(id, { id, box, role: 'inner', members: [] });
        laneRanks.set(id, column);
        callers.set(id, [...(callers.get(id) ?? []), from]);
        called.set(id, [to]);
        // Both ends keep to their lane, so that the line runs level through it.
        called.set(from, [...(called.get(from) ?? []), id]);
        callers.set(to, [...(callers.get(to) ?? []), id]);
      }
    }
  }
  return { units: [...units, ...lanes.values()], links: { callers, called }, ranks: laneRanks };
}

type Spans = ReadonlyMap<string, { readonly from: number; readonly to: number }>;

function spansOf(units: readonly Unit[], ranks: ReadonlyMap<string, number>): Spans {
  const spans = new Map<string, { from: number; to: number }>();
  for (const { id, box } of units) {
    if (box === null) continue;
    const rank = ranks.get(id) ?? 0;
    const span = spans.get(box) ?? { from: rank, to: rank };
    spans.set(box, { from: Math.min(span.from, rank), to: Math.max(span.to, rank) });
  }
  return spans;
}

const boxOver = (column: number, boxes: readonly (string | null | undefined)[], spans: Spans): string | null =>
  boxes.find((box): box is string => {
    const span = box ? spans.get(box) : undefined;
    return span !== undefined && span.from <= column && span.to >= column;
  }) ?? null;
