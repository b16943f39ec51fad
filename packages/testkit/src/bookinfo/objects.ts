import type { IstioObject } from '@vigla/contract/istio';
import type { KubeObject } from '@vigla/contract/objects';
import { noon } from './noon.ts';

const ago = (seconds: number): string => new Date((noon - seconds) * 1000).toISOString().replace('.000Z', 'Z');
const dayAgo = ago(86_400);

/** A namespace, a day old. */
export const namespaceObject = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels }, creationTimestamp: dayAgo },
});

interface Deployed {
  readonly namespace?: string;
  readonly app: string;
  readonly version?: string;
  readonly replicas?: number;
  readonly ready?: number;
  readonly proxy?: boolean;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly proxyArgs?: readonly string[];
}

/** A Deployment with its ReplicaSet and pods, named `app-version`. */
export function deployed({
  namespace = 'bookinfo',
  app,
  version,
  replicas = 1,
  ready = replicas,
  ...more
}: Deployed): readonly KubeObject[] {
  const name = version === undefined ? app : `${app}-${version}`;
  const labels = { app, ...(version !== undefined && { version }), ...more.labels };
  const proxies = more.proxy === false ? [] : [{ name: 'istio-proxy', args: more.proxyArgs ?? ['proxy', 'sidecar'] }];
  const spec = { containers: [{ name: app }, ...proxies] };
  const owned = (kind: string, owner: string) => [{ apiVersion: 'apps/v1', kind, name: owner, uid: `${kind}-${owner}` }];
  const hash = `${name}-5d8f`;
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels, annotations: more.annotations ?? {}, creationTimestamp: dayAgo },
      spec: { replicas, template: { metadata: { labels }, spec: { containers: [{ name: app }] } } },
      status: { replicas, readyReplicas: ready },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: hash, namespace, labels, ownerReferences: owned('Deployment', name), creationTimestamp: dayAgo },
      spec: { replicas },
    },
    ...Array.from(
      { length: replicas },
      (_, i): KubeObject => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `${hash}-${i}`, namespace, labels, ownerReferences: owned('ReplicaSet', hash), creationTimestamp: dayAgo },
        spec,
        status: { phase: 'Running', conditions: [{ type: 'Ready', status: i < ready ? 'True' : 'False' }] },
      }),
    ),
  ];
}

/** A service that selects by app, a day old. */
export const serviceObject = (name: string, namespace = 'bookinfo', selector: Record<string, string> = { app: name }): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, creationTimestamp: dayAgo },
  spec: { selector, ports: [{ name: 'http', port: 9080 }] },
});

/** An object of networking.istio.io, written a day ago. */
export const networking = (kind: string, name: string, spec: Record<string, unknown>, namespace = 'bookinfo'): IstioObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name, namespace, resourceVersion: '7', creationTimestamp: dayAgo },
  spec,
});

/** Reviews in three versions, of which the route names two. */
export const reviewsRoute = networking('VirtualService', 'reviews', {
  hosts: ['reviews'],
  http: [
    { match: [{ headers: { 'end-user': { exact: 'jason' } } }], route: [{ destination: { host: 'reviews', subset: 'v2' } }] },
    {
      timeout: '3s',
      route: [
        { destination: { host: 'reviews', subset: 'v1', port: { number: 9080 } }, weight: 80 },
        { destination: { host: 'reviews', subset: 'v2', port: { number: 9080 } }, weight: 20 },
      ],
    },
  ],
});

/** Subsets for two of the three versions, one of them limited. */
export const reviewsRule = networking('DestinationRule', 'reviews', {
  host: 'reviews',
  trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
  subsets: [
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { connectionPool: { http: { http1MaxPendingRequests: 1 } } } },
  ],
});

/** Everything of Bookinfo that Kubernetes stores, as far as consoles look at it. */
export const bookinfoObjects: readonly KubeObject[] = [
  namespaceObject('bookinfo', { 'istio-injection': 'enabled' }),
  namespaceObject('istio-system'),
  namespaceObject('clients'),
  ...deployed({ app: 'istiod', namespace: 'istio-system', proxy: false, labels: { istio: 'pilot' } }),
  ...deployed({
    app: 'istio-ingressgateway',
    namespace: 'istio-system',
    labels: { istio: 'ingressgateway' },
    proxyArgs: ['proxy', 'router'],
  }),
  ...deployed({ app: 'curl', namespace: 'clients', proxy: false }),
  ...deployed({ app: 'productpage', version: 'v1' }),
  ...deployed({ app: 'details', version: 'v1' }),
  ...deployed({ app: 'reviews', version: 'v1', replicas: 2 }),
  ...deployed({ app: 'reviews', version: 'v2' }),
  ...deployed({ app: 'reviews', version: 'v3', replicas: 3, ready: 2 }),
  ...deployed({ app: 'ratings', version: 'v1' }),
  ...deployed({ app: 'ratings', version: 'v2' }),
  ...deployed({ app: 'mysqldb', version: 'v1' }),
  ...['productpage', 'details', 'reviews', 'ratings', 'mysqldb'].map((name) => serviceObject(name)),
  serviceObject('istio-ingressgateway', 'istio-system'),
  networking('Gateway', 'bookinfo', { selector: { istio: 'ingressgateway' }, servers: [] }),
  networking('VirtualService', 'bookinfo', {
    hosts: ['*'],
    gateways: ['bookinfo'],
    http: [{ match: [{ uri: { prefix: '/productpage' } }], route: [{ destination: { host: 'productpage' } }] }],
  }),
  reviewsRoute,
  reviewsRule,
];
