import type { Explanation, Within } from '@vigla/contract/explain';
import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { endOf } from '@vigla/domain/explain';

interface Drawn {
  readonly edge: GraphEdge;
  readonly from: GraphNode;
  readonly to: GraphNode;
}

interface Inside {
  readonly within: Within;
  readonly fromEdgePerSecond: number;
}

/** A call that stands for others, told by one of them: its own numbers, and that one's verdict, cause and evidence. */
export function explainGathered({ edge, from, to }: Drawn, graph: TrafficGraph, of: Explanation | null, inside: Inside): Explanation {
  const { traffic, mtlsRatio, health } = edge;
  const failed = (traffic.failed ?? 0) / graph.window;
  const ends = { from: endOf(from), to: endOf(to) };
  const own = {
    element: edge.id,
    subject: { kind: 'edge' as const, ...ends },
    health,
    protocol: traffic.protocol,
    requestsPerSecond: traffic.requestsPerSecond,
    p95Ms: traffic.p95Ms,
    mtlsRatio,
    contribution: failed > 0 ? { failedPerSecond: failed, fromEdgePerSecond: Math.min(failed, inside.fromEdgePerSecond) } : null,
    within: inside.within,
  };
  if (of) return { ...of, ...own };
  return {
    ...own,
    edge: null,
    at: graph.at,
    window: graph.window,
    ends: null,
    verdict: { kind: 'idle', failedPerSecond: null, share: null },
    since: null,
    cause: null,
    stations: [],
    evidence: [],
    ruledOut: [],
    notKnown: [],
    queries: [],
    gaps: [...graph.gaps],
  };
}
