import type { KubeObject } from '@vigla/contract/objects';
import { expect, it } from 'vitest';
import { findByKind } from '../resources/matrix.ts';
import { admit } from './admission.ts';

const groups: Readonly<Record<string, string>> = {
  VirtualService: 'networking',
  DestinationRule: 'networking',
  Gateway: 'networking',
  AuthorizationPolicy: 'security',
  PeerAuthentication: 'security',
  RequestAuthentication: 'security',
  ServiceEntry: 'networking',
  Sidecar: 'networking',
  EnvoyFilter: 'networking',
};
const object = (kind: string, spec: Record<string, unknown>, annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: `${groups[kind]}.istio.io/${kind === 'EnvoyFilter' ? 'v1alpha3' : 'v1'}`,
  kind,
  metadata: { name: 'x', namespace: 'n', annotations },
  spec,
});
const review = (given: KubeObject) => admit(findByKind(given.apiVersion, given.kind) ?? expect.fail(given.kind), given);

const to = (host: string, more: object = {}) => ({ destination: { host }, ...more });
const vs = (...http: readonly object[]) => object('VirtualService', { hosts: ['reviews'], http });
const fault = (part: object) => vs({ route: [to('reviews')], fault: part });
const dr = (trafficPolicy: object) => object('DestinationRule', { host: 'reviews', trafficPolicy });
const ap = (spec: Record<string, unknown>) => object('AuthorizationPolicy', spec);
const se = (spec: Record<string, unknown>) =>
  object('ServiceEntry', { hosts: ['api.example.com'], ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }], ...spec });
const sidecar = (spec: Record<string, unknown>) => object('Sidecar', spec);
const envoyFilter = (...configPatches: readonly unknown[]) => object('EnvoyFilter', { configPatches });
const server = (more: object = {}) => ({ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'], ...more });
const https = (tls: object) => server({ port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls });

it.each<[because: string, object: KubeObject]>([
  ['a plain route', vs({ route: [to('reviews')] })],
  ['weights that do not add up to 100', vs({ route: [to('reviews', { weight: 3 }), to('reviews.other', { weight: 1 })] })],
  ['a redirect', vs({ redirect: { uri: '/x' } })],
  [
    'a fault and retries',
    vs({
      route: [to('reviews')],
      fault: { abort: { httpStatus: 503, percentage: { value: 0.5 } }, delay: { fixedDelay: '1s' } },
      retries: { attempts: 2, retryOn: '5xx,503' },
      timeout: '10s',
    }),
  ],
  [
    'an answer of its own and a rewrite',
    vs(
      {
        match: [{ uri: { prefix: '/old' } }],
        rewrite: { uriRegexRewrite: { match: '^/a/(.*)$', rewrite: '/\\1' } },
        route: [to('reviews')],
      },
      { directResponse: { status: 503, body: { string: 'closed' } } },
    ),
  ],
  [
    'callers from elsewhere',
    vs({ route: [to('reviews')], corsPolicy: { allowMethods: ['GET'], allowOrigins: [{ regex: '.*' }], maxAge: '24h' } }),
  ],
  ['a delegate', object('VirtualService', { http: [{ route: [to('reviews')] }] })],
  [
    'a host with a star on a gateway',
    object('VirtualService', { hosts: ['*'], gateways: ['istio-system/gw'], http: [{ route: [to('reviews')] }] }),
  ],
  ['subsets', object('DestinationRule', { host: 'reviews', subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2' }] })],
  [
    'a circuit breaker',
    dr({ connectionPool: { http: { http2MaxRequests: 10 } }, outlierDetection: { consecutive5xxErrors: 3, interval: '10s' } }),
  ],
  ['a rule without conditions', ap({ rules: [{}] })],
  ['a deny of paths', ap({ action: 'DENY', rules: [{ to: [{ operation: { paths: ['/admin/{**}', '/x/{*}/y'], ports: ['80'] } }] }] })],
  [
    'a mode for one port of some pods',
    object('PeerAuthentication', { selector: { matchLabels: { app: 'x' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } }),
  ],
  ['a host outside', se({ location: 'MESH_EXTERNAL', resolution: 'DNS' })],
  ['a range of addresses', se({ hosts: ['db.internal'], addresses: ['10.0.0.0/24'], resolution: 'NONE' })],
  [
    'machines by address',
    se({ resolution: 'STATIC', endpoints: [{ address: '10.0.0.1', ports: { https: 8443 } }, { address: 'unix:///s' }] }),
  ],
  ['machines by label', se({ resolution: 'STATIC', workloadSelector: { labels: { app: 'db' } } })],
  ['a star that is resolved as needed', se({ hosts: ['*.example.com'], resolution: 'DYNAMIC_DNS' })],
  [
    'a view of some namespaces',
    sidecar({ egress: [{ port: { number: 80, protocol: 'HTTP', name: 'h' }, hosts: ['./*'] }, { hosts: ['istio-system/*', '~/*'] }] }),
  ],
  [
    'a door to the application',
    sidecar({ ingress: [{ port: { number: 80, protocol: 'HTTP', name: 'h' }, defaultEndpoint: '127.0.0.1:8080' }] }),
  ],
  [
    'a filter that is added',
    envoyFilter({ applyTo: 'HTTP_FILTER', match: { listener: {} }, patch: { operation: 'INSERT_BEFORE', value: {} } }),
  ],
  ['a filter that is taken away', envoyFilter({ applyTo: 'CLUSTER', match: { cluster: {} }, patch: { operation: 'REMOVE' } })],
  [
    'a token in a header',
    object('RequestAuthentication', { jwtRules: [{ issuer: 'i', fromHeaders: [{ name: 'x-token' }], fromParams: ['t'] }] }),
  ],
  ['a gateway with certificates', object('Gateway', { servers: [server(), https({ mode: 'SIMPLE', credentialName: 'c' })] })],
])('lets pass %s', (_, given) => {
  expect(review(given)).toEqual([]);
});

it.each<[because: string, object: KubeObject, words: string]>([
  ['a VirtualService that routes nothing', object('VirtualService', { hosts: ['a'] }), 'http, tcp or tls must be provided'],
  ['a route to nowhere', vs({}), 'HTTP route, redirect or direct response is required'],
  ['a route and a redirect', vs({ route: [to('a')], redirect: { uri: '/' } }), 'cannot contain both route and redirect'],
  ['a redirect to nowhere', vs({ redirect: { redirectCode: 301 } }), 'redirect must specify URI, authority, scheme, or port'],
  ['a redirect that is none', vs({ redirect: { uri: '/', redirectCode: 200 } }), '200 is not a valid redirect code'],
  ['a rewrite to nothing', vs({ route: [to('a')], rewrite: {} }), 'rewrite must specify URI'],
  [
    'a rewrite in two ways',
    vs({ route: [to('a')], rewrite: { uri: '/', uriRegexRewrite: { match: 'x' } } }),
    'only contain one of URI or UriRegexRewrite',
  ],
  ['an answer with a status that is none', vs({ directResponse: { status: 42 } }), '42 is not in the range 200..599'],
  [
    'callers with methods nobody knows',
    vs({ route: [to('a')], corsPolicy: { allowMethods: ['FETCH'] } }),
    '"FETCH" is not a supported HTTP method',
  ],
  ['an age of less than a second', vs({ route: [to('a')], corsPolicy: { maxAge: '1500ms' } }), 'only whole seconds'],
  ['weights that are all zero', vs({ route: [to('a', { weight: 0 }), to('b', { weight: 0 })] }), 'total destination weight = 0'],
  ['a negative weight', vs({ route: [to('a', { weight: -1 }), to('b', { weight: 2 })] }), 'weight must be greater than or equal to 0'],
  ['a destination that is no host', vs({ route: [to('a_b!')] }), '"a_b!" is not a valid host'],
  ['a star for the whole mesh', object('VirtualService', { hosts: ['*'], http: [{ route: [to('a')] }] }), 'wildcard host *'],
  ['a host twice', object('VirtualService', { hosts: ['a', 'a'], http: [{ route: [to('a')] }] }), 'duplicate hosts'],
  ['an expression that cannot run', vs({ match: [{ uri: { regex: '(?=x)' } }], route: [to('a')] }), 'look-around'],
  ['an expression that is broken', vs({ match: [{ uri: { regex: '(' } }], route: [to('a')] }), 'cannot be compiled'],
  [
    'two ways to match at once',
    vs({ match: [{ uri: { exact: '/', prefix: '/' } }], route: [to('a')] }),
    'only one of exact, prefix and regex',
  ],
  ['more than all requests aborted', fault({ abort: { httpStatus: 500, percentage: { value: 101 } } }), '101 must be 0 or in the range'],
  ['an abort with a status that is none', fault({ abort: { httpStatus: 42 } }), '42 is not in the range 200..600'],
  ['an empty fault', fault({}), 'must have an abort and/or a delay'],
  ['a delay that is no time', fault({ delay: { fixedDelay: '0s' } }), 'duration must be at least 1ms'],
  ['a timeout below a millisecond', vs({ route: [to('a')], timeout: '10us' }), 'duration must be at least 1ms'],
  ['retries on words nobody knows', vs({ route: [to('a')], retries: { attempts: 1, retryOn: 'always' } }), '"always" is neither'],
  [
    'retries that are switched off but configured',
    vs({ route: [to('a')], retries: { attempts: 0, retryOn: '5xx' } }),
    'attempts are set to 0',
  ],
  [
    'an export to all and some',
    object('VirtualService', { hosts: ['a'], exportTo: ['*', 'b'], http: [{ route: [to('a')] }] }),
    '"*" cannot be combined',
  ],
  ['a subset twice', object('DestinationRule', { host: 'a', subsets: [{ name: 'v1' }, { name: 'v1' }] }), 'duplicate subset names: v1'],
  ['a policy that says nothing', dr({}), 'must have at least one field'],
  ['mutual TLS without certificates', dr({ tls: { mode: 'MUTUAL' } }), 'required for mutual TLS'],
  ['a percentage above 100', dr({ outlierDetection: { maxEjectionPercent: 120 } }), '120 is not in the range 0..100'],
  [
    'two ways to balance',
    dr({ loadBalancer: { simple: 'RANDOM', consistentHash: { useSourceIp: true } } }),
    'only one of simple and consistentHash',
  ],
  ['a deny of nothing', ap({ action: 'DENY' }), 'never triggers'],
  ['a custom action without provider', ap({ action: 'CUSTOM', rules: [{}] }), 'must have a provider'],
  ['a provider without custom action', ap({ provider: { name: 'p' }, rules: [{}] }), 'must not have a provider'],
  ['an empty source', ap({ rules: [{ from: [{ source: {} }] }] }), 'a source must name at least one thing'],
  [
    'accounts together with namespaces',
    ap({ rules: [{ from: [{ source: { serviceAccounts: ['a'], namespaces: ['b'] } }] }] }),
    'serviceAccounts cannot be combined',
  ],
  ['a port that is none', ap({ rules: [{ to: [{ operation: { ports: ['http'] } }] }] }), '"http" is not a port'],
  ['a template in the middle of a word', ap({ rules: [{ to: [{ operation: { paths: ['/a{*}'] } }] }] }), 'must be whole segments'],
  [
    'an attribute nobody knows',
    ap({ rules: [{ when: [{ key: 'request.colour', values: ['red'] }] }] }),
    'unknown attribute "request.colour"',
  ],
  [
    'an address that is none',
    ap({ rules: [{ from: [{ source: { ipBlocks: ['10.0.0.0/99'] } }] }] }),
    'neither an IP address nor a CIDR range',
  ],
  ['two ways to select', ap({ selector: { matchLabels: { a: 'b' } }, targetRefs: [], rules: [{}] }), 'only one of selector and targetRefs'],
  [
    'a port-level mode for a whole namespace',
    object('PeerAuthentication', { portLevelMtls: { 80: { mode: 'STRICT' } } }),
    'needs a selector',
  ],
  ['a token rule without issuer', object('RequestAuthentication', { jwtRules: [{}] }), 'issuer or jwksUri must be given'],
  ['a key set that is none', object('RequestAuthentication', { jwtRules: [{ issuer: 'i', jwks: '{' }] }), 'not a JSON web key set'],
  ['a gateway without servers', object('Gateway', {}), 'at least one server'],
  ['HTTPS without certificates', object('Gateway', { servers: [https({ mode: 'SIMPLE' })] }), 'SIMPLE needs a credentialName'],
  [
    'HTTP with certificates',
    object('Gateway', { servers: [server({ tls: { mode: 'SIMPLE', credentialName: 'c' } })] }),
    'may only redirect',
  ],
  ['two servers of one port name', object('Gateway', { servers: [server(), server()] }), 'duplicate name http'],
  ['a host with a star inside', object('Gateway', { servers: [server({ hosts: ['a.*.com'] })] }), '"a.*.com" is neither'],
  [
    'a place for tokens without a name',
    object('RequestAuthentication', { jwtRules: [{ issuer: 'i', fromHeaders: [{}] }] }),
    'location must not be empty',
  ],
  ['an entry without hosts', se({ hosts: [] }), 'at least one host'],
  ['an entry for everything', se({ hosts: ['*'] }), 'invalid host *'],
  ['an address that is none, of an entry', se({ addresses: ['here'] }), '"here" is neither'],
  ['a range that is to be resolved', se({ addresses: ['10.0.0.0/8'], resolution: 'DNS' }), 'only for NONE/STATIC'],
  [
    'a port of an entry twice',
    se({
      ports: [
        { number: 80, name: 'a' },
        { number: 80, name: 'b' },
      ],
    }),
    'port 80 already defined',
  ],
  [
    'a port name of an entry twice',
    se({
      ports: [
        { number: 80, name: 'a' },
        { number: 81, name: 'a' },
      ],
    }),
    'port name "a" already defined',
  ],
  ['a port of an entry that is none', se({ ports: [{ number: 70_000, name: 'a' }] }), 'must be in the range 1..65535'],
  ['a protocol nobody speaks', se({ ports: [{ number: 80, name: 'a', protocol: 'GOPHER' }] }), '"GOPHER" is not supported'],
  [
    'machines in two ways',
    se({ resolution: 'STATIC', endpoints: [{ address: '10.0.0.1' }], workloadSelector: { labels: {} } }),
    'only one of WorkloadSelector or Endpoints',
  ],
  ['no machines where they must be listed', se({ resolution: 'STATIC' }), 'endpoints must be provided'],
  [
    'machines where none are looked at',
    se({ resolution: 'NONE', endpoints: [{ address: '10.0.0.1' }] }),
    'no endpoints should be provided',
  ],
  [
    'a machine by name where addresses are due',
    se({ resolution: 'STATIC', endpoints: [{ address: 'db' }] }),
    '"db" is not a valid IP address',
  ],
  ['a star that nobody can resolve', se({ hosts: ['*.example.com'], resolution: 'DNS' }), 'hosts must be FQDN'],
  [
    'two machines where one takes all',
    se({ resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'a' }, { address: 'b' }] }),
    '0 or 1 endpoint',
  ],
  [
    'a port of a machine that the entry has not',
    se({ resolution: 'STATIC', endpoints: [{ address: '10.0.0.1', ports: { http: 80 } }] }),
    '"http" is not defined',
  ],
  [
    'a socket with ports',
    se({ resolution: 'STATIC', endpoints: [{ address: 'unix:///s', ports: { https: 1 } }] }),
    'must not include ports',
  ],
  ['a view of nothing', sidecar({ egress: [{ hosts: [] }] }), 'at least one host'],
  ['a view without a namespace', sidecar({ egress: [{ hosts: ['reviews'] }] }), '"reviews" must be of the form namespace/dnsName'],
  ['two views of the rest', sidecar({ egress: [{ hosts: ['./*'] }, { hosts: ['*/*'] }] }), 'only one listener may be without a port'],
  [
    'a view of the rest before others',
    sidecar({ egress: [{ hosts: ['./*'] }, { port: { number: 80 }, hosts: ['*/*'] }] }),
    'must be the last one',
  ],
  ['a door without port', sidecar({ ingress: [{ defaultEndpoint: '127.0.0.1:80' }] }), 'port is required'],
  ['two doors on one port', sidecar({ ingress: [{ port: { number: 80 } }, { port: { number: 80 } }] }), 'must be unique: 80'],
  [
    'a door to somewhere else',
    sidecar({ ingress: [{ port: { number: 80 }, defaultEndpoint: '10.0.0.1:80' }] }),
    'must be of the form 127.0.0.1:PORT',
  ],
  [
    'a way out that is closed',
    sidecar({ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY', egressProxy: { host: 'x' } } }),
    'only with ALLOW_ANY',
  ],
  ['a change to nothing in particular', envoyFilter({ patch: { operation: 'ADD', value: {} } }), 'missing applyTo'],
  ['a change that is none', envoyFilter({ applyTo: 'LISTENER' }), 'missing patch'],
  ['a change without a way to do it', envoyFilter({ applyTo: 'LISTENER', patch: { value: {} } }), 'missing patch operation'],
  ['a change without content', envoyFilter({ applyTo: 'LISTENER', patch: { operation: 'MERGE' } }), 'missing patch value'],
  [
    'a change of a cluster found by listener',
    envoyFilter({ applyTo: 'CLUSTER', match: { listener: {} }, patch: { operation: 'REMOVE' } }),
    'cannot have a listener match',
  ],
  [
    'a change for versions that are no expression',
    envoyFilter({ applyTo: 'LISTENER', match: { proxy: { proxyVersion: '(' } }, patch: { operation: 'REMOVE' } }),
    'cannot be compiled',
  ],
  [
    'a dry run of anything but authorization',
    object('PeerAuthentication', {}, { 'istio.io/dry-run': 'true' }),
    'only supported on AuthorizationPolicy',
  ],
])('refuses %s', (_, given, words) => {
  expect(() => review(given)).toThrow(expect.objectContaining({ code: 400, message: expect.stringContaining(words) }));
});

it('lists all that is wrong at once', () => {
  expect(() => review(vs({}, { route: [to('b_d')] }))).toThrow('configuration is invalid: 2 errors occurred:\n\t* http[0]');
});

it.each<[because: string, object: KubeObject, words: string]>([
  ['rules that never run', vs({ route: [to('a')] }, { route: [to('b')] }), 'virtualService rule #1 not used'],
  ['a policy that refuses everything', ap({}), 'denies all requests'],
  ['an old field', dr({ outlierDetection: { consecutiveErrors: 3 } }), 'deprecated'],
  [
    'a gateway named in the old form',
    object('VirtualService', { hosts: ['a'], gateways: ['gw.ns.svc'], http: [{ route: [to('a')] }] }),
    'old form',
  ],
  ['a filter for a whole namespace', object('EnvoyFilter', { workloadSelector: {} }), 'will be applied to all services in namespace'],
  ['an empty selector', object('PeerAuthentication', { selector: {} }), 'whole namespace'],
])('warns of %s', (_, given, words) => {
  expect(review(given)).toEqual([expect.stringContaining(words)]);
});
