import type { GroupBy, TrafficGraph } from '@vigla/contract/graph';
import { countText } from '../../format/index.ts';
import type { Speech } from '../drawing/plate.ts';

/** How much there is, and as how little it is drawn: "812 services as 35 groups", "2,140 calls as 39 edges". Null where nothing was gathered. */
export function gatheredCounts(
  graph: Pick<TrafficGraph, 'gathered' | 'groupBy'>,
  drawnLines: number,
  { words, language }: Speech,
): readonly [nodes: string, calls: string] | null {
  const { gathered, groupBy } = graph;
  if (!gathered) return null;
  const what = words(`gather.count.${groupBy satisfies GroupBy}`, { count: countText(gathered.nodes, language) });
  const groups = words('gather.count.as', { count: gathered.groups, what });
  return [groups, words('gather.count.lines', { count: drawnLines, calls: countText(gathered.edges, language) })];
}
