import type { GraphEdge, GraphNode, Traffic, TrafficGraph } from '@vigla/contract/graph';
import { call, graphOf, http, node, tcp } from '@vigla/testkit/graphs';

const timed = (p95Ms: number | null): Partial<Traffic> =>
  p95Ms === null
    ? { averageMs: null, p50Ms: null, p95Ms: null, p99Ms: null }
    : { averageMs: p95Ms * 0.6, p50Ms: p95Ms / 2, p95Ms, p99Ms: p95Ms * 2 };

/** With response times, unless there are none: then nothing measured them. */
const requests = (protocol: 'http' | 'grpc', rate: number, errorRatio: number, p95: number | null = 40): Traffic =>
  http({ protocol, requestsPerSecond: rate, errorRatio, ...timed(p95) });

const between = (from: string, to: string, traffic: Traffic, overrides: Partial<GraphEdge> = {}): GraphEdge =>
  call(from, to, { traffic, ...overrides });

const principal = (name: string): string => `spiffe://mesh.example/ns/orders/sa/${name}`;

const pay = { app: 'pay', hosts: ['pay.payments.svc.cluster.local'], labels: { team: 'money' } };

const nodes: readonly GraphNode[] = [
  node('shop/web', { cluster: 'east' }),
  node('orders/checkout', { health: 'degraded', badges: ['fault', 'mirror', 'timeout', 'virtual_service'] }),
  node('payments/pay-v1', { ...pay, version: 'v1', badges: ['traffic_shifting', 'virtual_service'] }),
  node('payments/pay-v2', {
    ...pay,
    version: 'v2',
    health: 'failing',
    badges: ['circuit_breaker', 'request_routing', 'virtual_service'],
  }),
  node('payments/ledger-db', { kind: 'store', badges: ['tcp_traffic_shifting', 'virtual_service'] }),
  node('billing/batch', { inMesh: false, health: 'unknown', traits: ['workload_entry'] }),
  node('outside/card.example', { kind: 'external', namespace: null, inMesh: null }),
];

const identities = (to: string) => ({ sourcePrincipals: [principal('checkout')], destinationPrincipals: [principal(to)] });

const edges: readonly GraphEdge[] = [
  between(
    'shop/web',
    'orders/checkout',
    { ...requests('http', 24, 0.037), sentBytesPerSecond: 12_000, receivedBytesPerSecond: 4000 },
    { health: 'degraded' },
  ),
  between('orders/checkout', 'payments/pay-v1', requests('grpc', 19.2, 0), identities('pay')),
  between('orders/checkout', 'payments/pay-v2', requests('http', 4.8, 0.184, 1200), { health: 'failing', ...identities('pay') }),
  between('payments/pay-v1', 'payments/ledger-db', tcp({ bytesPerSecond: 1_900_000 })),
  between('billing/batch', 'payments/pay-v1', requests('http', 0.8, 0, null), { mtlsRatio: 0 }),
  between('payments/pay-v2', 'outside/card.example', requests('http', 4, 0), { mtlsRatio: null }),
];

/** For tests: a mesh of seven nodes and six calls that has one of each kind of trouble. */
export const smallMesh = (): TrafficGraph => graphOf(nodes, edges);
