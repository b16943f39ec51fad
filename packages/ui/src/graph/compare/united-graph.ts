import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';

/** Both windows as one graph: everything of the later one, and what is gone as it was. */
export function unitedGraph(comparison: Comparison): TrafficGraph {
  const { after, groupBy, namespaces, nodes, edges, newestSampleAt, gathered, gaps } = comparison;
  return {
    ...after,
    groupBy,
    namespaces,
    nodes: nodes.map(({ node }) => node),
    edges: edges.map(({ edge }) => edge),
    newestSampleAt,
    gaps,
    gathered,
    cost: null,
  };
}
