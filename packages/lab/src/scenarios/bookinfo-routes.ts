import type { KubeObject } from '@vigla/contract/objects';
import { object, type PastWrite, type Told } from './object.ts';
import type { Telling } from './scenario.ts';

const namespace = 'bookinfo';
const days = 86_400_000;

/** The mesh configuration of the book shop at an instant. */
export function bookinfoRoutes(
  atMs: number,
  { shift, rule }: { readonly shift: number; readonly rule: number },
  { nowMs, seed }: Telling,
): readonly KubeObject[] {
  const made: PastWrite = { by: 'kubectl-client-side-apply', atMs: nowMs - 8 * days };
  const told: Told = { seed, writes: [made] };
  const shifted = atMs >= shift;
  const weights = shifted ? [50, 30, 20] : [80, 20, 0];
  return [
    gateway(told),
    virtualService(
      'bookinfo',
      {
        hosts: ['*'],
        gateways: ['bookinfo-gateway'],
        http: [{ match: entryPaths, route: [{ destination: { host: 'productpage', port: { number: 9080 } } }] }],
      },
      told,
    ),
    virtualService(
      'reviews',
      {
        hosts: ['reviews'],
        http: [{ route: weights.map((weight, index) => ({ destination: { host: 'reviews', subset: `v${index + 1}` }, weight })) }],
      },
      { seed, writes: shifted ? [made, { by: 'kubectl-edit', atMs: shift }] : [made] },
    ),
    destinationRule('reviews', ['v1', 'v2', 'v3'], told),
    destinationRule('ratings', ['v1', 'v2'], told),
    ...(atMs >= rule ? [destinationRule('details', ['v1'], { seed, writes: [{ by: 'ci-deployer', atMs: rule }] })] : []),
    object(
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        name: 'mysqldb',
        namespace,
        body: { spec: { selector: { matchLabels: { app: 'mysqldb' } }, mtls: { mode: 'STRICT' } } },
      },
      told,
    ),
  ];
}

const entryPaths = [
  { uri: { exact: '/productpage' } },
  { uri: { prefix: '/static' } },
  { uri: { exact: '/login' } },
  { uri: { exact: '/logout' } },
  { uri: { prefix: '/api/v1/products' } },
];

const gateway = (told: Told): KubeObject =>
  object(
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      name: 'bookinfo-gateway',
      namespace,
      body: {
        spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
      },
    },
    told,
  );

const virtualService = (name: string, spec: Readonly<Record<string, unknown>>, told: Told): KubeObject =>
  object({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', name, namespace, body: { spec } }, told);

const destinationRule = (host: string, versions: readonly string[], told: Told): KubeObject =>
  object(
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      name: host,
      namespace,
      body: { spec: { host, subsets: versions.map((version) => ({ name: version, labels: { version } })) } },
    },
    told,
  );
