import type { GraphEdge, GraphNode, Traffic, TrafficGraph } from '@vigla/contract/graph';
import { at, seconds } from '@vigla/contract/units';

/** For tests: facts by hand, everything unremarkable unless said otherwise. */
export const http = (overrides: Partial<Traffic> = {}): Traffic => ({
  protocol: 'http',
  requestsPerSecond: 10,
  bytesPerSecond: null,
  sentBytesPerSecond: null,
  receivedBytesPerSecond: null,
  sentMessagesPerSecond: null,
  receivedMessagesPerSecond: null,
  requests: (overrides.requestsPerSecond ?? 10) * 300,
  failed: (overrides.requestsPerSecond ?? 10) * 300 * (overrides.errorRatio ?? 0),
  errorRatio: 0,
  averageMs: 20,
  p50Ms: 16,
  p95Ms: 42,
  p99Ms: 80,
  ...overrides,
});

/** For tests: bytes and no requests. */
export const tcp = (overrides: Partial<Traffic> = {}): Traffic => ({
  protocol: 'tcp',
  requestsPerSecond: null,
  bytesPerSecond: 640_000,
  sentBytesPerSecond: null,
  receivedBytesPerSecond: null,
  sentMessagesPerSecond: null,
  receivedMessagesPerSecond: null,
  requests: null,
  failed: null,
  errorRatio: null,
  averageMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  ...overrides,
});

/** For tests: a healthy workload, named by its id `namespace/name`. */
export function node(id: string, overrides: Partial<GraphNode> = {}): GraphNode {
  const [namespace = '', name = id] = id.split('/');
  return {
    id,
    kind: 'workload',
    namespace,
    cluster: null,
    name,
    app: null,
    version: null,
    health: 'healthy',
    reasons: [],
    inbound: [],
    outbound: [],
    pods: null,
    inMesh: true,
    badges: [],
    hosts: [],
    principals: [],
    traits: [],
    likelyCause: null,
    labels: {},
    members: null,
    ...overrides,
  };
}

/** For tests: a healthy, encrypted HTTP call. */
export function call(from = 'shop/a', to = 'shop/b', overrides: Partial<GraphEdge> = {}): GraphEdge {
  const traffic = overrides.traffic ?? http();
  return {
    id: `${from}>${to}:${traffic.protocol}`,
    from,
    to,
    traffic,
    endings: [],
    callerSaw: [],
    reportedBy: 'both',
    agreement: null,
    mtlsRatio: 1,
    hosts: [],
    sourcePrincipals: [],
    destinationPrincipals: [],
    health: 'healthy',
    ...overrides,
  };
}

/** For tests: a graph whose nodes carry the sums of the given calls. */
export function graphOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[], overrides: Partial<TrafficGraph> = {}): TrafficGraph {
  return {
    at: at(1_795_354_330),
    window: seconds(300),
    groupBy: 'version',
    namespaces: [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))].sort(),
    nodes: nodes.map((one) => ({
      ...one,
      inbound: one.inbound.length > 0 ? one.inbound : sums(edges.filter(({ to }) => to === one.id)),
      outbound: one.outbound.length > 0 ? one.outbound : sums(edges.filter(({ from }) => from === one.id)),
    })),
    edges: [...edges],
    newestSampleAt: at(1_795_354_328),
    gaps: [],
    gathered: null,
    cost: null,
    ...overrides,
  };
}

function sums(edges: readonly GraphEdge[]): Traffic[] {
  const protocols = new Set(edges.map(({ traffic }) => traffic.protocol));
  return [...protocols].map((protocol) => {
    const group = edges.filter(({ traffic }) => traffic.protocol === protocol);
    const add = (pick: (traffic: Traffic) => number | null): number | null =>
      group.every(({ traffic }) => pick(traffic) === null) ? null : group.reduce((sum, { traffic }) => sum + (pick(traffic) ?? 0), 0);
    const requests = add((traffic) => traffic.requests);
    const failed = add((traffic) => traffic.failed);
    const first = group[0]?.traffic ?? http();
    return {
      ...first,
      requestsPerSecond: add((traffic) => traffic.requestsPerSecond),
      bytesPerSecond: add((traffic) => traffic.bytesPerSecond),
      requests,
      failed,
      errorRatio: requests && failed !== null ? failed / requests : null,
    };
  });
}
