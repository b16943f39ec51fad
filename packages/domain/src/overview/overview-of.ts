import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import type { NamespaceSummary, Overview } from '@vigla/contract/overview';
import { enteringEdges } from '../graph/index.ts';
import { worst } from '../health/index.ts';

/**
 * The mesh at a glance, summed from a graph in which every node is a workload. The same numbers stand on the graph's own plates
 * and calls: the two can never disagree.
 */
export function overviewOf(graph: TrafficGraph): Overview {
  const entering = enteringEdges(graph).filter(isRequests);
  const door = [...entering].sort((a, b) => rateOf(b) - rateOf(a))[0];
  const requests = graph.edges.filter(isRequests);
  return {
    at: graph.at,
    window: graph.window,
    enteringPerSecond: entering.length > 0 ? total(entering, rateOf) : null,
    enteringErrorRatio: errorRatio(entering),
    enteringP95Ms: door?.traffic.p95Ms ?? null,
    doors: entering.length,
    mtlsRatio: encryptedShare(requests),
    plainTextPerSecond: told(requests).length > 0 ? total(told(requests), (edge) => rateOf(edge) * (1 - (edge.mtlsRatio ?? 1))) : null,
    workloads: graph.nodes.filter(isWorkload).length,
    namespaces: summaries(graph),
    newestSampleAt: graph.newestSampleAt,
    gaps: graph.gaps,
    cost: graph.cost,
  };
}

function summaries({ nodes, edges, namespaces }: TrafficGraph): NamespaceSummary[] {
  const namespaceOf = new Map(nodes.map(({ id, namespace }) => [id, namespace]));
  const inbound = new Map<string, GraphEdge[]>();
  for (const edge of edges.filter(isRequests)) {
    const name = namespaceOf.get(edge.to);
    if (name) inbound.set(name, [...(inbound.get(name) ?? []), edge]);
  }
  const workloads = new Map<string, GraphNode[]>();
  for (const node of nodes.filter(isWorkload)) workloads.set(node.namespace ?? '', [...(workloads.get(node.namespace ?? '') ?? []), node]);
  // Neighbours of the chosen namespaces are drawn on the graph, and are not what was asked for.
  const chosen = namespaces.length > 0 ? namespaces : [...workloads.keys()];
  return chosen.map((name) => summary(name, workloads.get(name) ?? [], inbound.get(name) ?? [])).sort(worstFirst);
}

function summary(name: string, workloads: readonly GraphNode[], edges: readonly GraphEdge[]): NamespaceSummary {
  const counts: Record<Health, number> = { healthy: 0, degraded: 0, failing: 0, not_ready: 0, idle: 0, unknown: 0 };
  for (const { health } of workloads) counts[health] += 1;
  const slowest = edges.flatMap(({ traffic }) => traffic.p95Ms ?? []);
  return {
    name,
    health: worst(workloads.map(({ health }) => health)),
    workloads: counts,
    requestsPerSecond: edges.length > 0 ? total(edges, rateOf) : null,
    errorRatio: errorRatio(edges),
    worstP95Ms: slowest.length > 0 ? Math.max(...slowest) : null,
    mtlsRatio: encryptedShare(edges),
  };
}

const isRequests = ({ traffic }: GraphEdge): boolean => traffic.protocol !== 'tcp';
const isWorkload = ({ kind, namespace }: GraphNode): boolean =>
  namespace !== null && kind !== 'service' && kind !== 'operation' && kind !== 'group';
const rateOf = ({ traffic }: GraphEdge): number => traffic.requestsPerSecond ?? 0;
const total = (edges: readonly GraphEdge[], of: (edge: GraphEdge) => number): number => edges.reduce((sum, edge) => sum + of(edge), 0);

/** Counts before shares: a share of shares would be wrong. */
function errorRatio(edges: readonly GraphEdge[]): number | null {
  const requests = total(edges, ({ traffic }) => traffic.requests ?? 0);
  return requests > 0 ? Math.min(1, total(edges, ({ traffic }) => traffic.failed ?? 0) / requests) : null;
}

const told = (edges: readonly GraphEdge[]): readonly GraphEdge[] => edges.filter(({ mtlsRatio }) => mtlsRatio !== null);

function encryptedShare(edges: readonly GraphEdge[]): number | null {
  const all = total(told(edges), rateOf);
  return all > 0 ? Math.min(1, total(told(edges), (edge) => rateOf(edge) * (edge.mtlsRatio ?? 0)) / all) : null;
}

const order: readonly Health[] = ['failing', 'degraded', 'not_ready', 'healthy', 'idle', 'unknown'];

function worstFirst(a: NamespaceSummary, b: NamespaceSummary): number {
  const byHealth = order.indexOf(a.health) - order.indexOf(b.health);
  return (
    byHealth ||
    (b.errorRatio ?? 0) - (a.errorRatio ?? 0) ||
    (b.requestsPerSecond ?? 0) - (a.requestsPerSecond ?? 0) ||
    (a.name < b.name ? -1 : 1)
  );
}
