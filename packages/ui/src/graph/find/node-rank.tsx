import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { rankNodes } from '@vigla/domain/find';
import { useMemo } from 'react';
import { useWords } from '../../words/index.ts';

/** How a node ranks by its calls among all that are shown. */
export function NodeRank({ graph, node }: { readonly graph: TrafficGraph; readonly node: GraphNode }) {
  const t = useWords();
  const ranks = useMemo(
    () => ({ rank: rankNodes(graph, 'both'), inbound: rankNodes(graph, 'inbound'), outbound: rankNodes(graph, 'outbound') }),
    [graph],
  );
  const rank = ranks.rank.get(node.id);
  const [inbound, outbound] = [ranks.inbound.get(node.id), ranks.outbound.get(node.id)];
  if (rank === undefined || inbound === undefined || outbound === undefined) return null;
  return <p className="vigla-graph-subtle">{t('find.rank', { rank, inbound, outbound })}</p>;
}
