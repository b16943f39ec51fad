import { describe, expect, it } from 'vitest';
import { call, istio, meshConfig, service } from './test/draw.ts';
import { named, routed, short, subsets, to, virtual, type Row } from './test/route.ts';

const reference = 'Istio reference: Sidecar';
const sidecar = (hosts: readonly string[], more: object = {}, name = 'bookinfo/default') =>
  istio(`Sidecar ${name}`, { egress: [{ hosts }], ...more });
const block = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
const all = 'reviews-v1+reviews-v2 100%';
const stranger = [call('reviews.bookinfo'), 'clients/curl-v1'] as const;

const rows: readonly Row[] = [
  ['sees what its Sidecar names', `${reference}, IstioEgressListener.hosts`, [sidecar(['./reviews.bookinfo.svc.cluster.local'])], all],
  ['sees its own namespace', `${reference}: ./*`, [sidecar(['./*'])], all],
  [
    'does not see what its Sidecar leaves out',
    `${reference}: what is hidden is unknown`,
    [sidecar(['./ratings.bookinfo.svc.cluster.local'])],
    'passthrough',
  ],
  [
    'is blocked from it where the Sidecar says so',
    `${reference}.outboundTrafficPolicy`,
    [sidecar(['./ratings.bookinfo.svc.cluster.local'], block)],
    'blocked',
  ],
  [
    'is blocked from unknown hosts by its Sidecar before the mesh',
    `${reference}.outboundTrafficPolicy`,
    [sidecar(['*/*'], block)],
    'blocked',
    call('example.com'),
  ],
  [
    'is let through to them by its Sidecar before the mesh',
    `${reference}.outboundTrafficPolicy`,
    [meshConfig('outboundTrafficPolicy:\n  mode: REGISTRY_ONLY\n'), sidecar(['*/*'], { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })],
    'passthrough',
    call('example.com'),
  ],
  [
    'is blocked by a policy without a mode',
    `${reference}: OutboundTrafficPolicy.Mode, the first`,
    [sidecar(['*/*'], { outboundTrafficPolicy: {} })],
    'blocked',
    call('example.com'),
  ],
  ['sees nothing', `${reference}: ~/*`, [sidecar(['~/*'])], 'passthrough'],
  [
    'sees other namespaces by name',
    `${reference}, IstioEgressListener.hosts`,
    [sidecar(['bookinfo/*'], {}, 'clients/default')],
    all,
    ...stranger,
  ],
  ['sees all namespaces', `${reference}: */*`, [sidecar(['*/*'], {}, 'clients/default')], all, ...stranger],
  ['does not see them by its own', `${reference}: ./*`, [sidecar(['./*'], {}, 'clients/default')], 'passthrough', ...stranger],
  [
    'sees them by a wildcard of the host',
    `${reference}, IstioEgressListener.hosts`,
    [sidecar(['*/*.bookinfo.svc.cluster.local'], {}, 'clients/default')],
    all,
    ...stranger,
  ],
  [
    'follows a Sidecar that selects it before that of the namespace',
    `${reference}.workloadSelector`,
    [sidecar(['~/*']), sidecar(['./*'], { workloadSelector: { labels: { app: 'productpage' } } }, 'bookinfo/own')],
    all,
  ],
  [
    'does not follow one that selects others',
    `${reference}.workloadSelector`,
    [sidecar(['~/*'], { workloadSelector: { labels: { app: 'ratings' } } })],
    all,
  ],
  [
    'follows that of the root namespace where its own has none',
    `${reference}: root namespace`,
    [sidecar(['~/*'], {}, 'istio-system/default')],
    'passthrough',
  ],
  [
    'follows that of its own namespace before the root',
    `${reference}: root namespace`,
    [sidecar(['~/*'], {}, 'istio-system/default'), sidecar(['./*'])],
    all,
  ],
  [
    'does not follow one of the root that selects',
    `${reference}: root namespace, without workloadSelector`,
    [sidecar(['~/*'], { workloadSelector: { labels: { app: 'productpage' } } }, 'istio-system/default')],
    all,
  ],
  [
    'follows the older of two of one namespace',
    `${reference}: one per namespace`,
    [sidecar(['./*']), sidecar(['~/*'], {}, 'bookinfo/younger')],
    all,
  ],
  ['sees everything by a Sidecar without egress', `${reference}.egress`, [istio('Sidecar bookinfo/default', {})], all],
  [
    'sees by the listener of its port alone',
    `${reference}, IstioEgressListener.port`,
    [istio('Sidecar bookinfo/default', { egress: [{ port: { number: 9080 }, hosts: ['~/*'] }, { hosts: ['./*'] }] })],
    'passthrough',
  ],
  [
    'sees by the others on other ports',
    `${reference}, IstioEgressListener.port`,
    [istio('Sidecar bookinfo/default', { egress: [{ port: { number: 80 }, hosts: ['~/*'] }, { hosts: ['./*'] }] })],
    all,
  ],
  [
    'does not follow rules that its Sidecar leaves out',
    `${reference}: VirtualServices by hosts`,
    [
      sidecar(['./reviews.bookinfo.svc.cluster.local']),
      subsets,
      istio('VirtualService shared/reviews', {
        hosts: ['reviews.bookinfo.svc.cluster.local'],
        http: [{ route: [{ destination: { host: 'ratings.bookinfo.svc.cluster.local' } }] }],
      }),
    ],
    all,
  ],
  [
    'is sent by a rule it sees to what its Sidecar leaves out',
    `${reference}: destinations of rules are imported`,
    [sidecar(['./reviews.bookinfo.svc.cluster.local']), virtual([{ route: [{ destination: { host: 'ratings' } }] }])],
    'ratings-v1 100%',
  ],
  [
    'at a gateway sees everything',
    `${reference}: sidecars alone`,
    [
      sidecar(['~/*'], {}, 'istio-system/default'),
      istio('Gateway bookinfo/entrance', { selector: { app: 'ingress' }, servers: [{ port: { number: 80 }, hosts: ['*'] }] }),
      istio('VirtualService bookinfo/shop', { hosts: ['shop.example.com'], gateways: ['entrance'], http: [{ route: [to()] }] }),
    ],
    all,
    call('shop.example.com', { port: 80 }),
    'istio-system/ingress',
  ],
];

describe('a caller with a Sidecar', () => {
  it.each(named(rows))('$why ($source)', ({ row: [, , objects, ending, request, caller] }) => {
    expect(short(routed(objects, request, caller))).toBe(ending);
  });
});

const exported = (whom: string) => {
  const drawn = service('bookinfo/hidden');
  return {
    ...drawn,
    spec: { ...drawn.spec, selector: { app: 'ratings' } },
    metadata: { ...drawn.metadata, annotations: { 'networking.istio.io/exportTo': whom } },
  };
};

const visible: readonly Row[] = [
  ['is seen in its own namespace', 'Istio: annotation networking.istio.io/exportTo', [exported('.')], 'ratings-v1 100%', call('hidden')],
  [
    'is not seen from others',
    'Istio: annotation networking.istio.io/exportTo',
    [exported('.')],
    'passthrough',
    call('hidden.bookinfo'),
    'clients/curl-v1',
  ],
  [
    'is seen from those it names',
    'Istio: annotation networking.istio.io/exportTo',
    [exported('., clients')],
    'ratings-v1 100%',
    call('hidden.bookinfo'),
    'clients/curl-v1',
  ],
  ['is seen by nobody', 'Istio: annotation networking.istio.io/exportTo, ~', [exported('~')], 'passthrough', call('hidden')],
  [
    'is no destination for those who do not see it',
    'Istio: annotation networking.istio.io/exportTo',
    [
      exported('.'),
      istio('VirtualService clients/x', {
        hosts: ['x.example.com'],
        http: [{ route: [{ destination: { host: 'hidden.bookinfo.svc.cluster.local' } }] }],
      }),
    ],
    'no host 100%',
    call('x.example.com'),
    'clients/curl-v1',
  ],
];

describe('a service that is kept', () => {
  it.each(named(visible))('$why ($source)', ({ row: [, , objects, ending, request, caller] }) => {
    expect(short(routed(objects, request, caller))).toBe(ending);
  });
});
