import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { compileMesh } from './compile-mesh.ts';
import { call, istio, meshConfig, service, workload, type Drawn } from './test/draw.ts';

/** How a connection opens: encrypted, in plain text, refused by a mismatch of TLS (503 UF), or closed by the server (503 UC). */
type Ending = 'mutual' | 'plain' | 'mismatch' | 'closed';

interface Case {
  readonly because: string;
  /** DestinationRules, PeerAuthentications, mesh settings. */
  readonly objects?: readonly KubeObject[];
  readonly client?: Drawn;
  readonly server?: Drawn;
  readonly subset?: 'v1';
  readonly ends: Ending;
  readonly source: string;
}

const server = 'server/reviews-v1';
const forServer = { selector: { matchLabels: { app: 'reviews' } } };
const mode = (one: string) => ({ mtls: { mode: one } });
const inMesh = (one: string) => istio('PeerAuthentication istio-system/default', mode(one));
const inNamespace = (one: string) => istio('PeerAuthentication server/default', mode(one));
const onWorkload = (one: string, more: object = {}) => istio('PeerAuthentication server/own', { ...forServer, ...mode(one), ...more });
const onPort = (one: string, port = 9080) => ({ portLevelMtls: { [port]: { mode: one } } });
const tls = (one: string) => ({ tls: { mode: one } });
const rule = (trafficPolicy: object, more: object = {}, where = 'server') =>
  istio(`DestinationRule ${where}/reviews`, { host: 'reviews.server.svc.cluster.local', trafficPolicy, ...more });
const subset = (trafficPolicy: object) => ({ subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy }] });
const portLevel = (one: string, port = 9080) => ({ portLevelSettings: [{ port: { number: port }, ...tls(one) }] });
const bare: Drawn = { proxy: null };
const router: Drawn = { proxy: 'router' };
const noAuto = meshConfig('enableAutoMtls: false\n');

const reach = "Istio's reachability tests";
const auto = 'Istio concept: auto mutual TLS';
const levels = 'Istio reference: PeerAuthentication';
const ruleRef = 'Istio reference: DestinationRule, ClientTLSSettings';

const cases: readonly Case[] = [
  { because: 'nothing is said and both have a proxy', ends: 'mutual', source: auto },
  { because: 'nothing is said and the server has none', server: bare, ends: 'plain', source: auto },
  { because: 'nothing is said and the caller has none', client: bare, ends: 'plain', source: levels },
  { because: 'nobody has a proxy', client: bare, server: bare, ends: 'plain', source: reach },
  { because: 'a gateway calls', client: router, ends: 'mutual', source: auto },
  // The server insists.
  { because: 'the mesh insists', objects: [inMesh('STRICT')], ends: 'mutual', source: reach },
  { because: 'the mesh insists and the caller has no proxy', objects: [inMesh('STRICT')], client: bare, ends: 'closed', source: reach },
  { because: 'the mesh insists and the server has no proxy', objects: [inMesh('STRICT')], server: bare, ends: 'plain', source: reach },
  {
    because: 'the mesh insists and nobody has a proxy',
    objects: [inMesh('STRICT')],
    client: bare,
    server: bare,
    ends: 'plain',
    source: reach,
  },
  { because: 'the namespace insists', objects: [inNamespace('STRICT')], client: bare, ends: 'closed', source: levels },
  { because: 'the workload insists', objects: [onWorkload('STRICT')], client: bare, ends: 'closed', source: levels },
  { because: 'the port insists', objects: [onWorkload('PERMISSIVE', onPort('STRICT'))], client: bare, ends: 'closed', source: levels },
  {
    because: 'another port insists',
    objects: [onWorkload('PERMISSIVE', onPort('STRICT', 9999))],
    client: bare,
    ends: 'plain',
    source: levels,
  },
  {
    because: 'the namespace is milder than the mesh',
    objects: [inMesh('STRICT'), inNamespace('PERMISSIVE')],
    client: bare,
    ends: 'plain',
    source: levels,
  },
  {
    because: 'the workload is milder than the namespace',
    objects: [inNamespace('STRICT'), onWorkload('PERMISSIVE')],
    client: bare,
    ends: 'plain',
    source: levels,
  },
  {
    because: 'the port is milder than the workload',
    objects: [onWorkload('STRICT', onPort('PERMISSIVE'))],
    client: bare,
    ends: 'plain',
    source: levels,
  },
  {
    because: 'the workload leaves it to the namespace',
    objects: [inNamespace('STRICT'), onWorkload('UNSET')],
    client: bare,
    ends: 'closed',
    source: levels,
  },
  {
    because: 'the namespace leaves it to the mesh',
    objects: [inMesh('STRICT'), inNamespace('UNSET')],
    client: bare,
    ends: 'closed',
    source: levels,
  },
  // The server takes plain text only.
  { because: 'the mesh disables it', objects: [inMesh('DISABLE')], ends: 'plain', source: reach },
  { because: 'the namespace disables it', objects: [inNamespace('DISABLE')], ends: 'plain', source: auto },
  { because: 'the workload disables it and callers know', objects: [onWorkload('DISABLE')], ends: 'plain', source: auto },
  { because: 'the port disables it and callers know', objects: [onWorkload('STRICT', onPort('DISABLE'))], ends: 'plain', source: auto },
  {
    because: 'the mesh insists and the namespace disables it',
    objects: [inMesh('STRICT'), inNamespace('DISABLE')],
    ends: 'plain',
    source: auto,
  },
  {
    because: 'the namespace disables it, so that callers do not try, and the workload insists',
    objects: [inNamespace('DISABLE'), onWorkload('STRICT')],
    ends: 'closed',
    source: auto,
  },
  // The caller is told.
  { because: 'a rule says plain text', objects: [rule(tls('DISABLE'))], ends: 'plain', source: reach },
  {
    because: 'a rule says plain text and the server insists',
    objects: [rule(tls('DISABLE')), inMesh('STRICT')],
    ends: 'closed',
    source: ruleRef,
  },
  {
    because: 'a rule says plain text and the mesh disables it',
    objects: [rule(tls('DISABLE')), inMesh('DISABLE')],
    ends: 'plain',
    source: reach,
  },
  {
    because: 'a rule says plain text and the server has no proxy',
    objects: [rule(tls('DISABLE'))],
    server: bare,
    ends: 'plain',
    source: reach,
  },
  { because: 'a rule says mTLS', objects: [rule(tls('ISTIO_MUTUAL'))], ends: 'mutual', source: reach },
  {
    because: 'a rule says mTLS and the server insists',
    objects: [rule(tls('ISTIO_MUTUAL')), inMesh('STRICT')],
    ends: 'mutual',
    source: reach,
  },
  {
    because: 'a rule says mTLS and the server has no proxy',
    objects: [rule(tls('ISTIO_MUTUAL'))],
    server: bare,
    ends: 'mismatch',
    source: reach,
  },
  {
    because: 'a rule says mTLS and the workload disables it',
    objects: [rule(tls('ISTIO_MUTUAL')), onWorkload('DISABLE')],
    ends: 'mismatch',
    source: ruleRef,
  },
  {
    because: 'a rule says mTLS and the port disables it',
    objects: [rule(tls('ISTIO_MUTUAL')), onWorkload('STRICT', onPort('DISABLE'))],
    ends: 'mismatch',
    source: ruleRef,
  },
  {
    because: 'a rule says mTLS and the mesh disables it',
    objects: [rule(tls('ISTIO_MUTUAL')), inMesh('DISABLE')],
    ends: 'mismatch',
    source: ruleRef,
  },
  {
    because: 'a rule is not for callers without a proxy',
    objects: [rule(tls('ISTIO_MUTUAL'))],
    client: bare,
    ends: 'plain',
    source: reach,
  },
  {
    because: 'a rule says mTLS, the mesh insists, the caller has no proxy',
    objects: [rule(tls('ISTIO_MUTUAL')), inMesh('STRICT')],
    client: bare,
    ends: 'closed',
    source: reach,
  },
  { because: 'a rule says one-way TLS', objects: [rule(tls('SIMPLE'))], ends: 'mismatch', source: ruleRef },
  { because: 'a rule says certificates of its own', objects: [rule(tls('MUTUAL'))], ends: 'mismatch', source: ruleRef },
  { because: 'a rule has a TLS block without a mode', objects: [rule({ tls: {} }), inMesh('STRICT')], ends: 'closed', source: ruleRef },
  {
    because: 'a rule says other things only',
    objects: [rule({ connectionPool: { tcp: { maxConnections: 5 } } }), inMesh('STRICT')],
    ends: 'mutual',
    source: auto,
  },
  // Levels of the rule.
  {
    because: 'the subset says otherwise than the host',
    objects: [rule(tls('DISABLE'), subset(tls('ISTIO_MUTUAL')))],
    subset: 'v1',
    ends: 'mutual',
    source: ruleRef,
  },
  { because: 'the subset says nothing of it', objects: [rule(tls('DISABLE'), subset({}))], subset: 'v1', ends: 'plain', source: ruleRef },
  {
    because: 'the subset is not the one asked for',
    objects: [rule(tls('ISTIO_MUTUAL'), subset(tls('DISABLE')))],
    ends: 'mutual',
    source: ruleRef,
  },
  {
    because: 'the port of the host says otherwise',
    objects: [rule({ ...tls('ISTIO_MUTUAL'), ...portLevel('DISABLE') })],
    ends: 'plain',
    source: ruleRef,
  },
  {
    because: 'another port of the host says otherwise',
    objects: [rule({ ...tls('ISTIO_MUTUAL'), ...portLevel('DISABLE', 80) })],
    ends: 'mutual',
    source: ruleRef,
  },
  {
    because: 'the port of the host has settings without TLS, which goes back to auto',
    objects: [rule({ ...tls('DISABLE'), portLevelSettings: [{ port: { number: 9080 }, loadBalancer: { simple: 'RANDOM' } }] })],
    ends: 'mutual',
    source: ruleRef,
  },
  {
    because: 'the port of the subset says otherwise',
    objects: [rule({}, subset({ ...tls('ISTIO_MUTUAL'), ...portLevel('DISABLE') }))],
    subset: 'v1',
    ends: 'plain',
    source: ruleRef,
  },
  {
    because: 'the subset comes before the port of the host',
    objects: [rule(portLevel('DISABLE'), subset(tls('ISTIO_MUTUAL')))],
    subset: 'v1',
    ends: 'mutual',
    source: ruleRef,
  },
  // Where the rule stands.
  {
    because: "the caller's own namespace has a rule, which hides that of the server's",
    objects: [rule(tls('DISABLE')), rule({ connectionPool: {} }, {}, 'client')],
    ends: 'mutual',
    source: 'Istio concept: cross-namespace configuration',
  },
  {
    because: "the caller's own namespace says plain text",
    objects: [rule(tls('DISABLE'), {}, 'client')],
    ends: 'plain',
    source: 'Istio concept: cross-namespace configuration',
  },
  {
    because: 'the root namespace says plain text',
    objects: [rule(tls('DISABLE'), {}, 'istio-system')],
    ends: 'plain',
    source: 'Istio concept: cross-namespace configuration',
  },
  {
    because: 'a rule of the server is not exported',
    objects: [rule(tls('DISABLE'), { exportTo: ['.'] })],
    ends: 'mutual',
    source: 'Istio reference: DestinationRule, exportTo',
  },
  // The mesh does not try by itself.
  { because: 'auto mTLS is off', objects: [noAuto], ends: 'plain', source: 'Istio reference: MeshConfig, enableAutoMtls' },
  {
    because: 'auto mTLS is off and the server insists',
    objects: [noAuto, inMesh('STRICT')],
    ends: 'closed',
    source: 'Istio reference: MeshConfig, enableAutoMtls',
  },
  {
    because: 'auto mTLS is off and a rule says mTLS',
    objects: [noAuto, rule(tls('ISTIO_MUTUAL'))],
    ends: 'mutual',
    source: 'Istio reference: MeshConfig, enableAutoMtls',
  },
];

const endings: Readonly<Record<string, Ending>> = { mutual_tls: 'mutual', none: 'plain', connect_failure: 'mismatch', closed: 'closed' };

/** How a call from `client/shop-v1` to the server opens. */
function opens(
  { objects = [], client = {}, server: drawn = {}, subset: asked }: Omit<Case, 'because' | 'ends' | 'source'>,
  more: readonly KubeObject[] = [service('server/reviews')],
): Ending | undefined {
  const route =
    asked &&
    istio('VirtualService server/reviews', {
      hosts: ['reviews'],
      http: [{ route: [{ destination: { host: 'reviews', subset: asked } }] }],
    });
  const mesh = compileMesh([
    ...workload('client/shop-v1', client),
    ...workload(server, drawn),
    ...more,
    ...objects,
    ...(route ? [route] : []),
  ]);
  const [from, to] = [mesh.registry.workloads.get('client/shop-v1'), mesh.registry.workloads.get(server)];
  const leg = from?.proxy === 'sidecar' ? legOf(mesh.route(from, call('reviews.server'))) : mesh.direct(call('reviews.server'), 'client');
  if (!from || !to || !leg) return undefined;
  const shaken = mesh.connect(from, leg, to);
  return endings[shaken.kind === 'open' ? shaken.security : shaken.kind];
}

const legOf = (route: ReturnType<ReturnType<typeof compileMesh>['route']>) => (route.kind === 'forward' ? route.legs[0] : undefined);

describe('mTLS between a caller and a server', () => {
  it.each(cases.map((row) => ({ name: `${row.because} (${row.source})`, row })))('$name', ({ row }) => {
    expect(opens(row)).toBe(row.ends);
  });

  const headless = {
    ...service('server/reviews'),
    spec: { clusterIP: 'None', selector: { app: 'reviews' }, ports: [{ name: 'http', port: 9080 }] },
  };

  /** Source: Istio's endpoint builder: services without an address are reached pod by pod, with one setting for all. */
  it.each<[because: string, others: readonly KubeObject[], ends: Ending]>([
    ['all pods have a proxy', workload('server/reviews-v2'), 'mutual'],
    ['one of its pods has no proxy', workload('server/reviews-v2', bare), 'plain'],
  ])('to a service without an address, of which %s', (_because, others, ends) => {
    expect(opens({}, [headless, ...others])).toBe(ends);
  });

  it('is decided pod by pod where the service has an address', () => {
    expect(opens({}, [service('server/reviews'), ...workload('server/reviews-v2', bare)])).toBe('mutual');
  });
});
