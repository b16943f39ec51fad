import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import type { Call } from './request.ts';
import { rewritten } from './rewrite.ts';
import { call, gatewayApi, istio, namespace, service, workload } from './test/draw.ts';
import { meshWith, named, routed, short, type Row } from './test/route.ts';

const rule = 'Gateway API: HTTPRouteRule';
const precedence = `${rule}, precedence of matches`;
const gate = workload('bookinfo/gate-istio', { proxy: 'router', labels: { 'gateway.networking.k8s.io/gateway-name': 'gate' } });
const gateway = (listeners: readonly object[] = [{ name: 'http', port: 80, protocol: 'HTTP' }], more: object = {}): KubeObject =>
  gatewayApi('Gateway bookinfo/gate', { gatewayClassName: 'istio', listeners, ...more });
const backend = (name: string, more: object = {}) => ({ name, port: 9080, ...more });
const route = (rules: readonly object[], more: object = {}, name = 'bookinfo/shop') =>
  gatewayApi(`HTTPRoute ${name}`, { parentRefs: [{ name: 'gate' }], rules, ...more });
const path = (type: string, value: string) => ({ path: { type, value } });
const rating = { backendRefs: [backend('ratings')] };
const page = { backendRefs: [backend('productpage')] };
const review = { backendRefs: [backend('reviews')] };
const reviews = 'reviews-v1+reviews-v2 100%';
const outside = (more: Partial<Call> = {}) => call('shop.example.com', { port: 80, ...more });
const all = [...gate, gateway()];
const at = 'bookinfo/gate-istio';

const rows: readonly Row[] = [
  ['is routed to a backend', rule, [...all, route([rating])], 'ratings-v1 100%', outside()],
  ['has no route without one', 'Gateway API: Gateway', all, 'no_route', outside()],
  [
    'is not taken by pods of another gateway',
    'Istio: label gateway.networking.k8s.io/gateway-name',
    [...workload('bookinfo/gate-istio', { proxy: 'router' }), gateway(), route([rating])],
    'no_listener',
    outside(),
  ],
  [
    'is not taken by pods of another namespace',
    'Istio: label gateway.networking.k8s.io/gateway-name',
    [...all, gatewayApi('Gateway clients/gate', { gatewayClassName: 'istio', listeners: [{ name: 'x', port: 81, protocol: 'HTTP' }] })],
    'no_listener',
    outside({ port: 81 }),
  ],
  [
    'is not taken by a gateway of another class',
    'Gateway API: GatewayClass.controllerName',
    [...gate, gateway(undefined, { gatewayClassName: 'nginx' }), route([rating])],
    'no_listener',
    outside(),
  ],
  [
    'is taken by a class of the mesh by another name',
    'Gateway API: GatewayClass.controllerName',
    [
      ...gate,
      gatewayApi('GatewayClass /own', { controllerName: 'istio.io/gateway-controller' }),
      gateway(undefined, { gatewayClassName: 'own' }),
      route([rating]),
    ],
    'ratings-v1 100%',
    outside(),
  ],
  [
    'is split by weights',
    'Gateway API: HTTPBackendRef.weight',
    [...all, route([{ backendRefs: [backend('ratings', { weight: 3 }), backend('productpage', { weight: 1 })] }])],
    'ratings-v1 75%, productpage-v1 25%',
    outside(),
  ],
  [
    'is split evenly without weights',
    'Gateway API: HTTPBackendRef.weight, 1 by default',
    [...all, route([{ backendRefs: [backend('ratings'), backend('productpage')] }])],
    'ratings-v1 50%, productpage-v1 50%',
    outside(),
  ],
  [
    'never goes to a weight of 0',
    'Gateway API: HTTPBackendRef.weight',
    [...all, route([{ backendRefs: [backend('ratings', { weight: 0 }), backend('productpage')] }])],
    'productpage-v1 100%',
    outside(),
  ],
  [
    'is answered 500 when all weights are 0',
    `${rule}.backendRefs`,
    [...all, route([{ backendRefs: [backend('ratings', { weight: 0 })] }])],
    'direct 500',
    outside(),
  ],
  ['is answered 500 without backends', `${rule}.backendRefs`, [...all, route([{}])], 'direct 500', outside()],
  [
    'keeps the share of a backend that is missing, to be answered 500',
    'Gateway API: HTTPBackendRef, invalid references',
    [...all, route([{ backendRefs: [backend('ratings'), backend('nobody')] }])],
    'ratings-v1 50%, no host (500) 50%',
    outside(),
  ],
  [
    'keeps the share of a backend of a kind nobody knows',
    'Gateway API: HTTPBackendRef, invalid references',
    [...all, route([{ backendRefs: [backend('ratings'), backend('x', { kind: 'Bucket' })] }])],
    'ratings-v1 50%, no host (500) 50%',
    outside(),
  ],
  [
    'keeps the share of a backend on a port it does not have',
    'Gateway API: HTTPBackendRef, invalid references',
    [...all, route([{ backendRefs: [backend('ratings', { port: 1 })] }])],
    'no host (500) 100%',
    outside(),
  ],
  [
    'keeps the share of a backend of another namespace that gives no leave',
    'Gateway API: ReferenceGrant',
    [...all, service('clients/curl'), route([{ backendRefs: [backend('ratings'), backend('curl', { namespace: 'clients' })] }])],
    'ratings-v1 50%, no host (500) 50%',
    outside(),
  ],
  [
    'goes to a host the mesh knows',
    'Istio: backend of kind Hostname',
    [
      ...all,
      istio('ServiceEntry bookinfo/out', { hosts: ['api.example.com'], ports: [{ number: 9080, protocol: 'HTTP' }], resolution: 'DNS' }),
      route([{ backendRefs: [{ group: 'networking.istio.io', kind: 'Hostname', name: 'api.example.com', port: 9080 }] }]),
    ],
    'api.example.com 100%',
    outside(),
  ],
  [
    'meets a prefix by whole segments',
    'Gateway API: HTTPPathMatch, PathPrefix',
    [...all, route([{ matches: [path('PathPrefix', '/foo')], ...rating }])],
    'no_route',
    outside({ path: '/foobar' }),
  ],
  [
    'meets a prefix as it is',
    'Gateway API: HTTPPathMatch, PathPrefix',
    [...all, route([{ matches: [path('PathPrefix', '/foo/')], ...rating }])],
    'ratings-v1 100%',
    outside({ path: '/foo' }),
  ],
  [
    'meets a prefix with more segments',
    'Gateway API: HTTPPathMatch, PathPrefix',
    [...all, route([{ matches: [path('PathPrefix', '/foo')], ...rating }])],
    'ratings-v1 100%',
    outside({ path: '/foo/bar?x=1' }),
  ],
  [
    'does not meet an exact path with more segments',
    'Gateway API: HTTPPathMatch, Exact',
    [...all, route([{ matches: [path('Exact', '/foo')], ...rating }])],
    'no_route',
    outside({ path: '/foo/' }),
  ],
  [
    'meets a regular expression',
    'Gateway API: HTTPPathMatch, RegularExpression',
    [...all, route([{ matches: [path('RegularExpression', '/v[0-9]/.*')], ...rating }])],
    'ratings-v1 100%',
    outside({ path: '/v2/x' }),
  ],
  [
    'must meet all of a match',
    `${rule}.matches: AND inside`,
    [...all, route([{ matches: [{ ...path('PathPrefix', '/a'), method: 'POST' }], ...rating }])],
    'no_route',
    outside({ path: '/a' }),
  ],
  [
    'must meet one of several matches',
    `${rule}.matches: OR between`,
    [...all, route([{ matches: [path('Exact', '/a'), path('Exact', '/b')], ...rating }])],
    'ratings-v1 100%',
    outside({ path: '/b' }),
  ],
  [
    'meets headers without case',
    'Gateway API: HTTPHeaderMatch',
    [...all, route([{ matches: [{ headers: [{ name: 'X-Tenant', value: 'gold' }] }], ...rating }])],
    'ratings-v1 100%',
    outside({ headers: { 'x-tenant': 'gold' } }),
  ],
  [
    'minds the first of two headers of one name alone',
    'Gateway API: HTTPHeaderMatch.name',
    [
      ...all,
      route([
        {
          matches: [
            {
              headers: [
                { name: 'x', value: '1' },
                { name: 'X', value: '2' },
              ],
            },
          ],
          ...rating,
        },
      ]),
    ],
    'ratings-v1 100%',
    outside({ headers: { x: '1' } }),
  ],
  [
    'meets parameters',
    'Gateway API: HTTPQueryParamMatch',
    [...all, route([{ matches: [{ queryParams: [{ name: 'a', value: '[0-9]+', type: 'RegularExpression' }] }], ...rating }])],
    'ratings-v1 100%',
    outside({ path: '/?a=12' }),
  ],
  [
    'meets an exact path before a longer prefix',
    precedence,
    [
      ...all,
      route([
        { matches: [path('PathPrefix', '/a')], ...page },
        { matches: [path('Exact', '/a')], ...rating },
      ]),
    ],
    'ratings-v1 100%',
    outside({ path: '/a' }),
  ],
  [
    'meets the longer of two prefixes',
    precedence,
    [
      ...all,
      route([
        { matches: [path('PathPrefix', '/a')], ...page },
        { matches: [path('PathPrefix', '/a/b')], ...rating },
      ]),
    ],
    'ratings-v1 100%',
    outside({ path: '/a/b/c' }),
  ],
  [
    'meets a prefix before a regular expression',
    'Istio, order of routes: regular expressions last',
    [
      ...all,
      route([
        { matches: [path('RegularExpression', '/a.*')], ...page },
        { matches: [path('PathPrefix', '/a')], ...rating },
      ]),
    ],
    'ratings-v1 100%',
    outside({ path: '/a' }),
  ],
  [
    'meets a regular expression before what takes everything',
    'Istio, gateways: catch-all routes last',
    [...all, route([{ ...page }, { matches: [path('RegularExpression', '/a.*')], ...rating }])],
    'ratings-v1 100%',
    outside({ path: '/a' }),
  ],
  [
    'meets a method before headers',
    precedence,
    [
      ...all,
      route([
        {
          matches: [
            {
              headers: [
                { name: 'a', value: '1' },
                { name: 'b', value: '1' },
              ],
            },
          ],
          ...page,
        },
        { matches: [{ method: 'GET' }], ...rating },
      ]),
    ],
    'ratings-v1 100%',
    outside({ headers: { a: '1', b: '1' } }),
  ],
  [
    'meets more headers before fewer',
    precedence,
    [
      ...all,
      route([
        { matches: [{ headers: [{ name: 'a', value: '1' }] }], ...page },
        {
          matches: [
            {
              headers: [
                { name: 'a', value: '1' },
                { name: 'b', value: '1' },
              ],
            },
          ],
          ...rating,
        },
      ]),
    ],
    'ratings-v1 100%',
    outside({ headers: { a: '1', b: '1' } }),
  ],
  [
    'meets headers before parameters',
    precedence,
    [
      ...all,
      route([
        {
          matches: [
            {
              queryParams: [
                { name: 'a', value: '1' },
                { name: 'b', value: '1' },
              ],
            },
          ],
          ...page,
        },
        { matches: [{ headers: [{ name: 'a', value: '1' }] }], ...rating },
      ]),
    ],
    'ratings-v1 100%',
    outside({ path: '/?a=1&b=1', headers: { a: '1' } }),
  ],
  [
    'meets more parameters before fewer',
    precedence,
    [
      ...all,
      route([
        { matches: [{ queryParams: [{ name: 'a', value: '1' }] }], ...page },
        {
          matches: [
            {
              queryParams: [
                { name: 'a', value: '1' },
                { name: 'b', value: '1' },
              ],
            },
          ],
          ...rating,
        },
      ]),
    ],
    'ratings-v1 100%',
    outside({ path: '/?a=1&b=1' }),
  ],
  [
    'meets the older of two routes that ask for the same',
    precedence,
    [...all, route([rating], {}, 'bookinfo/zz'), route([page], {}, 'bookinfo/aa')],
    'ratings-v1 100%',
    outside(),
  ],
  [
    'meets the first by name of two of one second',
    precedence,
    [
      ...all,
      ...(['zz', 'aa'] as const).map((name) => ({
        ...route([name === 'aa' ? rating : page], {}, `bookinfo/${name}`),
        metadata: { name, namespace: 'bookinfo', creationTimestamp: '2026-01-01T00:00:00Z' },
      })),
    ],
    'ratings-v1 100%',
    outside(),
  ],
  [
    'meets the first rule of a route that asks twice for the same',
    precedence,
    [...all, route([rating, page])],
    'ratings-v1 100%',
    outside(),
  ],
  [
    'meets the longest match of all routes together',
    precedence,
    [
      ...all,
      route([{ matches: [path('PathPrefix', '/a')], ...page }]),
      route([{ matches: [path('PathPrefix', '/a/b')], ...rating }], {}, 'bookinfo/more'),
    ],
    'ratings-v1 100%',
    outside({ path: '/a/b' }),
  ],
  [
    'meets routes for its host',
    'Gateway API: HTTPRouteSpec.hostnames',
    [...all, route([page], { hostnames: ['other.example.com'] }), route([rating], { hostnames: ['shop.example.com'] }, 'bookinfo/two')],
    'ratings-v1 100%',
    outside(),
  ],
  [
    'meets an exact host before a wildcard',
    'Gateway API: HTTPRouteSpec.hostnames',
    [...all, route([page], { hostnames: ['*.example.com'] }), route([rating], { hostnames: ['shop.example.com'] }, 'bookinfo/two')],
    'ratings-v1 100%',
    outside(),
  ],
  [
    'does not meet the wildcard where the exact host has no match',
    'Gateway API: most specific hostname; Envoy virtual hosts',
    [
      ...all,
      route([page], { hostnames: ['*.example.com'] }),
      route([{ matches: [path('Exact', '/a')], ...rating }], { hostnames: ['shop.example.com'] }, 'bookinfo/two'),
    ],
    'no_route',
    outside(),
  ],
  [
    'does not meet a wildcard by its bare domain',
    'Gateway API: Hostname, wildcards',
    [...all, route([page], { hostnames: ['*.shop.example.com'] })],
    'no_route',
    outside(),
  ],
  [
    'meets routes of the listener of its host',
    'Gateway API: Listener.hostname',
    [
      ...gate,
      gateway([
        { name: 'a', port: 80, protocol: 'HTTP', hostname: 'shop.example.com' },
        { name: 'b', port: 80, protocol: 'HTTP', hostname: '*.example.com' },
      ]),
      route([page], { parentRefs: [{ name: 'gate', sectionName: 'b' }] }),
      route([rating], { parentRefs: [{ name: 'gate', sectionName: 'a' }] }, 'bookinfo/two'),
    ],
    'ratings-v1 100%',
    outside(),
  ],
  [
    'meets routes of the listener they name alone',
    'Gateway API: ParentReference.sectionName',
    [
      ...gate,
      gateway([
        { name: 'a', port: 80, protocol: 'HTTP' },
        { name: 'b', port: 81, protocol: 'HTTP' },
      ]),
      route([page], { parentRefs: [{ name: 'gate', sectionName: 'b' }] }),
    ],
    'no_route',
    outside(),
  ],
  [
    'meets routes of the port they name alone',
    'Gateway API: ParentReference.port',
    [
      ...gate,
      gateway([
        { name: 'a', port: 80, protocol: 'HTTP' },
        { name: 'b', port: 81, protocol: 'HTTP' },
      ]),
      route([page], { parentRefs: [{ name: 'gate', port: 80 }] }),
    ],
    'productpage-v1 100%',
    outside(),
  ],
  [
    'is redirected',
    'Gateway API: HTTPRequestRedirectFilter.statusCode, 302 by default',
    [...all, route([{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }])],
    'direct 302',
    outside(),
  ],
  [
    'is redirected for good',
    'Gateway API: HTTPRequestRedirectFilter.statusCode',
    [...all, route([{ filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode: 301 } }] }])],
    'direct 301',
    outside(),
  ],
  [
    'is answered 500 by a filter nobody knows',
    'Gateway API: HTTPRouteFilter: must not be skipped',
    [...all, route([{ filters: [{ type: 'ExtensionRef' }], ...rating }])],
    'direct 500',
    outside(),
  ],
];

describe('a request at a gateway of the Gateway API', () => {
  it.each(named(rows))('$why ($source)', ({ row: [, , objects, ending, request] }) => {
    expect(short(routed(objects, request, at))).toBe(ending);
  });
});

const reviewsOf = { group: '', kind: 'Service', name: 'reviews' };
const producer = (rules: readonly object[], more: object = {}) =>
  route(rules, { parentRefs: [{ ...reviewsOf, ...more }] }, 'bookinfo/producer');
const consumer = (rules: readonly object[]) => route(rules, { parentRefs: [{ ...reviewsOf, namespace: 'bookinfo' }] }, 'clients/consumer');
const toRatings = { backendRefs: [backend('ratings', { namespace: 'bookinfo' })] };
const grant = gatewayApi('ReferenceGrant bookinfo/g', {
  from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'clients' }],
  to: [{ group: '', kind: 'Service' }],
});
const gamma = 'Gateway API: GAMMA';
const stranger = [call('reviews.bookinfo'), 'clients/curl-v1'] as const;

const entry = istio('ServiceEntry bookinfo/out', {
  hosts: ['api.example.com'],
  ports: [{ number: 9080, protocol: 'HTTP' }],
  resolution: 'DNS',
});
const connection = (kind: string, more: object, parent: object = { name: 'gate' }) =>
  gatewayApi(`${kind} bookinfo/connection`, { parentRefs: [parent], rules: [rating], ...more });

const meshRows: readonly Row[] = [
  ['follows a route of the service it calls', `${gamma}, producer routes`, [producer([rating])], 'ratings-v1 100%'],
  ['follows it from every namespace', `${gamma}, producer routes`, [producer([rating])], 'ratings-v1 100%', ...stranger],
  [
    'follows one of its own namespace before that of the service',
    `${gamma}, consumer routes`,
    [grant, producer([page]), consumer([toRatings])],
    'ratings-v1 100%',
    ...stranger,
  ],
  ['does not follow one of a third namespace', `${gamma}, consumer routes`, [grant, consumer([toRatings])], reviews],
  [
    'has no route where no rule matches',
    `${gamma}: a route takes all requests of its service`,
    [producer([{ matches: [path('Exact', '/a')], ...rating }])],
    'no_route',
  ],
  ['follows a route for its port', `${gamma}: ParentReference.port`, [producer([rating], { port: 9080 })], 'ratings-v1 100%'],
  ['does not follow one for another port', `${gamma}: ParentReference.port`, [producer([rating], { port: 80 })], reviews],
  ['may go back to the service itself', `${gamma}: backend of the same service`, [producer([review])], reviews],
  [
    'is answered 500 for a backend that is missing',
    `${gamma}; HTTPBackendRef`,
    [producer([{ backendRefs: [backend('nobody')] }])],
    'no host (500) 100%',
  ],
  ['does not follow a route for a gateway alone', `${gamma}: ParentReference`, [...all, route([rating])], reviews],
  [
    'follows a route before a ServiceEntry',
    'Istio: ServiceEntry as parent of a route',
    [entry, route([rating], { parentRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'out' }] })],
    'ratings-v1 100%',
    call('api.example.com'),
  ],
  [
    'as a connection follows a TCPRoute',
    `${gamma}; TCPRoute`,
    [connection('TCPRoute', {}, reviewsOf)],
    'ratings-v1 100%',
    call('reviews', { protocol: 'tcp' }),
  ],
  ['does not follow a TCPRoute', `${gamma}; TCPRoute`, [connection('TCPRoute', {}, reviewsOf)], reviews],
];

describe('a request of a workload with a sidecar', () => {
  it.each(named(meshRows))('$why ($source)', ({ row: [, , objects, ending, request, caller] }) => {
    expect(short(routed(objects, request, caller))).toBe(ending);
  });
});

const grpc = (method: object, more: object = {}) =>
  gatewayApi('GRPCRoute bookinfo/grpc', { parentRefs: [{ name: 'gate' }], rules: [{ matches: [{ method, ...more }], ...rating }] });
const rpc = (more: Partial<Call> = {}) => outside({ protocol: 'grpc', method: 'POST', path: '/shop.Cart/Add', ...more });
const grpcRows: readonly Row[] = [
  [
    'goes by its service and method',
    'Gateway API: GRPCMethodMatch',
    [...all, grpc({ service: 'shop.Cart', method: 'Add' })],
    'ratings-v1 100%',
    rpc(),
  ],
  ['minds their case', 'Gateway API: GRPCMethodMatch', [...all, grpc({ service: 'shop.cart', method: 'Add' })], 'no_route', rpc()],
  ['goes by its service alone', 'Gateway API: GRPCMethodMatch', [...all, grpc({ service: 'shop.Cart' })], 'ratings-v1 100%', rpc()],
  ['does not go by the beginning of a service', 'Gateway API: GRPCMethodMatch', [...all, grpc({ service: 'shop.Ca' })], 'no_route', rpc()],
  ['goes by its method alone', 'Gateway API: GRPCMethodMatch', [...all, grpc({ method: 'Add' })], 'ratings-v1 100%', rpc()],
  [
    'goes by regular expressions',
    'Gateway API: GRPCMethodMatch, RegularExpression',
    [...all, grpc({ type: 'RegularExpression', service: 'shop[.].*', method: 'A.*' })],
    'ratings-v1 100%',
    rpc(),
  ],
  ['goes by everything', 'Gateway API: GRPCRouteRule.matches', [...all, grpc({})], 'ratings-v1 100%', rpc()],
  [
    'must have the headers too',
    'Gateway API: GRPCHeaderMatch',
    [...all, grpc({ service: 'shop.Cart' }, { headers: [{ name: 'x', value: '1' }] })],
    'no_route',
    rpc(),
  ],
];

describe('a call of a method', () => {
  it.each(named(grpcRows))('$why ($source)', ({ row: [, , objects, ending, request] }) => {
    expect(short(routed(objects, request, at))).toBe(ending);
  });
});

const tls = (mode: string) => gateway([{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode } }]);
const tcp = gateway([{ name: 'tcp', port: 443, protocol: 'TCP' }]);
const secure = outside({ port: 443, protocol: 'tcp' });
const connectionRows: readonly Row[] = [
  [
    'goes on unopened by the name it asks for',
    'Gateway API: TLSRoute.hostnames',
    [...gate, tls('Passthrough'), connection('TLSRoute', { hostnames: ['*.example.com'] })],
    'ratings-v1 100%',
    secure,
  ],
  [
    'goes nowhere by another name',
    'Gateway API: TLSRoute.hostnames',
    [...gate, tls('Passthrough'), connection('TLSRoute', { hostnames: ['other.example.com'] })],
    'no_route',
    secure,
  ],
  ['goes on where TLS ends', 'Gateway API: TCPRoute', [...gate, tls('Terminate'), connection('TCPRoute', {})], 'ratings-v1 100%', secure],
  ['goes on by its port', 'Gateway API: TCPRoute', [...gate, tcp, connection('TCPRoute', {})], 'ratings-v1 100%', secure],
  [
    'is split by weights',
    'Gateway API: BackendRef.weight',
    [...gate, tcp, connection('TCPRoute', { rules: [{ backendRefs: [backend('ratings'), backend('reviews', { weight: 3 })] }] })],
    'ratings-v1 25%, reviews-v1+reviews-v2 75%',
    secure,
  ],
  ['is not for routes of requests', 'Gateway API: ProtocolType', [...gate, tcp, route([rating])], 'no_route', secure],
];

describe('a connection', () => {
  it.each(named(connectionRows))('$why ($source)', ({ row: [, , objects, ending, request] }) => {
    expect(short(routed(objects, request, at))).toBe(ending);
  });
});

describe('what a rule does besides', () => {
  const of = (more: object) => routed([...all, route([{ ...rating, ...more }])], outside(), at);
  it.each<[why: string, source: string, got: object, expected: object]>([
    ['waits for a request', 'Gateway API: HTTPRouteTimeouts.request', of({ timeouts: { request: '2s' } }), { timeoutMs: 2000 }],
    ['waits for ever at 0s', 'Gateway API: HTTPRouteTimeouts.request', of({ timeouts: { request: '0s' } }), { timeoutMs: null }],
    [
      'waits for the backend where it does not try again',
      'Istio, HTTPRouteTimeouts.backendRequest without retry',
      of({ timeouts: { request: '2s', backendRequest: '1s' } }),
      { timeoutMs: 1000 },
    ],
    [
      'waits for each try where it does',
      'Gateway API: HTTPRouteTimeouts.backendRequest',
      of({ timeouts: { request: '2s', backendRequest: '1s' }, retry: { attempts: 4 } }),
      { timeoutMs: 2000, retry: { attempts: 4, perTryMs: 1000 } },
    ],
    [
      'tries again on codes',
      'Gateway API: HTTPRouteRetry.codes',
      of({ retry: { codes: [500, 503] } }),
      { retry: { attempts: 2, on: expect.arrayContaining(['500', '503', 'connect-failure']) } },
    ],
    [
      'mirrors everything',
      'Gateway API: HTTPRequestMirrorFilter',
      of({ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: backend('reviews') } }] }),
      { mirrors: [{ share: 1, host: 'reviews.bookinfo.svc.cluster.local' }] },
    ],
    [
      'mirrors a percentage',
      'Gateway API: HTTPRequestMirrorFilter.percent',
      of({ filters: [{ type: 'RequestMirror', requestMirror: { percent: 20, backendRef: backend('reviews') } }] }),
      { mirrors: [{ share: 0.2 }] },
    ],
    [
      'mirrors a fraction',
      'Gateway API: HTTPRequestMirrorFilter.fraction',
      of({
        filters: [{ type: 'RequestMirror', requestMirror: { fraction: { numerator: 1, denominator: 8 }, backendRef: backend('reviews') } }],
      }),
      { mirrors: [{ share: 0.125 }] },
    ],
    [
      'mirrors to several',
      'Gateway API: RequestMirror may be repeated',
      of({ filters: ['reviews', 'productpage'].map((name) => ({ type: 'RequestMirror', requestMirror: { backendRef: backend(name) } })) }),
      { mirrors: [{}, {}] },
    ],
    [
      'mirrors to nobody where the backend is missing',
      'Gateway API: HTTPRequestMirrorFilter.backendRef',
      of({ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: backend('nobody') } }] }),
      { mirrors: [] },
    ],
  ])('%s (%s)', (_, __, got, expected) => expect(got).toMatchObject(expected));

  const prefix = { matches: [path('PathPrefix', '/foo')] };
  const rewrite = (to: object) => ({ filters: [{ type: 'URLRewrite', urlRewrite: { path: to } }] });
  it.each<[why: string, source: string, rule: object, sent: Partial<Call>, seen: Partial<Call>]>([
    [
      'the prefix is replaced',
      'Gateway API: ReplacePrefixMatch',
      { ...prefix, ...rewrite({ replacePrefixMatch: '/xyz' }) },
      { path: '/foo/bar' },
      { path: '/xyz/bar' },
    ],
    [
      'a slash at its end makes no difference',
      'Gateway API: ReplacePrefixMatch, table',
      { ...prefix, ...rewrite({ replacePrefixMatch: '/xyz/' }) },
      { path: '/foo/bar' },
      { path: '/xyz/bar' },
    ],
    [
      'the prefix is taken away',
      'Gateway API: ReplacePrefixMatch, table',
      { ...prefix, ...rewrite({ replacePrefixMatch: '/' }) },
      { path: '/foo/bar' },
      { path: '/bar' },
    ],
    [
      'what is left of nothing is /',
      'Gateway API: ReplacePrefixMatch, table',
      { ...prefix, ...rewrite({ replacePrefixMatch: '' }) },
      { path: '/foo' },
      { path: '/' },
    ],
    [
      'the whole path is replaced, whatever matched',
      'Gateway API: ReplaceFullPath',
      { ...prefix, ...rewrite({ replaceFullPath: '/one' }) },
      { path: '/foo/bar?a=1' },
      { path: '/one?a=1' },
    ],
    [
      'the host becomes another',
      'Gateway API: HTTPURLRewriteFilter.hostname',
      { filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'inside' } }] },
      {},
      { host: 'inside' },
    ],
    [
      'headers change',
      'Gateway API: HTTPHeaderFilter',
      { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'A', value: '1' }], remove: ['B'] } }] },
      { headers: { b: '2' } },
      { headers: { a: '1' } },
    ],
    [
      'nothing changes by what changes answers',
      'Gateway API: ResponseHeaderModifier',
      { filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'A', value: '1' }] } }] },
      {},
      {},
    ],
  ])('%s (%s)', (_, __, written, sent, seen) => {
    const request = outside(sent);
    const found = routed([...all, route([{ ...rating, ...written }])], request, at);
    expect(found.kind === 'forward' && rewritten(request, found.rewrite)).toEqual({ ...request, ...seen });
  });
});

it('meets the closest rule, in whatever order the rules are written', () => {
  const paths = fc.uniqueArray(
    fc.tuple(fc.constantFrom('Exact', 'PathPrefix'), fc.constantFrom('/', '/a', '/a/b', '/a/b/c', '/b', '/ab')),
    { minLength: 2, maxLength: 6, selector: (pair) => pair.join(' ') },
  );
  const written = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([type, value]) => ({
      matches: [path(type, value)],
      filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode: 300 + value.length * 2 + Number(type === 'Exact') } }],
    }));
  const mixed = paths.chain((pairs) => fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length })));
  fc.assert(
    fc.property(mixed, fc.constantFrom('/', '/a', '/a/b', '/a/b/c/d', '/b/c', '/ab', '/abc'), ([pairs, shuffled], wanted) => {
      const ending = (one: typeof pairs) => short(routed([...all, route(written(one))], outside({ path: wanted }), at));
      expect(ending(shuffled)).toBe(ending(pairs));
    }),
    { numRuns: 60, seed: 11 },
  );
});

it('reports what it does not follow', () => {
  const { mesh } = meshWith([
    ...all,
    namespace('bookinfo'),
    route([{ ...rating, filters: [{ type: 'CORS' }], sessionPersistence: {}, matches: [path('Glob', '/x')], retry: { backoff: '1s' } }]),
    gatewayApi('UDPRoute bookinfo/udp', {}),
    gatewayApi('Gateway bookinfo/waypoint', { gatewayClassName: 'istio-waypoint' }),
  ]);
  expect(mesh.unsupported.map((one) => one.path).sort()).toEqual([
    '',
    'spec.gatewayClassName',
    'spec.rules[0].filters[0]',
    'spec.rules[0].matches[0]',
    'spec.rules[0].retry.backoff',
    'spec.rules[0].sessionPersistence',
  ]);
});
