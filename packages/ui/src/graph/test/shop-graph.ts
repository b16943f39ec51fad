import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { call, graphOf, http, node, tcp } from '@vigla/testkit/graphs';

const limits = { protocol: 'http', direction: 'inbound', degradedAt: 0.001, failingAt: 0.1 } as const;
const version = (namespace: string, app: string, number: string, overrides: Partial<GraphNode> = {}): GraphNode =>
  node(`${namespace}/${app}-${number}`, {
    name: `${app}-${number}`,
    app,
    version: number,
    pods: { ready: 3, desired: 3 },
    principals: [`spiffe://shop.example/ns/${namespace}/sa/${app}`],
    ...overrides,
  });

const store = (namespace: string, name: string): GraphNode => node(`${namespace}/${name}`, { kind: 'store' });

const degraded = (errorRatio: number, total: number): Partial<GraphNode> => ({
  health: 'degraded',
  reasons: [{ kind: 'errors', errorRatio, failed: errorRatio * total * 300, total: total * 300, codes: '503', ...limits }],
});

const nodes: readonly GraphNode[] = [
  node('outside/unknown:entering', {
    kind: 'outside',
    namespace: null,
    name: 'entering',
    health: 'unknown',
    reasons: [{ kind: 'outside' }],
    inMesh: false,
  }),
  node('edge/ingressgateway', { kind: 'gateway', ...degraded(0.002, 412) }),
  version('storefront', 'web', 'v3', degraded(0.003, 268)),
  version('storefront', 'storefront-api', 'v5', degraded(0.002, 380)),
  version('catalog', 'search', 'v4', { badges: ['traffic_shifting', 'virtual_service'] }),
  version('catalog', 'recommendations', 'v1'),
  version('catalog', 'recommendations', 'v2', { badges: ['traffic_shifting', 'virtual_service'] }),
  version('catalog', 'catalog', 'v7'),
  store('catalog', 'catalog-db'),
  version('cart', 'cart', 'v2'),
  store('cart', 'cart-redis'),
  version('orders', 'checkout', 'v12', degraded(0.037, 24)),
  version('orders', 'orders', 'v9'),
  version('orders', 'inventory', 'v3'),
  store('orders', 'orders-db'),
  store('orders', 'order-events'),
  version('payments', 'payments', 'v1'),
  version('payments', 'payments', 'v2', {
    health: 'failing',
    badges: ['circuit_breaker'],
    reasons: [{ kind: 'errors', errorRatio: 0.184, failed: 265, total: 1440, codes: '503 UO', ...limits }],
  }),
  version('payments', 'fraud', 'v4'),
  version('payments', 'ledger', 'v2'),
  node('billing/billing-batch', { health: 'unknown', reasons: [{ kind: 'no_sidecar' }], inMesh: false }),
  node('outside/api.cardpay.example', { kind: 'external', namespace: null, name: 'api.cardpay.example', inMesh: false }),
];

const to = (from: string, target: string, requestsPerSecond: number, errorRatio = 0, overrides: Partial<GraphEdge> = {}): GraphEdge =>
  call(from, target, {
    traffic: http({ requestsPerSecond, errorRatio, requests: requestsPerSecond * 300, failed: requestsPerSecond * 300 * errorRatio }),
    health: errorRatio >= 0.1 ? 'failing' : errorRatio >= 0.001 ? 'degraded' : 'healthy',
    endings: [
      { code: '200', flags: '-', reporter: 'both', host: null, requestsPerSecond: requestsPerSecond * (1 - errorRatio) },
      ...(errorRatio > 0
        ? [{ code: '503', flags: 'UO', reporter: 'source' as const, host: null, requestsPerSecond: requestsPerSecond * errorRatio }]
        : []),
    ],
    ...overrides,
  });
const bytes = (from: string, target: string, bytesPerSecond: number): GraphEdge => call(from, target, { traffic: tcp({ bytesPerSecond }) });

const edges: readonly GraphEdge[] = [
  to('outside/unknown:entering', 'edge/ingressgateway', 412, 0.002, { mtlsRatio: null, reportedBy: 'destination' }),
  to('edge/ingressgateway', 'storefront/web-v3', 268, 0.003),
  to('edge/ingressgateway', 'storefront/storefront-api-v5', 144),
  to('storefront/web-v3', 'storefront/storefront-api-v5', 236, 0.004),
  to('storefront/storefront-api-v5', 'catalog/search-v4', 61.2),
  to('storefront/storefront-api-v5', 'catalog/recommendations-v1', 66.6),
  to('storefront/storefront-api-v5', 'catalog/recommendations-v2', 7.4),
  to('storefront/storefront-api-v5', 'catalog/catalog-v7', 210),
  to('storefront/storefront-api-v5', 'cart/cart-v2', 96),
  to('storefront/storefront-api-v5', 'orders/checkout-v12', 24, 0.037),
  to('catalog/search-v4', 'catalog/catalog-v7', 38),
  bytes('catalog/catalog-v7', 'catalog/catalog-db', 1_900_000),
  bytes('cart/cart-v2', 'cart/cart-redis', 412_000),
  to('orders/checkout-v12', 'cart/cart-v2', 24),
  to('orders/checkout-v12', 'orders/orders-v9', 23.1),
  to('orders/checkout-v12', 'orders/inventory-v3', 48.2),
  to('orders/checkout-v12', 'payments/payments-v1', 19.2),
  to('orders/checkout-v12', 'payments/payments-v2', 4.8, 0.184),
  bytes('orders/orders-v9', 'orders/orders-db', 640_000),
  bytes('orders/orders-v9', 'orders/order-events', 88_000),
  bytes('orders/inventory-v3', 'orders/orders-db', 210_000),
  to('payments/payments-v1', 'payments/fraud-v4', 19.9),
  to('payments/payments-v1', 'payments/ledger-v2', 19.9),
  to('payments/payments-v1', 'outside/api.cardpay.example', 23.1),
  to('payments/payments-v2', 'payments/fraud-v4', 4),
  to('payments/payments-v2', 'payments/ledger-v2', 4),
  to('payments/payments-v2', 'outside/api.cardpay.example', 4.7),
  to('billing/billing-batch', 'payments/payments-v1', 0.8, 0, { mtlsRatio: 0, reportedBy: 'destination' }),
];

/** For tests: a shop of 22 nodes and 28 calls in the minute when payments v2 refuses calls. */
export const shopGraph = (overrides: Partial<TrafficGraph> = {}): TrafficGraph => graphOf(nodes, edges, overrides);
