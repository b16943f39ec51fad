import type { Explanation } from '@vigla/contract/explain';
import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { endOf } from '@vigla/domain/explain';

/** What of a node is told. */
export type ExplainedNode = Pick<GraphNode, 'id' | 'kind' | 'namespace' | 'name' | 'app' | 'version' | 'pods' | 'health'>;

interface Behind {
  /** The call that the node's trouble comes from, or its busiest; null where nobody calls it and it calls nobody. */
  readonly of: Explanation | null;
  readonly failedPerSecond: number;
  readonly fromEdgePerSecond: number;
}

/** Why a node is as it is: the explanation of the call behind it, told of the node; and where pods or measurement are the reason, that. */
export function explainNode(node: ExplainedNode, graph: TrafficGraph, { of, failedPerSecond, fromEdgePerSecond }: Behind): Explanation {
  const end = endOf(node);
  const base: Explanation = of ?? {
    element: node.id,
    edge: null,
    at: graph.at,
    window: graph.window,
    subject: { kind: 'node', node: end },
    ends: null,
    health: node.health,
    protocol: null,
    requestsPerSecond: null,
    p95Ms: null,
    mtlsRatio: null,
    verdict: { kind: node.health === 'unknown' ? 'not_measured' : 'idle', failedPerSecond: null, share: null },
    since: null,
    cause: null,
    contribution: null,
    within: null,
    stations: [],
    evidence: [],
    ruledOut: [],
    notKnown: [{ kind: 'proxies_in_sync' }],
    queries: [],
    gaps: [...graph.gaps],
  };
  const about: Explanation = { ...base, element: node.id, subject: { kind: 'node', node: end }, health: node.health };
  const notReady = node.pods !== null && node.pods.ready < node.pods.desired && (node.health === 'not_ready' || node.health === 'failing');
  if (notReady && node.pods && failedPerSecond === 0) {
    return {
      ...about,
      verdict: { kind: 'no_ready_pods', failedPerSecond: null, share: null },
      cause: { kind: 'element', element: node.id, namespace: node.namespace, name: node.name, version: node.version, certainty: 'sure' },
      evidence: [{ fact: { kind: 'pods', ...node.pods, restarts: null }, source: 'pods' }, ...about.evidence],
    };
  }
  return failedPerSecond > 0 ? { ...about, contribution: { failedPerSecond, fromEdgePerSecond } } : about;
}
