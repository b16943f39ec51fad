import type { GraphEdge, TrafficGraph } from '@vigla/contract/graph';

/** The edges by which requests enter a graph: from callers that nobody knows or that may not be seen. The same on every face. */
export function enteringEdges({ nodes, edges }: TrafficGraph): readonly GraphEdge[] {
  const doors = new Set(
    nodes.filter(({ kind, inbound }) => (kind === 'outside' || kind === 'restricted') && inbound.length === 0).map(({ id }) => id),
  );
  return edges.filter(({ from }) => doors.has(from));
}
