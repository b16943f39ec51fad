import type { AppModel, Operation, OutgoingCall, Root, Scatter, Wave } from '../../flow/index.ts';

const small: Scatter = { median: 320, spread: 0.3 };

/** A shop that is open all over the world: load hardly moves, and never stands still. */
const waves: readonly Wave[] = [
  { periodSeconds: 1301, share: 0.004 },
  { periodSeconds: 97, share: 0.012 },
  { periodSeconds: 31, share: 0.015 },
];

const call = (host: string, path: string, perRequest: number, more: Partial<OutgoingCall> = {}): OutgoingCall => ({
  host,
  port: 8080,
  protocol: 'http',
  method: 'GET',
  path,
  perRequest,
  required: false,
  timeoutMs: null,
  requestBytes: small,
  ...more,
});

const needs = (host: string, path: string, perRequest = 1, more: Partial<OutgoingCall> = {}): OutgoingCall =>
  call(host, path, perRequest, { method: 'POST', required: true, ...more });

/** A question to a store: a connection each. Units: bytes sent with it. */
const store = (host: string, port: number, bytes: number): OutgoingCall =>
  call(host, '', 1, { port, protocol: 'tcp', method: '', required: true, requestBytes: { median: bytes, spread: 0 } });

const operation = (path: string, medianMs: number, more: Partial<Operation> & { readonly spread?: number } = {}): Operation => {
  const { spread = 0.4, ...rest } = more;
  return {
    path,
    latencyMs: { median: medianMs, spread },
    responseBytes: { median: 1800, spread: 0.5 },
    failures: [],
    calls: [],
    ...rest,
  };
};

/** Units: bytes of an answer. */
const table = (medianMs: number, bytes: number): readonly Operation[] => [
  operation('', medianMs, { responseBytes: { median: bytes, spread: 0 } }),
];

const cardpay = (path: string): OutgoingCall => needs('api.cardpay.example', path, 1, { port: 80 });
const score = needs('fraud', '/score');
const book = needs('ledger', '/entries');

/** A payment takes what the provider of card payments takes: v2 asks it twice, once to authorize and once to confirm. */
const behaviours: ReadonlyMap<string, readonly Operation[]> = new Map([
  [
    'storefront/web-v3',
    [
      operation('/', 14, { calls: [call('storefront-api', '/pages', 212 / 244)] }),
      operation('/checkout', 16, { calls: [needs('storefront-api', '/checkout')] }),
    ],
  ],
  [
    'storefront/storefront-api-v5',
    [
      operation('/', 12, {
        calls: [
          call('search.catalog', '/search', 61.2 / 356),
          call('recommendations.catalog', '/for', 74 / 356),
          call('catalog.catalog', '/items', 210 / 356),
          call('cart.cart', '/carts', 96 / 356),
        ],
      }),
      operation('/checkout', 8, { calls: [needs('checkout.orders', '/checkout')] }),
    ],
  ],
  ['catalog/search-v3', [operation('/search', 74, { spread: 0.5, calls: [call('catalog', '/items', 38 / 61.2)] })]],
  ['catalog/search-v4', [operation('/search', 46, { spread: 0.5, calls: [call('catalog', '/items', 38 / 61.2)] })]],
  ['catalog/recommendations-v1', [operation('/for', 22)]],
  ['catalog/recommendations-v2', [operation('/for', 19)]],
  ['catalog/catalog-v7', [operation('/items', 6, { calls: [store('catalog-db', 5432, 460)] })]],
  ['catalog/catalog-db', table(3, 7200)],
  ['cart/cart-v2', [operation('/carts', 4, { calls: [store('cart-redis', 6379, 433)] })]],
  ['cart/cart-redis', table(0.6, 3000)],
  [
    'orders/checkout-v12',
    [
      operation('/checkout', 30, {
        calls: [
          call('cart.cart', '/carts', 1),
          call('inventory', '/stock', 48.2 / 24),
          needs('payments.payments', '/payments'),
          needs('orders', '/orders'),
        ],
      }),
    ],
  ],
  ['orders/orders-v9', [operation('/orders', 14, { calls: [store('orders-db', 5432, 22_600), store('order-events', 9092, 3450)] })]],
  ['orders/inventory-v3', [operation('/stock', 5, { capacityPerPod: 40, calls: [store('orders-db', 5432, 356)] })]],
  ['orders/orders-db', table(3, 4000)],
  ['orders/order-events', table(2, 208)],
  [
    'payments/payments-v1',
    [operation('/payments', 34, { spread: 0.3, calls: [score, cardpay('/charge'), book] }), operation('/settlements', 90)],
  ],
  [
    'payments/payments-v2',
    [operation('/payments', 55.5, { spread: 0.3, calls: [score, cardpay('/authorize'), cardpay('/confirm'), book] })],
  ],
  [
    'payments/api.cardpay.example',
    [
      operation('/charge', 84, { spread: 0.35 }),
      operation('/authorize', 122, { spread: 0.35 }),
      operation('/confirm', 138, { spread: 0.35 }),
    ],
  ],
  ['payments/fraud-v4', [operation('/score', 18)]],
  ['payments/ledger-v2', [operation('/entries', 13)]],
]);

const fromOutside = (id: string, host: string, path: string, requestsPerSecond: number): Root => ({
  id,
  from: { kind: 'outside', workload: 'edge/ingressgateway' },
  call: { host, port: 443, protocol: 'http', method: path === '/checkout' ? 'POST' : 'GET', path, headers: {} },
  requestBytes: small,
  requestsPerSecond,
  waves,
});

const billing: Root = {
  id: 'billing',
  from: { kind: 'workload', workload: 'billing/billing-batch' },
  call: { host: 'payments-v1.payments', port: 8080, protocol: 'http', method: 'POST', path: '/settlements', headers: {} },
  requestBytes: small,
  requestsPerSecond: 0.8,
  waves,
};

/** 412 requests per second come in: 268 to the pages, 24 of them to pay, and 144 from apps. */
export const shopModel: AppModel = {
  roots: [
    fromOutside('visitors', 'shop.example.com', '/', 244),
    fromOutside('buyers', 'shop.example.com', '/checkout', 24),
    fromOutside('apps', 'api.shop.example.com', '/items', 144),
    billing,
  ],
  behaviours,
  handsOn: [],
};
