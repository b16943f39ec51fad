import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import { call, istio, meshConfig } from './test/draw.ts';
import { meshWith, named, routed, short, subsets, to, virtual, type Row } from './test/route.ts';
import { classOf } from './request-class.ts';
import { known, unknown } from './known.ts';

const reference = 'Istio reference: VirtualService';
const settled = 'Istio, sidecars: a VirtualService without rules for the source is discarded';
const whole = 'reviews.bookinfo.svc.cluster.local';
const wholeTo = (subset: string) => ({ destination: { host: whole, subset } });
const elsewhere = (name: string, subset: string, more: object = {}): KubeObject =>
  istio(`VirtualService ${name}`, { hosts: [whole], http: [{ route: [wholeTo(subset)] }], ...more });

const rows: readonly Row[] = [
  ['goes to what a redirect says', `${reference}, HTTPRedirect`, [virtual([{ redirect: { uri: '/x' } }])], 'direct 301'],
  ['goes there with its code', `${reference}, HTTPRedirect.redirectCode`, [virtual([{ redirect: { redirectCode: 308 } }])], 'direct 308'],
  [
    'is kept from a rule that nobody may see',
    `${reference}, exportTo: ~`,
    [subsets, virtual([{ route: [to('v1')] }], { exportTo: ['~'] })],
    'reviews-v1+reviews-v2 100%',
  ],
  [
    'follows a rule that is shared with its namespace',
    `${reference}, exportTo`,
    [subsets, elsewhere('shared/reviews', 'v2', { exportTo: ['bookinfo'] })],
    'reviews-v2 100%',
  ],
  [
    'follows a rule of its own namespace before an older public one',
    'Istio, order of configuration: private first',
    [subsets, elsewhere('shared/reviews', 'v2'), elsewhere('bookinfo/mine', 'v1', { exportTo: ['.'] })],
    'reviews-v1 100%',
  ],
  [
    'follows a rule shared with it before an older public one',
    'Istio, order of configuration: private first',
    [subsets, elsewhere('shared/public', 'v2'), elsewhere('shared/private', 'v1', { exportTo: ['bookinfo'] })],
    'reviews-v1 100%',
  ],
  [
    'follows the older of two that are shared with it, also where one names its own namespace too',
    'Istio, order of configuration: private first',
    [
      subsets,
      elsewhere('shared/older', 'v1', { exportTo: ['bookinfo'] }),
      elsewhere('shared/younger', 'v2', { exportTo: ['shared', 'bookinfo'] }),
    ],
    'reviews-v1 100%',
  ],
  [
    'follows the first by name of two of the same second',
    'Istio, order of configuration: age, name, namespace',
    [
      subsets,
      ...['b', 'a'].map((name) => ({
        ...elsewhere(`bookinfo/${name}`, name === 'a' ? 'v1' : 'v2'),
        metadata: { name, namespace: 'bookinfo', creationTimestamp: '2026-01-01T00:00:00Z' },
      })),
    ],
    'reviews-v1 100%',
  ],
  [
    'sees rules as the mesh has it where they do not say',
    'Istio reference: MeshConfig.defaultVirtualServiceExportTo',
    [meshConfig('defaultVirtualServiceExportTo:\n- "."\n'), subsets, elsewhere('shared/reviews', 'v2')],
    'reviews-v1+reviews-v2 100%',
  ],
  [
    'follows the longer of two wildcards',
    `${reference}, hosts: most specific`,
    [
      subsets,
      istio('VirtualService bookinfo/wide', { hosts: ['*.svc.cluster.local'], http: [{ route: [to('v2')] }] }),
      istio('VirtualService bookinfo/narrow', { hosts: ['*.bookinfo.svc.cluster.local'], http: [{ route: [to('v1')] }] }),
    ],
    'reviews-v1 100%',
  ],
  [
    'has nowhere to go by a name that is neither short nor whole',
    `${reference}, Destination.host: short names have no dot`,
    [virtual([{ route: [{ destination: { host: 'reviews.bookinfo' } }] }])],
    'no host 100%',
  ],
  [
    'goes to another service',
    `${reference}, Destination.host`,
    [virtual([{ route: [{ destination: { host: 'ratings' } }] }])],
    'ratings-v1 100%',
  ],
  [
    'meets no later rule behind one that takes everything',
    `${reference}, http: first match wins`,
    [
      subsets,
      virtual([
        { match: [{ uri: { prefix: '/' } }], route: [to('v1')] },
        { match: [{ uri: { exact: '/' } }], route: [to('v2')] },
      ]),
    ],
    'reviews-v1 100%',
  ],
  [
    'has its share where a subset is not defined',
    `${reference}, Destination.subset`,
    [subsets, virtual([{ route: [to('v1', 60), to('v9', 40)] }])],
    'reviews-v1 60%, no subset 40%',
  ],
  [
    'goes where it would without a rule, when all rules are for other callers',
    settled,
    [subsets, virtual([{ match: [{ sourceLabels: { app: 'curl' } }], route: [to('v1')] }])],
    'reviews-v1+reviews-v2 100%',
  ],
  [
    'goes there too when all rules are for connections',
    settled,
    [subsets, virtual([], { tcp: [{ route: [to('v1')] }] })],
    'reviews-v1+reviews-v2 100%',
  ],
  [
    'follows the next VirtualService for its host when the first has no rule for it',
    settled,
    [
      subsets,
      virtual([{ match: [{ sourceNamespace: 'clients' }], route: [to('v1')] }]),
      virtual([{ route: [to('v2')] }], {}, 'bookinfo/second'),
    ],
    'reviews-v2 100%',
  ],
  [
    'does not follow the next one when the first has a rule for it that does not match',
    settled,
    [
      subsets,
      virtual([{ match: [{ sourceNamespace: 'bookinfo', uri: { exact: '/a' } }], route: [to('v1')] }]),
      virtual([{ route: [to('v2')] }], {}, 'bookinfo/second'),
    ],
    'no_route',
  ],
  [
    'goes nowhere when all weights are 0',
    `${reference}, HTTPRouteDestination.weight`,
    [subsets, virtual([{ route: [to('v1', 0), to('v2', 0)] }])],
    'no_route',
  ],
  [
    'as a connection follows the rules for connections',
    `${reference}, TCPRoute`,
    [subsets, virtual([{ route: [to('v1')] }], { tcp: [{ match: [{ port: 9080 }], route: [to('v2')] }] })],
    'reviews-v2 100%',
    call('reviews', { protocol: 'tcp' }),
  ],
  [
    'as a connection goes where it would without a rule, when none matches',
    `${reference}, TCPRoute`,
    [subsets, virtual([{ route: [to('v1')] }], { tcp: [{ match: [{ port: 1 }], route: [to('v2')] }] })],
    'reviews-v1+reviews-v2 100%',
    call('reviews', { protocol: 'tcp' }),
  ],
  [
    'as a connection must be of the source also where gateways are named',
    'Istio, rules for connections: all that is asked must hold',
    [subsets, virtual([], { tcp: [{ match: [{ gateways: ['mesh'], sourceLabels: { app: 'nobody' } }], route: [to('v2')] }] })],
    'reviews-v1+reviews-v2 100%',
    call('reviews', { protocol: 'tcp' }),
  ],
  [
    'as a connection is split by weights',
    `${reference}, RouteDestination.weight`,
    [subsets, virtual([], { tcp: [{ route: [to('v1', 25), to('v2', 75)] }] })],
    'reviews-v1 25%, reviews-v2 75%',
    call('reviews', { protocol: 'tcp' }),
  ],
  [
    'as a connection does not meet rules for TLS when it is plain',
    `${reference}, TLSRoute`,
    [subsets, virtual([], { tls: [{ match: [{ sniHosts: ['*'] }], route: [to('v2')] }] })],
    'reviews-v1+reviews-v2 100%',
    call('reviews', { protocol: 'tcp' }),
  ],
];

describe('a request', () => {
  it.each(named(rows))('$why ($source)', ({ row: [, , objects, ending, request, caller] }) => {
    expect(short(routed(objects, request, caller))).toBe(ending);
  });
});

describe('a TLS connection', () => {
  const tls = virtual([], {
    tls: [
      { match: [{ sniHosts: ['v1.example.com'] }], route: [to('v1')] },
      { match: [{ sniHosts: ['*.example.com'] }], route: [to('v2')] },
    ],
  });
  const connection = classOf(call('reviews', { protocol: 'tcp' }));
  it.each<[why: string, source: string, sni: string, ending: string]>([
    ['goes by the name it asks for', `${reference}, TLSMatchAttributes.sniHosts`, 'v1.example.com', 'reviews-v1 100%'],
    ['goes by a wildcard', `${reference}, TLSMatchAttributes.sniHosts`, 'v7.example.com', 'reviews-v2 100%'],
    ['asks for names without case', 'TLS: server names have no case', 'V1.Example.COM', 'reviews-v1 100%'],
    ['goes where it would without a rule, for another name', `${reference}, TLSRoute`, 'example.org', 'reviews-v1+reviews-v2 100%'],
  ])('%s (%s)', (_, __, sni, ending) => {
    const { mesh, caller } = meshWith([subsets, tls]);
    const [part] = mesh.decide(caller, { ...connection, sni: known(sni) });
    expect(part?.routes.map(({ route }) => short(route))).toEqual([ending]);
  });
  it('may go to all of them when the name is unknown', () => {
    const { mesh, caller } = meshWith([subsets, tls]);
    const [part] = mesh.decide(caller, { ...connection, sni: unknown });
    expect(part?.routes.map(({ route, given }) => [short(route), given])).toEqual([
      ['reviews-v1 100%', { maybe: ['sni'] }],
      ['reviews-v2 100%', { maybe: ['sni'] }],
      ['reviews-v1+reviews-v2 100%', { maybe: ['sni'] }],
    ]);
  });
});

describe('what a rule does besides', () => {
  const rule = (http: object, ...more: readonly KubeObject[]) => routed([...more, virtual([{ route: [to()], ...http }])]);
  const control = (image: string): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'istiod', namespace: 'istio-system', labels: { app: 'istiod' } },
    spec: { template: { spec: { containers: [{ name: 'discovery', image }] } } },
  });
  const policy = meshConfig('defaultHttpRetryPolicy:\n  attempts: 5\n  retryOn: gateway-error,503\n  perTryTimeout: 1s\n');
  const usual = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', 'retriable-status-codes'];

  it.each<[why: string, source: string, got: object, expected: object]>([
    ['waits for ever by default', `${reference}, HTTPRoute.timeout`, rule({}), { timeoutMs: null }],
    ['waits as long as it says', `${reference}, HTTPRoute.timeout`, rule({ timeout: '1m0.5s' }), { timeoutMs: 60_500 }],
    ['waits for ever at 0s', `${reference}, HTTPRoute.timeout: 0s disables`, rule({ timeout: '0s' }), { timeoutMs: null }],
    ['tries again as the proxy does by default', 'Istio concept: retries', rule({}), { retry: { attempts: 2, on: usual } }],
    [
      'does not try again on 503 since 1.24',
      'Istio 1.24 change notes, 50506',
      rule({}, control('istio/pilot:1.29.0')),
      { retry: { on: usual } },
    ],
    [
      'did before',
      'Istio 1.24 change notes, 50506',
      rule({}, control('registry:5000/istio/pilot:1.23.4-distroless')),
      { retry: { on: [...usual, '503'] } },
    ],
    [
      'tries again as the mesh has it',
      'Istio reference: MeshConfig.defaultHttpRetryPolicy',
      rule({}, policy),
      { retry: { attempts: 5, on: ['gateway-error', '503'], perTryMs: 1000 } },
    ],
    [
      'tries again on what the mesh has where the rule says how often alone',
      `${reference}, HTTPRetry.retryOn`,
      rule({ retries: { attempts: 1 } }, policy),
      { retry: { attempts: 1, on: ['gateway-error', '503'] } },
    ],
    [
      'tries again on status codes',
      `${reference}, HTTPRetry.retryOn: status codes`,
      rule({ retries: { attempts: 1, retryOn: 'retriable-status-codes,418' } }),
      { retry: { on: ['retriable-status-codes', '418'] } },
    ],
    [
      'aborts with a gRPC status',
      `${reference}, HTTPFaultInjection.Abort.grpcStatus`,
      rule({ fault: { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } } }),
      { fault: { abortShare: 1, abortCode: 503, abortGrpcStatus: 14 } },
    ],
    [
      'delays the share that is given the old way',
      `${reference}, HTTPFaultInjection.Delay.percent`,
      rule({ fault: { delay: { fixedDelay: '1s', percent: 5 } } }),
      { fault: { delayShare: 0.05, delayMs: 1000 } },
    ],
    [
      'aborts with nothing where no share is given',
      `${reference}, HTTPFaultInjection.Abort.percentage`,
      rule({ fault: { abort: { httpStatus: 500 } } }),
      { fault: { abortShare: 0 } },
    ],
    [
      'mirrors everything by default',
      `${reference}, HTTPRoute.mirror`,
      rule({ mirror: { host: 'ratings' } }),
      { mirrors: [{ share: 1, host: 'ratings.bookinfo.svc.cluster.local' }] },
    ],
    [
      'mirrors a share',
      `${reference}, HTTPRoute.mirrorPercentage`,
      rule({ mirror: { host: 'ratings' }, mirrorPercentage: { value: 12.5 } }),
      { mirrors: [{ share: 0.125 }] },
    ],
    [
      'mirrors to several',
      `${reference}, HTTPMirrorPolicy`,
      rule({ mirrors: [{ destination: { host: 'ratings' } }, { destination: { host: 'productpage' }, percentage: { value: 50 } }] }),
      { mirrors: [{ share: 1 }, { share: 0.5 }] },
    ],
  ])('%s (%s)', (_, __, got, expected) => expect(got).toMatchObject(expected));
});
