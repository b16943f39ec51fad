import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import { compileMesh } from './compile-mesh.ts';
import type { Call } from './request.ts';
import { call, istio, meshConfig, service } from './test/draw.ts';
import { named, routed, shop, short, subsets, to, virtual, type Row } from './test/route.ts';

const jason = { exact: 'jason' };
const hasJason = { match: [{ headers: { 'end-user': jason } }], route: [to('v2')] };

const rows: readonly Row[] = [
  ['goes to all endpoints without a rule', 'Istio concept: traffic management, default routing', [], 'reviews-v1+reviews-v2 100%'],
  [
    'is split by weights',
    'Istio reference: VirtualService, HTTPRouteDestination.weight',
    [subsets, virtual([{ route: [to('v1', 90), to('v2', 10)] }])],
    'reviews-v1 90%, reviews-v2 10%',
  ],
  [
    'is split by weights that do not add up to 100',
    'Istio reference: VirtualService, HTTPRouteDestination.weight',
    [subsets, virtual([{ route: [to('v1', 3), to('v2', 1)] }])],
    'reviews-v1 75%, reviews-v2 25%',
  ],
  [
    'never goes to a weight of 0',
    'Istio reference: VirtualService, HTTPRouteDestination.weight',
    [subsets, virtual([{ route: [to('v1', 100), to('v2', 0)] }])],
    'reviews-v1 100%',
  ],
  [
    'needs no weight for a single destination',
    'Istio reference: VirtualService, HTTPRouteDestination.weight',
    [subsets, virtual([{ route: [to('v2')] }])],
    'reviews-v2 100%',
  ],
  [
    'has nowhere to go when the subset is not defined',
    'Istio reference: VirtualService, Destination.subset',
    [virtual([{ route: [to('v1')] }])],
    'no subset 100%',
  ],
  [
    'has nowhere to go when nobody has the host',
    'Istio reference: VirtualService, Destination.host',
    [virtual([{ route: [{ destination: { host: 'nobody' } }] }])],
    'no host 100%',
  ],
  [
    'has nowhere to go on a port the service does not have',
    'Istio reference: VirtualService, Destination.port',
    [virtual([{ route: [{ destination: { host: 'reviews', port: { number: 1 } } }] }])],
    'no host 100%',
  ],
  [
    'follows the first rule that matches',
    'Istio reference: VirtualService, http: first match wins',
    [subsets, virtual([hasJason, { route: [to('v1')] }])],
    'reviews-v2 100%',
    call('reviews', { headers: { 'end-user': 'jason' } }),
  ],
  [
    'goes on to the next rule when one does not match',
    'Istio reference: VirtualService, http: first match wins',
    [subsets, virtual([hasJason, { route: [to('v1')] }])],
    'reviews-v1 100%',
  ],
  ['has no route when no rule matches', 'Istio reference: VirtualService, http', [subsets, virtual([hasJason])], 'no_route'],
  [
    'asks for all conditions of a match',
    'Istio reference: VirtualService, HTTPRoute.match: AND inside',
    [
      subsets,
      virtual([{ match: [{ headers: { 'end-user': jason }, uri: { prefix: '/admin' } }], route: [to('v2')] }, { route: [to('v1')] }]),
    ],
    'reviews-v1 100%',
    call('reviews', { headers: { 'end-user': 'jason' } }),
  ],
  [
    'asks for any of several matches',
    'Istio reference: VirtualService, HTTPRoute.match: OR between',
    [subsets, virtual([{ match: [{ uri: { exact: '/x' } }, { method: { exact: 'GET' } }], route: [to('v2')] }])],
    'reviews-v2 100%',
  ],
  [
    'matches a regular expression as a whole',
    'Istio reference: VirtualService, StringMatch.regex',
    [subsets, virtual([{ match: [{ uri: { regex: '/re' } }], route: [to('v2')] }, { route: [to('v1')] }])],
    'reviews-v1 100%',
    call('reviews', { path: '/reviews' }),
  ],
  [
    'matches without the query',
    'Istio reference: VirtualService, HTTPMatchRequest.uri',
    [subsets, virtual([{ match: [{ uri: { exact: '/reviews' } }], route: [to('v2')] }])],
    'reviews-v2 100%',
    call('reviews', { path: '/reviews?page=2' }),
  ],
  [
    'matches a parameter of the query',
    'Istio reference: VirtualService, HTTPMatchRequest.queryParams',
    [subsets, virtual([{ match: [{ queryParams: { page: { exact: '2' } } }], route: [to('v2')] }])],
    'reviews-v2 100%',
    call('reviews', { path: '/reviews?page=2' }),
  ],
  [
    'passes when an excluded header is not there',
    'Istio reference: VirtualService, HTTPMatchRequest.withoutHeaders',
    [subsets, virtual([{ match: [{ withoutHeaders: { 'end-user': {} } }], route: [to('v2')] }])],
    'reviews-v2 100%',
  ],
  [
    'looks at the labels of the caller',
    'Istio reference: VirtualService, HTTPMatchRequest.sourceLabels',
    [subsets, virtual([{ match: [{ sourceLabels: { app: 'curl' } }], route: [to('v2')] }, { route: [to('v1')] }])],
    'reviews-v1 100%',
  ],
  [
    'is found by its short name from its own namespace only',
    'Istio reference: VirtualService, hosts: short names',
    [subsets, virtual([{ route: [to('v1')] }])],
    'reviews-v1 100%',
    call('reviews.bookinfo'),
    'clients/curl-v1',
  ],
  [
    'does not follow a rule of another namespace for the short name',
    'Istio reference: VirtualService, hosts: short names',
    [subsets, virtual([{ route: [to('v1')] }], {}, 'clients/reviews')],
    'reviews-v1+reviews-v2 100%',
  ],
  [
    'follows the older of two rules for one host',
    'Istio FAQ: several VirtualServices for a host; order of configuration',
    [subsets, virtual([{ route: [to('v1')] }]), virtual([{ route: [to('v2')] }], {}, 'bookinfo/another')],
    'reviews-v1 100%',
  ],
  [
    'follows an exact host before a wildcard that is older',
    'Istio reference: VirtualService, hosts: most specific',
    [
      subsets,
      istio('VirtualService bookinfo/wild', { hosts: ['*.bookinfo.svc.cluster.local'], http: [{ route: [to('v2')] }] }),
      virtual([{ route: [to('v1')] }]),
    ],
    'reviews-v1 100%',
  ],
  [
    'does not follow a rule that is private to another namespace',
    'Istio reference: VirtualService, exportTo',
    [subsets, virtual([{ route: [to('v1')] }], { exportTo: ['.'] })],
    'reviews-v1+reviews-v2 100%',
    call('reviews.bookinfo'),
    'clients/curl-v1',
  ],
  [
    'does not follow a rule for a gateway alone',
    'Istio reference: VirtualService, gateways',
    [subsets, virtual([{ route: [to('v1')] }], { gateways: ['outside'] })],
    'reviews-v1+reviews-v2 100%',
  ],
  [
    'is answered by the proxy on a direct response',
    'Istio reference: VirtualService, HTTPDirectResponse',
    [virtual([{ directResponse: { status: 418 } }])],
    'direct 418',
  ],
  [
    'goes where it would without a rule, when the only one delegates to nobody',
    'Istio reference: VirtualService, Delegate',
    [virtual([{ delegate: { name: 'x' } }])],
    'reviews-v1+reviews-v2 100%',
  ],
  [
    'passes through to a host that nobody has',
    'Istio reference: MeshConfig, OutboundTrafficPolicy',
    [],
    'passthrough',
    call('example.com'),
  ],
  [
    'is blocked for a host that nobody has when only the registry counts',
    'Istio reference: MeshConfig, OutboundTrafficPolicy',
    [meshConfig('outboundTrafficPolicy:\n  mode: REGISTRY_ONLY\n')],
    'blocked',
    call('example.com'),
  ],
];

describe('a request', () => {
  it.each(named(rows))('$why ($source)', ({ row: [, , objects, ending, request, caller] }) => {
    expect(short(routed(objects, request, caller))).toBe(ending);
  });
});

const entrance = istio('Gateway bookinfo/entrance', {
  selector: { app: 'ingress' },
  servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*.example.com'] }],
});
const behind = (http: readonly object[], hosts = ['shop.example.com'], name = 'bookinfo/shop') =>
  istio(`VirtualService ${name}`, { hosts, gateways: ['entrance'], http });
const outside = (more: Partial<Call> = {}) => call('shop.example.com', { port: 80, ...more });
const pages = { destination: { host: 'productpage' } };

const gatewayRows: readonly Row[] = [
  ['is not taken on a port nobody listens on', 'Istio reference: Gateway, Server.port', [], 'no_listener', outside()],
  [
    'is taken by a listener that names the port of the pods',
    'Istio reference: Gateway, Port.number',
    [
      service('istio-system/ingress', { port: 80, targetPort: 8080 }),
      istio('Gateway bookinfo/entrance', { selector: { app: 'ingress' }, servers: [{ port: { number: 8080 }, hosts: ['*'] }] }),
      behind([{ route: [pages] }]),
    ],
    'productpage-v1 100%',
    outside(),
  ],
  ['has no route without a rule', 'Istio reference: Gateway', [entrance], 'no_route', outside()],
  [
    'is routed by the rule for its host, to the only port of the service',
    'Istio reference: VirtualService, Destination.port',
    [entrance, behind([{ route: [pages] }])],
    'productpage-v1 100%',
    outside(),
  ],
  [
    'has no route for a host the gateway does not serve',
    'Istio reference: Gateway, Server.hosts',
    [entrance, behind([{ route: [pages] }], ['shop.example.org'])],
    'no_route',
    outside({ host: 'shop.example.org' }),
  ],
  [
    'meets the rules of two objects for one host, the catch-all last',
    'Istio concept: splitting large VirtualServices',
    [
      entrance,
      behind([{ route: [pages] }]),
      behind([{ match: [{ uri: { prefix: '/reviews' } }], route: [to()] }], ['shop.example.com'], 'bookinfo/more'),
    ],
    'reviews-v1+reviews-v2 100%',
    outside({ path: '/reviews/0' }),
  ],
  [
    'meets the closest host only',
    'Envoy: virtual host domains, most specific wins',
    [
      entrance,
      behind([{ route: [pages] }], ['*.example.com']),
      behind([{ match: [{ uri: { prefix: '/x' } }], route: [to()] }], ['shop.example.com'], 'bookinfo/more'),
    ],
    'no_route',
    outside(),
  ],
];

describe('a request at a gateway', () => {
  it.each(named(gatewayRows))('$why ($source)', ({ row: [, , objects, ending, request] }) => {
    expect(short(routed(objects, request, 'istio-system/ingress'))).toBe(ending);
  });
});

describe('a route', () => {
  it('carries fault, timeout and retries', () => {
    const http = {
      fault: { abort: { httpStatus: 500, percentage: { value: 10 } }, delay: { fixedDelay: '1.5s', percentage: { value: 50 } } },
      timeout: '2s',
      retries: { attempts: 3, perTryTimeout: '500ms', retryOn: '5xx,reset' },
      route: [to()],
    };
    expect(routed([virtual([http])])).toMatchObject({
      fault: { abortShare: 0.1, abortCode: 500, delayShare: 0.5, delayMs: 1500 },
      timeoutMs: 2000,
      retry: { attempts: 3, perTryMs: 500, on: ['5xx', 'reset'] },
    });
  });

  it('tries twice more by default, and not at all where retries are 0', () => {
    expect(routed([])).toMatchObject({ retry: { attempts: 2 }, timeoutMs: null });
    expect(routed([virtual([{ retries: { attempts: 0 }, route: [to()] }])])).toMatchObject({ retry: { attempts: 0 } });
  });

  it('takes TLS settings from the closest place: subset and port, subset, port, host', () => {
    const tls = (mode: string) => ({ tls: { mode } });
    const rule = (policy: object, subset: object = {}) =>
      istio('DestinationRule bookinfo/reviews', {
        host: 'reviews',
        trafficPolicy: policy,
        subsets: [{ name: 'v1', labels: { version: 'v1' }, ...subset }],
      });
    const tlsOf = (object: KubeObject): string | undefined => {
      const route = routed([object, virtual([{ route: [to('v1')] }])]);
      return route.kind === 'forward' ? route.legs[0]?.tls : undefined;
    };
    const port = (mode: string) => ({ portLevelSettings: [{ port: { number: 9080 }, ...tls(mode) }] });
    expect(tlsOf(rule({}))).toBe('auto');
    expect(tlsOf(rule(tls('DISABLE')))).toBe('DISABLE');
    expect(tlsOf(rule({ ...tls('DISABLE'), ...port('ISTIO_MUTUAL') }))).toBe('ISTIO_MUTUAL');
    expect(tlsOf(rule(port('ISTIO_MUTUAL'), { trafficPolicy: tls('SIMPLE') }))).toBe('SIMPLE');
    expect(tlsOf(rule(tls('DISABLE'), { trafficPolicy: { ...tls('SIMPLE'), ...port('MUTUAL') } }))).toBe('MUTUAL');
  });

  it("follows the rule of the caller's namespace before the service's, even if it says less", () => {
    const own = istio('DestinationRule clients/reviews', { host: 'reviews.bookinfo.svc.cluster.local' });
    expect(
      short(
        routed(
          [
            subsets,
            own,
            istio('VirtualService clients/reviews', {
              hosts: ['reviews.bookinfo.svc.cluster.local'],
              http: [{ route: [{ destination: { host: 'reviews.bookinfo.svc.cluster.local', subset: 'v1' } }] }],
            }),
          ],
          call('reviews.bookinfo'),
          'clients/curl-v1',
        ),
      ),
    ).toBe('no subset 100%');
  });
});

describe('what is not followed', () => {
  it.each([
    ['spec.http[0].corsPolicy', virtual([{ corsPolicy: {}, route: [to()] }])],
    ['spec.http[0].retries.backoff', virtual([{ retries: { attempts: 1, backoff: '1s' }, route: [to()] }])],
    ['spec.http[0].route[0].headers.request', virtual([{ route: [{ ...to(), headers: { request: { set: { a: 'b' } } } }] }])],
    ['spec.http[0].rewrite.uriRegexRewrite', virtual([{ rewrite: { uriRegexRewrite: { match: '(a+)+', rewrite: 'a' } }, route: [to()] }])],
    ['spec.http[0].match[0].uri', virtual([{ match: [{ uri: { regex: '(a+)+' } }], route: [to()] }])],
    ['spec.http[0].match[0].uri', virtual([{ match: [{ uri: { regex: '(?=a)' } }], route: [to()] }])],
    ['spec.trafficPolicy.tunnel', istio('DestinationRule bookinfo/r', { host: 'reviews', trafficPolicy: { tunnel: {} } })],
    ['spec.tcp[0].match[0].destinationSubnets', virtual([], { tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/8'] }], route: [to()] }] })],
    ['spec.ingress', istio('Sidecar bookinfo/s', { ingress: [] })],
    ['spec.weight', istio('WorkloadEntry bookinfo/w', { address: '10.9.9.9', weight: 3 })],
    ['', istio('WasmPlugin bookinfo/h', {})],
    ['spec.type', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x', namespace: 'bookinfo' }, spec: { type: 'ExternalName' } }],
  ])('is listed: %s', (path, object) => {
    expect(compileMesh([...shop, object]).unsupported).toEqual([expect.objectContaining({ path })]);
  });

  const broken: readonly unknown[] = [
    null,
    7,
    'x',
    [],
    [null],
    [[]],
    {},
    { host: 7 },
    [{ match: {}, route: 'x', backendRefs: [7, {}] }],
    ['x', '/', '*'],
  ];
  const fields = [
    ['http', 'tcp', 'tls', 'hosts', 'gateways', 'exportTo', 'subsets', 'host', 'servers', 'selector', 'ports', 'endpoints', 'resolution'],
    [
      'workloadSelector',
      'addresses',
      'egress',
      'outboundTrafficPolicy',
      'listeners',
      'parentRefs',
      'hostnames',
      'rules',
      'from',
      'to',
      'labels',
    ],
  ].flat();
  const kinds = [
    ['VirtualService', 'DestinationRule', 'Gateway', 'PeerAuthentication', 'AuthorizationPolicy', 'Service', 'Pod', 'Deployment'],
    ['ServiceEntry', 'WorkloadEntry', 'Sidecar', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant', 'GatewayClass'],
  ].flat();
  it.each(kinds)('does not crash on a %s that is broken in every way', (kind) => {
    for (const value of broken) {
      const whole = { gatewayClassName: 'istio', ...Object.fromEntries(fields.map((field) => [field, value])) };
      for (const spec of [value, whole]) {
        for (const apiVersion of ['networking.istio.io/v1', 'gateway.networking.k8s.io/v1', 'v1']) {
          // What a cluster without a schema would let through.
          const object: KubeObject = Object.assign(istio(`${kind} bookinfo/reviews`, {}), { spec, apiVersion });
          expect(() => routed([object])).not.toThrow();
        }
      }
    }
  });
});
