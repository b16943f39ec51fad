import type { AppModel, Operation, OutgoingCall, Root, Scatter } from '../flow/index.ts';
import { waves } from './waves.ts';

const small: Scatter = { median: 240, spread: 0.2 };
const page: Scatter = { median: 5200, spread: 0.3 };

const get = (host: string, path: string, more: Partial<OutgoingCall> = {}): OutgoingCall => ({
  host,
  port: 9080,
  protocol: 'http',
  method: 'GET',
  path,
  perRequest: 1,
  required: false,
  timeoutMs: null,
  requestBytes: small,
  ...more,
});

const query: OutgoingCall = { ...get('mysqldb', ''), port: 3306, protocol: 'tcp', method: '', required: true };

const operation = (path: string, medianMs: number, more: Partial<Operation> = {}): Operation => ({
  path,
  latencyMs: { median: medianMs, spread: 0.45 },
  responseBytes: { median: 420, spread: 0.2 },
  failures: [],
  calls: [],
  ...more,
});

const ratings = get('ratings', '/ratings/0', { timeoutMs: 10_000 });

/** The page does without what it cannot get; ratings with a database fail without it. Reviews v1 shows no stars and asks for none. */
const behaviours: ReadonlyMap<string, readonly Operation[]> = new Map([
  [
    'bookinfo/productpage-v1',
    [
      operation('/productpage', 11, {
        responseBytes: page,
        calls: [get('details', '/details/0', { timeoutMs: 3000 }), get('reviews', '/reviews/0', { timeoutMs: 3000 })],
      }),
      operation('/api/v1/products', 3, { calls: [get('reviews', '/reviews/0', { perRequest: 0.5, timeoutMs: 3000 })] }),
    ],
  ],
  ['bookinfo/details-v1', [operation('/details', 2)]],
  ['bookinfo/reviews-v1', [operation('/reviews', 5)]],
  ['bookinfo/reviews-v2', [operation('/reviews', 6, { calls: [ratings] })]],
  ['bookinfo/reviews-v3', [operation('/reviews', 7, { calls: [ratings] })]],
  ['bookinfo/ratings-v1', [operation('/ratings', 1.6)]],
  ['bookinfo/ratings-v2', [operation('/ratings', 4.2, { failures: [{ code: 503, share: 0.012 }], calls: [query] })]],
  ['bookinfo/mysqldb-v1', [operation('', 1, { responseBytes: { median: 1850, spread: 0.3 } })]],
]);

const browse = (path: string, headers: Readonly<Record<string, string>> = {}): Root['call'] => ({
  host: 'bookinfo.example.com',
  port: 80,
  protocol: 'http',
  method: 'GET',
  path,
  headers,
});

const gateway = { kind: 'outside', workload: 'istio-system/istio-ingressgateway' } as const;

/** About 24 requests per second come in by the gateway; three callers in the cluster come on top, two of them without a proxy. */
const roots: readonly Root[] = [
  { id: 'readers', from: gateway, call: browse('/productpage'), requestBytes: small, requestsPerSecond: 16, waves },
  { id: 'jason', from: gateway, call: browse('/productpage', { 'end-user': 'jason' }), requestBytes: small, requestsPerSecond: 4, waves },
  { id: 'apps', from: gateway, call: browse('/api/v1/products/0'), requestBytes: small, requestsPerSecond: 4, waves },
  inCluster('partner-feed', 'reviews.bookinfo', '/reviews/0', 1.5),
  inCluster('legacy-shop', 'productpage.bookinfo', '/productpage', 1.2),
  inCluster('nightly-report', 'details.bookinfo', '/details/0', 0.8),
];

function inCluster(name: string, host: string, path: string, requestsPerSecond: number): Root {
  const call: Root['call'] = { host, port: 9080, protocol: 'http', method: 'GET', path, headers: {} };
  return { id: name, from: { kind: 'workload', workload: `clients/${name}` }, call, requestBytes: small, requestsPerSecond, waves };
}

/** Who reads books, and what the applications of the book shop do about it. */
export const bookinfoModel: AppModel = { roots, behaviours, handsOn: ['end-user'] };
