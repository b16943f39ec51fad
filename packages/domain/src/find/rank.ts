import type { TrafficGraph } from '@vigla/contract/graph';

/** Which calls of a node make its rank. */
export type RankBy = 'both' | 'inbound' | 'outbound';

const last = 100;

/**
 * Ranks nodes by how many calls lead in, out, or both: 1 for the most, 100 at most for the least; equal ones share a
 * rank, and where there are more than 100 different counts, neighbours do.
 */
export function rankNodes({ nodes, edges }: Pick<TrafficGraph, 'nodes' | 'edges'>, by: RankBy): ReadonlyMap<string, number> {
  const counts = new Map(nodes.map(({ id }) => [id, 0]));
  const count = (id: string): void => {
    const before = counts.get(id);
    if (before !== undefined) counts.set(id, before + 1);
  };
  for (const { from, to } of edges) {
    if (by !== 'outbound') count(to);
    if (by !== 'inbound') count(from);
  }
  const different = [...new Set(counts.values())].sort((a, b) => b - a);
  const squeeze = different.length > last ? (last - 1) / (different.length - 1) : 1;
  const rankOf = new Map(different.map((value, index) => [value, 1 + Math.round(index * squeeze)]));
  return new Map([...counts].map(([id, value]) => [id, rankOf.get(value) ?? last]));
}
