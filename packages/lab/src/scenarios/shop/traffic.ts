import type { KubeObject } from '@vigla/contract/objects';
import { object, type Told } from '../object.ts';
import type { Telling } from '../scenario.ts';
import { historyOf, tellerOf, writers } from './history.ts';

/** How requests go through the shop at an instant. */
export function shopTraffic(atMs: number, telling: Telling): readonly KubeObject[] {
  const told = tellerOf(telling);
  const { shift, rollout } = historyOf(telling.nowMs);
  const shifted = atMs >= shift;
  const rolledOut = atMs >= rollout;
  return [
    gateway(told('helm', 51)),
    virtual('storefront/web', fromOutside, told('argo', 81)),
    virtual('catalog/search', searching(rolledOut), told('argo', 40, ...(rolledOut ? [{ by: writers.argo, atMs: rollout }] : []))),
    virtual('catalog/recommendations', { hosts: ['recommendations'], http: [shares('recommendations', 90)] }, told('argo', 13)),
    virtual('catalog/catalog', within('catalog', '0.5s'), told('argo', 25)),
    virtual('cart/cart', within('cart', '2s'), told('argo', 81)),
    virtual('orders/orders', within('orders', '5s'), told('argo', 81)),
    virtual('orders/inventory', within('inventory', '2s'), told('argo', 81)),
    virtual('orders/checkout', within('checkout', '15s'), told('argo', 81)),
    virtual('storefront/storefront-api', within('storefront-api', '20s'), told('argo', 81)),
    virtual(
      'payments/payments',
      { hosts: ['payments'], http: [shares('payments', shifted ? 80 : 95)] },
      told('kubectl', 33, ...(shifted ? [{ by: writers.vigla, atMs: shift }] : [])),
    ),
    applied(
      rule(
        'payments/payments',
        { subsets: [subset('v1'), { ...subset('v2'), trafficPolicy: { connectionPool: wide } }] },
        told('kubectl', 33),
      ),
    ),
    rule('catalog/search', { subsets: [subset('v3'), subset('v4')] }, told('argo', 40)),
    rule('catalog/recommendations', { subsets: [subset('v1'), subset('v2')] }, told('argo', 13)),
    rule('catalog/catalog', { trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST' } } }, told('argo', 25)),
    ...['cart/cart', 'cart/cart-redis', 'catalog/catalog-db'].map((name) =>
      rule(name, { trafficPolicy: { connectionPool: { tcp: { connectTimeout: '1s' } } } }, told('argo', 81)),
    ),
    ...evenly.map((name) => rule(name, { trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST' } } }, told('argo', 81))),
    cardpay(told('argo', 66)),
    rule(
      'payments/cardpay',
      { host: 'api.cardpay.example', trafficPolicy: { tls: { mode: 'SIMPLE', sni: 'api.cardpay.example' } } },
      told('argo', 66),
    ),
    webRoute(told('argo', 51)),
  ];
}

/** As `kubectl apply` leaves an object: with a copy of what was applied. Later edits do not touch the copy. */
function applied(made: KubeObject): KubeObject {
  const { apiVersion, kind, metadata, spec } = made;
  const { name, namespace } = metadata;
  const copy = `${JSON.stringify({ apiVersion, kind, metadata: { annotations: {}, name, namespace }, spec })}\n`;
  return {
    ...made,
    metadata: { ...metadata, annotations: { ...metadata.annotations, 'kubectl.kubernetes.io/last-applied-configuration': copy } },
  };
}

const wide = { tcp: { maxConnections: 100 }, http: { http1MaxPendingRequests: 1024 } };

const evenly = [
  'storefront/web',
  'storefront/storefront-api',
  'orders/checkout',
  'orders/orders',
  'orders/inventory',
  'payments/fraud',
  'payments/ledger',
];

const subset = (version: string) => ({ name: version, labels: { version } });

/** To v1 so many percent, the rest to v2. */
const shares = (host: string, percent: number) => ({
  route: [
    { destination: { host, subset: 'v1' }, weight: percent },
    { destination: { host, subset: 'v2' }, weight: 100 - percent },
  ],
});

const within = (host: string, timeout: string) => ({ hosts: [host], http: [{ timeout, route: [{ destination: { host } }] }] });

/** Testers may ask for a version by name. After the rollout the route to v3 is left over: nobody asks for it and nothing runs there. */
const searching = (rolledOut: boolean) => ({
  hosts: ['search'],
  http: [
    ...(rolledOut
      ? [{ match: [{ headers: { 'x-search-version': { exact: 'v3' } } }], route: [{ destination: { host: 'search', subset: 'v3' } }] }]
      : []),
    { route: [{ destination: { host: 'search', subset: rolledOut ? 'v4' : 'v3' } }] },
  ],
});

const fromOutside = {
  hosts: ['shop.example.com', 'www.shop.example.com', 'api.shop.example.com'],
  gateways: ['edge/shop'],
  http: [
    {
      match: [{ authority: { exact: 'api.shop.example.com' } }],
      route: [{ destination: { host: 'storefront-api', port: { number: 8080 } } }],
    },
    { route: [{ destination: { host: 'web', port: { number: 8080 } } }] },
  ],
};

const gateway = (told: Told): KubeObject =>
  object(
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      name: 'shop',
      namespace: 'edge',
      body: {
        spec: {
          selector: { istio: 'ingressgateway' },
          servers: [
            {
              port: { number: 443, name: 'https', protocol: 'HTTPS' },
              hosts: ['shop.example.com', 'www.shop.example.com', 'api.shop.example.com'],
              tls: { mode: 'SIMPLE', credentialName: 'shop-tls' },
            },
          ],
        },
      },
    },
    told,
  );

/** The provider of card payments: called in plain text inside the pod, encrypted by the proxy on the way out. */
const cardpay = (told: Told): KubeObject =>
  object(
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      name: 'cardpay',
      namespace: 'payments',
      body: {
        spec: {
          hosts: ['api.cardpay.example'],
          location: 'MESH_EXTERNAL',
          resolution: 'DNS',
          ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }],
        },
      },
    },
    told,
  );

/** The same as a route of the Gateway API: for callers inside the mesh. */
const webRoute = (told: Told): KubeObject =>
  object(
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      name: 'web',
      namespace: 'storefront',
      body: {
        spec: {
          parentRefs: [{ group: '', kind: 'Service', name: 'web', port: 8080 }],
          rules: [{ backendRefs: [{ name: 'web', port: 8080 }] }],
        },
      },
    },
    told,
  );

function virtual(where: string, spec: Readonly<Record<string, unknown>>, told: Told): KubeObject {
  const [namespace = '', name = ''] = where.split('/');
  return object({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', name, namespace, body: { spec } }, told);
}

/** A DestinationRule; its host is its own name within its namespace, unless told otherwise. */
function rule(where: string, spec: Readonly<Record<string, unknown>>, told: Told): KubeObject {
  const [namespace = '', name = ''] = where.split('/');
  const host = `${name}.${namespace}.svc.cluster.local`;
  return object(
    { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', name, namespace, body: { spec: { host, ...spec } } },
    told,
  );
}
