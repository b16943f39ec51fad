import { describe, expect, it } from 'vitest';
import { compileMesh } from './compile-mesh.ts';
import { call, istio, meshConfig, service, workload } from './test/draw.ts';
import { meshWith, named, routed, shop, short, type Row } from './test/route.ts';

const reference = 'Istio reference: ServiceEntry';
const http = [{ number: 80, name: 'http', protocol: 'HTTP' }];
const entry = (spec: object, name = 'bookinfo/outside') =>
  istio(`ServiceEntry ${name}`, { hosts: ['api.example.com'], ports: http, ...spec });
const machine = (name: string, address: string, labels: Record<string, string> = {}) =>
  istio(`WorkloadEntry ${name}`, { address, labels: { app: 'outside', ...labels } });
const api = call('api.example.com', { port: 80 });
const block = meshConfig('outboundTrafficPolicy:\n  mode: REGISTRY_ONLY\n');

const rows: readonly Row[] = [
  ['reaches a host that is registered', `${reference}.hosts`, [entry({ resolution: 'DNS' })], 'api.example.com 100%', api],
  [
    'reaches it also where only the registry counts',
    `${reference}; OutboundTrafficPolicy`,
    [block, entry({ resolution: 'DNS' })],
    'api.example.com 100%',
    api,
  ],
  [
    'does not care for the case of its name',
    'DNS: names have no case',
    [entry({ resolution: 'DNS' })],
    'api.example.com 100%',
    call('API.example.com', { port: 80 }),
  ],
  ['reaches a host by a wildcard', `${reference}.hosts`, [entry({ hosts: ['*.example.com'] })], '*.example.com 100%', api],
  [
    'reaches the closest wildcard',
    `${reference}.hosts`,
    [entry({ hosts: ['*.com'] }), entry({ hosts: ['*.example.com'] }, 'bookinfo/two')],
    '*.example.com 100%',
    api,
  ],
  [
    'reaches an exact host before a wildcard',
    `${reference}.hosts`,
    [entry({ hosts: ['*.example.com'] }), entry({ resolution: 'DNS' }, 'bookinfo/two')],
    'api.example.com 100%',
    api,
  ],
  [
    'goes to all written endpoints',
    `${reference}.endpoints`,
    [entry({ resolution: 'STATIC', endpoints: [{ address: '10.9.0.1' }, { address: '10.9.0.2' }] })],
    'outside-0+outside-1 100%',
    api,
  ],
  ['finds nobody at a fixed list without endpoints', `${reference}.Resolution.STATIC`, [entry({ resolution: 'STATIC' })], ' 100%', api],
  [
    'goes to machines that a selector finds',
    `${reference}.workloadSelector`,
    [machine('bookinfo/vm', '10.9.0.1'), entry({ resolution: 'STATIC', workloadSelector: { labels: { app: 'outside' } } })],
    'vm 100%',
    api,
  ],
  [
    'goes to pods that a selector finds too',
    `${reference}.workloadSelector`,
    [
      machine('bookinfo/vm', '10.9.0.1', { app: 'ratings' }),
      entry({ resolution: 'STATIC', workloadSelector: { labels: { app: 'ratings' } } }),
    ],
    'ratings-v1+vm 100%',
    api,
  ],
  [
    'does not go to machines of another namespace',
    `${reference}.workloadSelector`,
    [machine('clients/vm', '10.9.0.1'), entry({ resolution: 'STATIC', workloadSelector: { labels: { app: 'outside' } } })],
    ' 100%',
    api,
  ],
  [
    'goes to machines behind a Service of the cluster',
    'Istio reference: WorkloadEntry',
    [machine('bookinfo/ratings-vm', '10.9.0.1', { app: 'ratings' })],
    'ratings-v1+ratings-vm 100%',
    call('ratings'),
  ],
  [
    'does not see an entry of another namespace that is kept there',
    `${reference}.exportTo`,
    [entry({ resolution: 'DNS', exportTo: ['.'] }, 'clients/outside')],
    'passthrough',
    api,
  ],
  [
    'sees an entry that is shared with its namespace',
    `${reference}.exportTo`,
    [entry({ resolution: 'DNS', exportTo: ['bookinfo'] }, 'clients/outside')],
    'api.example.com 100%',
    api,
  ],
  [
    'sees entries as the mesh has it where they do not say',
    'Istio reference: MeshConfig.defaultServiceExportTo',
    [meshConfig('defaultServiceExportTo: ["."]\n'), entry({ resolution: 'DNS' }, 'clients/outside')],
    'passthrough',
    api,
  ],
  [
    'follows the entry of its own namespace of two for one host',
    'Istio, services of a host: own namespace first',
    [
      entry({ resolution: 'STATIC', endpoints: [{ address: '10.9.0.1' }] }, 'clients/far'),
      entry({ resolution: 'STATIC', endpoints: [{ address: '10.9.0.2' }] }, 'bookinfo/near'),
    ],
    'near-0 100%',
    api,
  ],
  [
    'reaches an entry by its address',
    `${reference}.addresses`,
    [entry({ resolution: 'DNS', addresses: ['240.0.0.1'] })],
    'api.example.com 100%',
    call('240.0.0.1', { port: 80, protocol: 'tcp' }),
  ],
  [
    'reaches an entry by a block of addresses',
    `${reference}.addresses`,
    [entry({ addresses: ['240.0.0.0/8'] })],
    'api.example.com 100%',
    call('240.3.2.1', { port: 80, protocol: 'tcp' }),
  ],
  [
    'does not reach it outside of the block',
    `${reference}.addresses`,
    [entry({ addresses: ['240.0.0.0/8'] })],
    'passthrough',
    call('241.3.2.1', { port: 80, protocol: 'tcp' }),
  ],
  [
    'follows rules for a host outside',
    'Istio concept: traffic management, service entries',
    [
      entry({ resolution: 'DNS' }),
      istio('VirtualService bookinfo/api', { hosts: ['api.example.com'], http: [{ route: [{ destination: { host: 'ratings' } }] }] }),
    ],
    'ratings-v1 100%',
    api,
  ],
  [
    'is sent by rules to a host outside',
    'Istio concept: traffic management, service entries',
    [
      entry({ resolution: 'DNS' }),
      istio('VirtualService bookinfo/reviews', {
        hosts: ['reviews'],
        http: [{ route: [{ destination: { host: 'api.example.com', port: { number: 80 } } }] }],
      }),
    ],
    'api.example.com 100%',
  ],
  [
    'is not sent by rules to a host that only a wildcard covers',
    `${reference}.hosts: a wildcard is no destination`,
    [
      entry({ hosts: ['*.example.com'] }),
      istio('VirtualService bookinfo/reviews', {
        hosts: ['reviews'],
        http: [{ route: [{ destination: { host: 'api.example.com', port: { number: 80 } } }] }],
      }),
    ],
    'no host 100%',
  ],
  [
    'is sent to subsets of endpoints',
    `${reference}.endpoints: labels`,
    [
      entry({ resolution: 'STATIC', endpoints: [{ address: '10.9.0.1', labels: { zone: 'a' } }, { address: '10.9.0.2' }] }),
      istio('DestinationRule bookinfo/api', { host: 'api.example.com', subsets: [{ name: 'a', labels: { zone: 'a' } }] }),
      istio('VirtualService bookinfo/api', {
        hosts: ['api.example.com'],
        http: [{ route: [{ destination: { host: 'api.example.com', subset: 'a' } }] }],
      }),
    ],
    'outside-0 100%',
    api,
  ],
];

describe('a request to the outside', () => {
  it.each(named(rows))('$why ($source)', ({ row: [, , objects, ending, request, caller] }) => {
    expect(short(routed(objects, request, caller))).toBe(ending);
  });
});

describe('what stands at a host', () => {
  const found = (spec: object, ...more: readonly ReturnType<typeof machine>[]) =>
    compileMesh([...shop, ...more, entry(spec)]).registry.services.get('api.example.com');
  it.each<[why: string, source: string, got: unknown, expected: object]>([
    ['is outside unless told otherwise', `${reference}.Location`, found({}), { external: true }],
    ['is inside where told so', `${reference}.Location`, found({ location: 'MESH_INTERNAL' }), { external: false }],
    ['is whoever the caller meant by default', `${reference}.Resolution.NONE`, found({}), { resolution: 'none' }],
    [
      'carries what its ports say',
      `${reference}.ports`,
      found({
        ports: [
          { number: 443, protocol: 'TLS', targetPort: 8443 },
          { number: 50, protocol: 'GRPC' },
        ],
      }),
      {
        ports: [
          { number: 443, target: 8443, protocol: 'tcp' },
          { number: 50, target: 50, protocol: 'grpc' },
        ],
      },
    ],
    [
      'has a proxy where its label says so',
      'Istio: label security.istio.io/tlsMode',
      found(
        { workloadSelector: { labels: { app: 'outside' } } },
        machine('bookinfo/vm', '10.9.0.1', { 'security.istio.io/tlsMode': 'istio' }),
      ),
      { endpoints: [{ workload: { proxy: 'sidecar' }, pods: [{ injected: true, ip: '10.9.0.1' }] }] },
    ],
    [
      'has none otherwise',
      'Istio: label security.istio.io/tlsMode',
      found({ workloadSelector: { labels: { app: 'outside' } } }, machine('bookinfo/vm', '10.9.0.1')),
      { endpoints: [{ workload: { proxy: null, serviceAccount: 'default' } }] },
    ],
  ])('%s (%s)', (_, __, got, expected) => expect(got).toMatchObject(expected));
});

it('does not count machines among the workloads of the cluster', () => {
  const { workloads } = compileMesh([...workload('bookinfo/a-v1'), machine('bookinfo/vm', '10.9.0.1'), service('bookinfo/a')]).registry;
  expect([...workloads.keys()]).toEqual(['bookinfo/a-v1']);
});

describe('a connection to the outside', () => {
  const proxied = machine('bookinfo/vm', '10.9.0.1', { 'security.istio.io/tlsMode': 'istio' });
  const selected = { resolution: 'STATIC', workloadSelector: { labels: { app: 'outside' } } };
  const tls = (mode: string) => istio('DestinationRule bookinfo/api', { host: 'api.example.com', trafficPolicy: { tls: { mode } } });
  const plain = { kind: 'open', security: 'none' };
  it.each<[why: string, source: string, objects: readonly ReturnType<typeof machine>[], expected: object]>([
    ['is plain', 'Istio: automatic mTLS is for services of the mesh', [proxied, entry(selected)], plain],
    [
      'is mTLS to a machine of the mesh',
      'Istio: automatic mTLS, virtual machines',
      [proxied, entry({ ...selected, location: 'MESH_INTERNAL' })],
      { kind: 'open', security: 'mutual_tls' },
    ],
    ['is TLS where a rule says so', 'Istio task: egress TLS origination', [entry({ resolution: 'DNS' }), tls('SIMPLE')], plain],
    [
      'is no mTLS of the mesh',
      'Istio reference: ClientTLSSettings.TLSmode.ISTIO_MUTUAL',
      [entry({ resolution: 'DNS' }), tls('ISTIO_MUTUAL')],
      { kind: 'connect_failure' },
    ],
  ])('%s (%s)', (_, __, objects, expected) => {
    const { mesh, caller } = meshWith(objects);
    const route = mesh.route(caller, api);
    const [leg] = route.kind === 'forward' ? route.legs : [];
    const [server] = leg?.endpoints ?? [];
    expect(leg && server && mesh.connect(caller, leg, server.workload)).toEqual(expected);
  });
});
