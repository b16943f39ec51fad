import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { isFailure } from '@vigla/domain/health';

/** Requests of one direction that failed in one way. */
export interface FailedShare {
  readonly direction: 'inbound' | 'outbound';
  readonly code: string;
  /** Of all requests of that direction, 0..1. */
  readonly share: number;
}

/** Requests that failed at a node, by direction and code, most first within a direction. */
export function failedShares(graph: Pick<TrafficGraph, 'edges'>, { id }: Pick<GraphNode, 'id'>): readonly FailedShare[] {
  const inbound = graph.edges.filter(({ to }) => to === id);
  const outbound = graph.edges.filter(({ from }) => from === id);
  return [...sharesOf(inbound, 'inbound'), ...sharesOf(outbound, 'outbound')];
}

function sharesOf(edges: readonly GraphEdge[], direction: FailedShare['direction']): readonly FailedShare[] {
  const all = edges.flatMap(({ endings, traffic }) => endings.map((ending) => ({ ...ending, protocol: traffic.protocol })));
  const total = all.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  if (total === 0) return [];
  const byCode = Map.groupBy(
    all.filter(({ protocol, code, requestsPerSecond }) => requestsPerSecond > 0 && isFailure(protocol, code)),
    ({ code }) => code,
  );
  return [...byCode]
    .map(([code, some]) => ({ direction, code, share: some.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0) / total }))
    .sort((a, b) => b.share - a.share);
}
