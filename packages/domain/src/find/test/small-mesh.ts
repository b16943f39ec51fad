import type { GraphEdge, GraphNode, Protocol, Traffic, TrafficGraph } from '@vigla/contract/graph';
import { at, seconds } from '@vigla/contract/units';

const nothing: Omit<Traffic, 'protocol'> = {
  requestsPerSecond: null,
  bytesPerSecond: null,
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
};

function requests(protocol: Protocol, rate: number, errorRatio: number, p95Ms: number | null = 40): Traffic {
  const times = p95Ms === null ? {} : { averageMs: p95Ms * 0.6, p50Ms: p95Ms / 2, p95Ms, p99Ms: p95Ms * 2 };
  return { ...nothing, protocol, requestsPerSecond: rate, requests: rate * 300, failed: rate * 300 * errorRatio, errorRatio, ...times };
}

const bytes = (bytesPerSecond: number): Traffic => ({ ...nothing, protocol: 'tcp', bytesPerSecond });

/** For tests: a healthy workload, named by its id `namespace/name`. */
export function madeNode(id: string, overrides: Partial<GraphNode> = {}): GraphNode {
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

const principal = (name: string): string => `spiffe://mesh.example/ns/orders/sa/${name}`;

/** For tests: a healthy, encrypted call. */
export function madeEdge(from: string, to: string, traffic = requests('http', 10, 0), overrides: Partial<GraphEdge> = {}): GraphEdge {
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

const pay = { app: 'pay', hosts: ['pay.payments.svc.cluster.local'], labels: { team: 'money' } };

const nodes: readonly GraphNode[] = [
  madeNode('shop/web', { cluster: 'east' }),
  madeNode('orders/checkout', { health: 'degraded', badges: ['fault', 'mirror', 'timeout', 'virtual_service'] }),
  madeNode('payments/pay-v1', { ...pay, version: 'v1', badges: ['traffic_shifting', 'virtual_service'] }),
  madeNode('payments/pay-v2', {
    ...pay,
    version: 'v2',
    health: 'failing',
    badges: ['circuit_breaker', 'request_routing', 'virtual_service'],
  }),
  madeNode('payments/ledger-db', { kind: 'store', badges: ['tcp_traffic_shifting', 'virtual_service'] }),
  madeNode('billing/batch', { inMesh: false, health: 'unknown', traits: ['workload_entry'] }),
  madeNode('outside/card.example', { kind: 'external', namespace: null, inMesh: null }),
];

const identities = (to: string) => ({ sourcePrincipals: [principal('checkout')], destinationPrincipals: [principal(to)] });

const edges: readonly GraphEdge[] = [
  madeEdge(
    'shop/web',
    'orders/checkout',
    { ...requests('http', 24, 0.037), sentBytesPerSecond: 12_000, receivedBytesPerSecond: 4000 },
    { health: 'degraded' },
  ),
  madeEdge('orders/checkout', 'payments/pay-v1', requests('grpc', 19.2, 0), identities('pay')),
  madeEdge('orders/checkout', 'payments/pay-v2', requests('http', 4.8, 0.184, 1200), { health: 'failing', ...identities('pay') }),
  madeEdge('payments/pay-v1', 'payments/ledger-db', bytes(1_900_000)),
  madeEdge('billing/batch', 'payments/pay-v1', requests('http', 0.8, 0, null), { mtlsRatio: 0 }),
  madeEdge('payments/pay-v2', 'outside/card.example', requests('http', 4, 0), { mtlsRatio: null }),
];

/** For tests: a mesh of seven nodes and six calls that has one of each kind of trouble. */
export const smallMesh = (): TrafficGraph => ({
  at: at(1_795_354_330),
  window: seconds(300),
  groupBy: 'version',
  namespaces: ['billing', 'orders', 'payments', 'shop'],
  nodes: nodes.map((one) => ({
    ...one,
    inbound: edges.filter(({ to }) => to === one.id).map(({ traffic }) => traffic),
    outbound: edges.filter(({ from }) => from === one.id).map(({ traffic }) => traffic),
  })),
  edges: [...edges],
  newestSampleAt: at(1_795_354_328),
  gaps: [],
  gathered: null,
  cost: null,
});
