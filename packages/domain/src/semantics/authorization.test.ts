import { describe, expect, it } from 'vitest';
import { call, meshConfig } from './test/draw.ts';
import {
  admit,
  allow,
  audit,
  type Case,
  custom,
  deny,
  expected,
  from,
  outcome,
  page,
  policy,
  to,
  tokens,
  when,
  withReviews,
} from './test/admit.ts';

const precedence = 'Istio concept: policy precedence';
const rules = 'Istio reference: AuthorizationPolicy, rules';
const source = 'Istio reference: AuthorizationPolicy, Source';
const operation = 'Istio reference: AuthorizationPolicy, Operation';
const condition = 'Istio reference: AuthorizationPolicy conditions';
const generator = 'Istio: generator of authorization rules';
const values = 'Istio reference: AuthorizationPolicy, string matching';
const domains = 'Istio task: trust domain migration';
const plain = 'Istio concept: dependency on mutual TLS';

const anyone = allow({});
const sent = (identity: string | null) => ({ identity });

const actions: readonly Case[] = [
  ['lets everybody in where there is no policy', 'Istio concept: implicit enablement', [], {}, 'allow', 'no_policy'],
  ['lets strangers in where there is no policy', 'Istio concept: implicit enablement', [], sent(null), 'allow', 'no_policy'],
  ['lets nobody in by an ALLOW policy without rules', rules, {}, {}, 'deny', 'no_allow_rule'],
  ['lets nobody in by an ALLOW policy with an empty list', rules, allow(), {}, 'deny', 'no_allow_rule'],
  ['keeps nobody out by a DENY policy without rules', rules, { action: 'DENY' }, {}, 'allow', 'no_policy'],
  ['lets everybody in by an empty rule', rules, anyone, sent(null), 'allow', 'allow_rule'],
  ['keeps everybody out by an empty rule of DENY', rules, deny({}), {}, 'deny', 'deny_rule'],
  ['takes a policy without action for ALLOW', rules, { rules: [{}] }, {}, 'allow', 'allow_rule'],
  ['takes a policy of ALLOW by name for the same', rules, { action: 'ALLOW', rules: [{}] }, {}, 'allow', 'allow_rule'],
  ['counts DENY before ALLOW', precedence, [policy(anyone, 'bookinfo/a'), policy(deny({}), 'bookinfo/b')], {}, 'deny', 'deny_rule'],
  ['counts DENY before an older ALLOW too', precedence, [policy(deny({}), 'bookinfo/a'), policy(anyone, 'bookinfo/b')], {}, 'deny'],
  ['lets in by any of several ALLOW policies', precedence, [policy({}, 'bookinfo/none'), policy(anyone, 'bookinfo/all')], {}, 'allow'],
  ['lets in what a DENY does not match where no ALLOW is', precedence, deny(to({ methods: ['POST'] })), {}, 'allow', 'no_policy'],
  [
    'still asks for an ALLOW when a DENY does not match',
    precedence,
    [policy(deny(to({ methods: ['POST'] })), 'bookinfo/a'), policy({}, 'bookinfo/b')],
    {},
    'deny',
    'no_allow_rule',
  ],
  ['lets AUDIT decide nothing', 'Istio reference: AuthorizationPolicy, Action', audit({}), {}, 'allow', 'no_policy'],
  ['does not take AUDIT for an ALLOW policy', 'Istio reference: AuthorizationPolicy, Action', audit(), {}, 'allow', 'no_policy'],
  [
    'does not let AUDIT open what ALLOW keeps shut',
    'Istio reference: AuthorizationPolicy, Action',
    [policy({}, 'bookinfo/a'), policy(audit({}), 'bookinfo/b')],
    {},
    'deny',
  ],
  [
    'gives an action that does not exist no effect',
    'spec B.2: unsupported parts are reported',
    { action: 'LOG', rules: [{}] },
    {},
    'allow',
  ],
  ['takes rules for alternatives', rules, allow(to({ paths: ['/admin'] }), to({ methods: ['GET'] })), {}, 'allow'],
  ['does not widen a rule by sources that are no list', generator, allow({ from: { source: { namespaces: ['x'] } } }), {}, 'deny'],
  ['does not widen an ALLOW rule by a text in the place of a list', generator, allow(to({ methods: 'POST' })), {}, 'deny'],
  ['does not widen an ALLOW rule by a number in the place of a text', generator, allow(to({ ports: [9080] })), {}, 'deny'],
  ['takes an empty field for one that is not there', generator, allow({ from: null, to: [{ operation: { methods: null } }] }), {}, 'allow'],
  ['survives a policy that makes no sense', rules, { rules: 'all', selector: 7 }, {}, 'deny', 'no_allow_rule'],
];

const other = { matchLabels: { app: 'ratings' } };
const own = { matchLabels: { app: 'reviews' } };
const waypointOnly = 'Istio reference: PolicyTargetReference';
const selection: readonly Case[] = [
  ['does not follow a policy for other pods', rules, { selector: other, rules: [] }, {}, 'allow', 'no_policy'],
  ['follows a policy that selects it', rules, { selector: own, rules: [] }, {}, 'deny'],
  [
    'follows a policy that selects it by several labels',
    rules,
    { selector: { matchLabels: { app: 'reviews', tier: 'middle' } } },
    {},
    'deny',
  ],
  ['does not follow a policy when one label differs', rules, { selector: { matchLabels: { app: 'reviews', tier: 'back' } } }, {}, 'allow'],
  ['follows a policy with an empty selector', rules, { selector: {}, rules: [] }, {}, 'deny'],
  ['follows a policy of the root namespace', 'Istio reference: MeshConfig, rootNamespace', [policy({}, 'istio-system/none')], {}, 'deny'],
  ['follows a policy of the root namespace that selects it', rules, [policy({ selector: own }, 'istio-system/none')], {}, 'deny'],
  ['does not follow one of the root namespace for others', rules, [policy({ selector: other }, 'istio-system/none')], {}, 'allow'],
  ['does not follow a policy of another namespace', rules, [policy({}, 'other/none')], {}, 'allow', 'no_policy'],
  [
    'follows the root namespace that the mesh names',
    'Istio reference: MeshConfig, rootNamespace',
    [meshConfig('rootNamespace: roots\n'), policy({}, 'roots/none')],
    {},
    'deny',
  ],
  [
    'does not follow the usual root namespace where the mesh names another',
    'Istio reference: MeshConfig, rootNamespace',
    [meshConfig('rootNamespace: roots\n'), policy({}, 'istio-system/none')],
    {},
    'allow',
  ],
  ['ignores a policy with targets', waypointOnly, { targetRefs: [{ kind: 'Service', group: '', name: 'reviews' }] }, {}, 'allow'],
  ['ignores a policy with the older target', waypointOnly, { targetRef: { kind: 'Service', group: '', name: 'reviews' } }, {}, 'allow'],
  [
    'ignores a policy for a Gateway',
    waypointOnly,
    { targetRefs: [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'reviews' }] },
    {},
    'allow',
  ],
  ['follows a policy with an empty list of targets', waypointOnly, { targetRefs: [] }, {}, 'deny'],
];

const aliased = meshConfig('trustDomain: new-td\ntrustDomainAliases:\n- old-td\n');
const inMesh = (mesh: Parameters<typeof policy>[0]) => [aliased, policy(mesh)];
const newPage = 'new-td/ns/bookinfo/sa/productpage';
const oldPage = 'old-td/ns/bookinfo/sa/productpage';

const sources: readonly Case[] = [
  ['matches a principal whole', source, allow(from({ principals: [page] })), {}, 'allow'],
  ['does not match another principal', source, allow(from({ principals: ['cluster.local/ns/bookinfo/sa/ratings'] })), {}, 'deny'],
  ['matches a principal with its case', source, allow(from({ principals: [page.toUpperCase()] })), {}, 'deny'],
  ['matches a principal by its beginning', values, allow(from({ principals: ['cluster.local/ns/bookinfo/*'] })), {}, 'allow'],
  ['matches a principal by its end', values, allow(from({ principals: ['*/sa/productpage'] })), {}, 'allow'],
  ['does not match a principal by another end', values, allow(from({ principals: ['*/sa/page'] })), {}, 'deny'],
  ['takes a dot after a leading star for any sign', generator, allow(from({ principals: ['*/sa/product.age'] })), {}, 'allow'],
  ['matches any principal at all by a star', values, allow(from({ principals: ['*'] })), {}, 'allow'],
  ['takes values of one field for alternatives', source, allow(from({ principals: ['x', page] })), {}, 'allow'],
  ['leaves out an excluded principal', source, allow(from({ notPrincipals: [page] })), {}, 'deny'],
  ['lets all others in by an exclusion', source, allow(from({ notPrincipals: ['x'] })), {}, 'allow'],
  ['takes fields of one source together', source, allow(from({ principals: [page], namespaces: ['other'] })), {}, 'deny'],
  ['takes a field and its exclusion together', source, allow(from({ namespaces: ['bookinfo'], notPrincipals: [page] })), {}, 'deny'],
  ['takes sources for alternatives', source, allow(from({ namespaces: ['other'] }, { principals: [page] })), {}, 'allow'],
  ['asks nothing by an empty field', generator, allow(from({ principals: [] })), sent(null), 'allow'],
  ['matches a namespace', source, allow(from({ namespaces: ['bookinfo'] })), {}, 'allow'],
  ['does not match a part of a namespace', source, allow(from({ namespaces: ['book'] })), {}, 'deny'],
  ['matches a namespace by its beginning', values, allow(from({ namespaces: ['book*'] })), {}, 'allow'],
  ['matches a namespace by its end', values, allow(from({ namespaces: ['*info'] })), {}, 'allow'],
  ['matches a namespace by its middle', generator, allow(from({ namespaces: ['b*info'] })), {}, 'allow'],
  ['matches a namespace by two stars', generator, allow(from({ namespaces: ['*ook*nf*'] })), {}, 'allow'],
  ['does not match a namespace by a wrong middle', generator, allow(from({ namespaces: ['b*x'] })), {}, 'deny'],
  ['lets the star of a namespace reach over a slash', generator, allow(from({ namespaces: ['*sa'] })), {}, 'allow'],
  ['leaves out an excluded namespace', source, allow(from({ notNamespaces: ['bookinfo'] })), {}, 'deny'],
  [
    "takes a service account without namespace for the policy's own",
    source,
    allow(from({ serviceAccounts: ['productpage'] })),
    {},
    'allow',
  ],
  ['matches a service account with its namespace', source, allow(from({ serviceAccounts: ['bookinfo/productpage'] })), {}, 'allow'],
  ['does not match a service account of another namespace', source, allow(from({ serviceAccounts: ['other/productpage'] })), {}, 'deny'],
  ['does not match a part of a service account', source, allow(from({ serviceAccounts: ['product'] })), {}, 'deny'],
  ['has no wildcards for service accounts', source, allow(from({ serviceAccounts: ['product*'] })), {}, 'deny'],
  [
    'takes a short service account of a root policy for one of the root namespace',
    source,
    [policy(allow(from({ serviceAccounts: ['productpage'] })), 'istio-system/p')],
    {},
    'deny',
  ],
  ['leaves out an excluded service account', source, allow(from({ notServiceAccounts: ['productpage'] })), {}, 'deny'],
  ['matches a trust domain', source, allow(from({ trustDomains: ['cluster.local'] })), {}, 'allow'],
  ['does not match another trust domain', source, allow(from({ trustDomains: ['example.com'] })), {}, 'deny'],
  ['matches a trust domain by its beginning', source, allow(from({ trustDomains: ['cluster*'] })), {}, 'allow'],
  ['leaves out an excluded trust domain', source, allow(from({ notTrustDomains: ['cluster.local'] })), {}, 'deny'],
  [
    "takes a principal of the mesh's domain for its aliases too",
    domains,
    inMesh(allow(from({ principals: [newPage] }))),
    sent(oldPage),
    'allow',
  ],
  ['takes a principal of an alias for the mesh too', domains, inMesh(allow(from({ principals: [oldPage] }))), sent(newPage), 'allow'],
  ['takes cluster.local for whatever the mesh is called', domains, inMesh(allow(from({ principals: [page] }))), sent(newPage), 'allow'],
  ['does not take a foreign domain for an alias', domains, inMesh(allow(from({ principals: [newPage] }))), sent(`x${newPage}`), 'deny'],
  ['keeps a foreign domain as it is', domains, inMesh(allow(from({ principals: [`x${newPage}`] }))), sent(`x${newPage}`), 'allow'],
  ['takes a trust domain for its aliases', domains, inMesh(allow(from({ trustDomains: ['new-td'] }))), sent(oldPage), 'allow'],
  ['matches an address in a block', source, allow(from({ ipBlocks: ['10.1.0.0/16'] })), {}, 'allow'],
  ['does not match an address outside a block', source, allow(from({ ipBlocks: ['10.2.0.0/16'] })), {}, 'deny'],
  ['matches a single address', source, allow(from({ ipBlocks: ['10.1.2.3'] })), {}, 'allow'],
  ['matches an address by bits within a byte', source, allow(from({ ipBlocks: ['10.1.2.0/23'] })), { sourceIp: '10.1.3.255' }, 'allow'],
  ['matches every address of its family by no bits', source, allow(from({ ipBlocks: ['0.0.0.0/0'] })), {}, 'allow'],
  ['does not match IPv6 by IPv4', source, allow(from({ ipBlocks: ['0.0.0.0/0'] })), { sourceIp: '2001:db8::1' }, 'deny'],
  ['matches an IPv6 address in a block', source, allow(from({ ipBlocks: ['2001:db8::/32'] })), { sourceIp: '2001:db8:1::7' }, 'allow'],
  ['does not match an IPv6 address outside', source, allow(from({ ipBlocks: ['2001:db8::/48'] })), { sourceIp: '2001:db8:1::7' }, 'deny'],
  ['takes one IPv6 address in two spellings', source, allow(from({ ipBlocks: ['2001:DB8:0:0::7'] })), { sourceIp: '2001:db8::7' }, 'allow'],
  ['leaves out an excluded block', source, allow(from({ notIpBlocks: ['10.0.0.0/8'] })), {}, 'deny'],
  ['looks at the direct peer for blocks', source, allow(from({ ipBlocks: ['203.0.113.0/24'] })), {}, 'deny'],
  ['looks at the original client for remote blocks', source, allow(from({ remoteIpBlocks: ['203.0.113.0/24'] })), {}, 'allow'],
  ['leaves out an excluded remote block', source, allow(from({ notRemoteIpBlocks: ['203.0.113.7'] })), {}, 'deny'],
  ['voids an ALLOW rule by a block that is none', generator, allow(from({ ipBlocks: ['10.1.0.0/16', 'ten'] })), {}, 'deny'],
  ['leaves a block that is none out of a DENY rule', generator, deny(from({ ipBlocks: ['10.1.0.0/16', 'ten'] })), {}, 'deny'],
  ['widens a DENY rule of which no block is left', generator, deny(from({ ipBlocks: ['ten'] })), {}, 'deny'],
];

const plainText: readonly Case[] = [
  ['knows no principal of plain text, not even by a star', plain, allow(from({ principals: ['*'] })), sent(null), 'deny'],
  ['knows no namespace of plain text', plain, allow(from({ namespaces: ['bookinfo'] })), sent(null), 'deny'],
  ['knows no namespace of plain text by a star', plain, allow(from({ namespaces: ['*'] })), sent(null), 'deny'],
  ['knows no service account of plain text', plain, allow(from({ serviceAccounts: ['productpage'] })), sent(null), 'deny'],
  ['knows no trust domain of plain text', plain, allow(from({ trustDomains: ['*'] })), sent(null), 'deny'],
  ['takes plain text for none of the excluded principals', plain, allow(from({ notPrincipals: ['*'] })), sent(null), 'allow'],
  ['takes plain text for none of the excluded namespaces', plain, allow(from({ notNamespaces: ['bookinfo'] })), sent(null), 'allow'],
  ['takes plain text for no excluded account', plain, allow(from({ notServiceAccounts: ['productpage'] })), sent(null), 'allow'],
  ['keeps plain text out by denying all but a namespace', plain, deny(from({ notNamespaces: ['bookinfo'] })), sent(null), 'deny'],
  ['does not keep plain text out by denying a namespace', plain, deny(from({ namespaces: ['bookinfo'] })), sent(null), 'allow'],
  ['knows the address of plain text', plain, allow(from({ ipBlocks: ['10.0.0.0/8'] })), sent(null), 'allow'],
  ['takes a caller without address for none of a block', plain, allow(from({ ipBlocks: ['0.0.0.0/0'] })), { sourceIp: null }, 'deny'],
];

const at = (path: string) => ({ path });
const operations: readonly Case[] = [
  ['matches a method', operation, allow(to({ methods: ['GET'] })), {}, 'allow'],
  ['takes values of one field for alternatives', operation, allow(to({ methods: ['POST', 'GET'] })), {}, 'allow'],
  ['matches a method with its case', operation, allow(to({ methods: ['get'] })), {}, 'deny'],
  ['matches any method by a star', operation, allow(to({ methods: ['*'] })), { method: 'PATCH' }, 'allow'],
  ['matches a method by its beginning', values, allow(to({ methods: ['P*'] })), { method: 'PUT' }, 'allow'],
  ['leaves out an excluded method', operation, allow(to({ notMethods: ['GET'] })), {}, 'deny'],
  ['takes fields of one operation together', operation, allow(to({ methods: ['GET'], paths: ['/admin'] })), {}, 'deny'],
  ['takes operations for alternatives', operation, allow(to({ paths: ['/admin'] }, { methods: ['GET'] })), {}, 'allow'],
  ['matches a path', operation, allow(to({ paths: ['/reviews'] })), at('/reviews'), 'allow'],
  ['does not match a path below', operation, allow(to({ paths: ['/reviews'] })), at('/reviews/0'), 'deny'],
  ['matches a path by its beginning', values, allow(to({ paths: ['/reviews/*'] })), at('/reviews/0'), 'allow'],
  ['does not match the beginning without its slash', values, allow(to({ paths: ['/reviews/*'] })), at('/reviews'), 'deny'],
  ['matches a path by its end', values, allow(to({ paths: ['*/info'] })), at('/a/b/info'), 'allow'],
  ['matches a path with its case', operation, allow(to({ paths: ['/Reviews'] })), at('/reviews'), 'deny'],
  ['does not look at the query', operation, allow(to({ paths: ['/reviews'] })), at('/reviews?all=1'), 'allow'],
  ['does not look at the fragment', 'Envoy RBAC: url_path', allow(to({ paths: ['/reviews'] })), at('/reviews#top'), 'allow'],
  ['does not let a query end like a path', operation, allow(to({ paths: ['*/admin'] })), at('/reviews?x=/admin'), 'deny'],
  ['leaves out an excluded path', operation, allow(to({ notPaths: ['/admin'] })), at('/admin'), 'deny'],
  ['lets the others in by an excluded path', operation, allow(to({ notPaths: ['/admin'] })), at('/reviews'), 'allow'],
  ['matches one segment by a template', operation, allow(to({ paths: ['/reviews/{*}'] })), at('/reviews/0'), 'allow'],
  ['does not match two segments by a template for one', operation, allow(to({ paths: ['/reviews/{*}'] })), at('/reviews/0/1'), 'deny'],
  ['does not match an empty segment', operation, allow(to({ paths: ['/reviews/{*}'] })), at('/reviews/'), 'deny'],
  ['matches a segment in the middle', operation, allow(to({ paths: ['/a/{*}/c'] })), at('/a/b/c'), 'allow'],
  ['does not match a template with another end', operation, allow(to({ paths: ['/a/{*}/c'] })), at('/a/b/d'), 'deny'],
  ['matches all the rest by a template', operation, allow(to({ paths: ['/a/{**}'] })), at('/a/b/c/d'), 'allow'],
  ['matches no more segments by a template for the rest', 'Envoy: URI template', allow(to({ paths: ['/a/{**}'] })), at('/a/'), 'allow'],
  ['asks for the slash before the rest', 'Envoy: URI template', allow(to({ paths: ['/a/{**}'] })), at('/a'), 'deny'],
  ['takes one segment and the rest together', operation, allow(to({ paths: ['/{*}/b/{**}'] })), at('/a/b/c/d'), 'allow'],
  ['does not look at the query in a template', operation, allow(to({ paths: ['/a/{*}'] })), at('/a/b?c=/d'), 'allow'],
  ['leaves out what an excluded template matches', operation, allow(to({ notPaths: ['/a/{*}'] })), at('/a/b'), 'deny'],
  ['voids an ALLOW rule by a rest that is not last', 'Envoy: URI template', allow(to({ paths: ['/{**}/a', '/a'] })), at('/a'), 'deny'],
  ['matches a host', operation, allow(to({ hosts: ['reviews'] })), {}, 'allow'],
  ['matches a host without its case', operation, allow(to({ hosts: ['Reviews'] })), { host: 'rEVIEWS' }, 'allow'],
  ['matches a host by its end', values, allow(to({ hosts: ['*.example.com'] })), { host: 'shop.example.com' }, 'allow'],
  ['does not match the host above', values, allow(to({ hosts: ['*.example.com'] })), { host: 'example.com' }, 'deny'],
  ['matches any host by a star', operation, allow(to({ hosts: ['*'] })), {}, 'allow'],
  ['leaves out an excluded host', operation, allow(to({ notHosts: ['REVIEWS'] })), {}, 'deny'],
  ['matches the port of the pod', operation, allow(to({ ports: ['9080'] })), {}, 'allow'],
  ['does not match the port of the service', operation, allow(to({ ports: ['80'] })), {}, 'deny'],
  ['leaves out an excluded port', operation, allow(to({ notPorts: ['9080'] })), {}, 'deny'],
  ['voids an ALLOW rule by a port that is none', generator, allow(to({ ports: ['9080', 'http'] })), {}, 'deny'],
  ['leaves a port that is none out of a DENY rule', generator, deny(to({ ports: ['80', 'http'] })), {}, 'allow'],
  ['asks for some source and some operation', rules, allow({ ...from({ namespaces: ['bookinfo'] }), ...to({ ports: ['1'] }) }), {}, 'deny'],
  ['takes requests of gRPC for HTTP', operation, allow(to({ paths: ['/a.B/*'] })), { protocol: 'grpc', path: '/a.B/C' }, 'allow'],
];

const user = { headers: { 'end-user': 'jason' } };
const conditions: readonly Case[] = [
  ['looks at a header', condition, allow(when('request.headers[end-user]', ['jason'])), user, 'allow'],
  ['looks at a header whatever its case', condition, allow(when('request.headers[End-User]', ['jason'])), user, 'allow'],
  ['does not match another value', condition, allow(when('request.headers[end-user]', ['tom'])), user, 'deny'],
  ['matches a header by its beginning', condition, allow(when('request.headers[end-user]', ['ja*'])), user, 'allow'],
  ['misses a header that is not there', condition, allow(when('request.headers[end-user]', ['*'])), {}, 'deny'],
  ['finds a header that is empty', 'Envoy RBAC: present_match', allow(when('request.headers[a]', ['*'])), { headers: { a: '' } }, 'allow'],
  ['excludes a value', condition, allow(when('request.headers[end-user]', [], ['jason'])), user, 'deny'],
  [
    'takes a header that is not there for no excluded value',
    condition,
    allow(when('request.headers[end-user]', [], ['jason'])),
    {},
    'allow',
  ],
  ['takes values and excluded ones together', condition, allow(when('request.headers[end-user]', ['ja*'], ['jason'])), user, 'deny'],
  [
    'asks for every condition',
    rules,
    allow({ when: [...when('request.headers[end-user]', ['jason']).when, ...when('destination.port', ['1']).when] }),
    user,
    'deny',
  ],
  ['looks at the address of the peer', condition, allow(when('source.ip', ['10.1.0.0/16'])), {}, 'allow'],
  ['excludes an address of the peer', condition, allow(when('source.ip', [], ['10.1.2.3'])), {}, 'deny'],
  ['looks at the address of the client', condition, allow(when('remote.ip', ['203.0.113.0/24'])), {}, 'allow'],
  ['looks at the namespace', condition, allow(when('source.namespace', ['book*'])), {}, 'allow'],
  ['looks at the principal', condition, allow(when('source.principal', [page])), {}, 'allow'],
  ['excludes a principal', condition, allow(when('source.principal', [], [page])), {}, 'deny'],
  ['looks at the service account', condition, allow(when('source.serviceAccount', ['productpage'])), {}, 'allow'],
  ['looks at the trust domain', condition, allow(when('source.trustDomain', ['cluster.local'])), {}, 'allow'],
  ['looks at the address of the pod', condition, allow(when('destination.ip', ['10.0.0.0/24'])), {}, 'allow'],
  ['does not match another address of a pod', condition, allow(when('destination.ip', ['10.0.1.0/24'])), {}, 'deny'],
  ['looks at the port of the pod', condition, allow(when('destination.port', ['9080', '80'])), {}, 'allow'],
  ['excludes a port of the pod', condition, allow(when('destination.port', [], ['9080'])), {}, 'deny'],
  ['looks at the name of the server', condition, allow(when('connection.sni', ['*.cluster.local'])), {}, 'allow'],
  ['knows no name of the server in plain text', condition, allow(when('connection.sni', ['*'])), { sni: null }, 'deny'],
  ['takes plain text for no excluded name', condition, allow(when('connection.sni', [], ['*'])), { sni: null }, 'allow'],
  ['asks nothing by a condition without values', generator, allow(when('source.namespace', [])), sent(null), 'allow'],
  ['voids a rule by a key nobody knows', generator, allow(when('request.size', ['1'])), {}, 'deny'],
  ['voids a DENY rule by a key nobody knows', generator, deny(when('request.size', ['1'])), {}, 'allow'],
  ['voids an ALLOW rule by a header without name', generator, allow(when('request.headers', ['1'])), {}, 'deny'],
  ['leaves a header without name out of a DENY rule', generator, deny(when('request.headers', ['1'])), {}, 'deny'],
  [
    'does not follow metadata of filters',
    'spec B.2: unsupported parts are reported',
    allow(when('experimental.envoy.filters.network.mysql_proxy[db.t]', ['[x]'])),
    {},
    'deny',
  ],
];

const tcp = { protocol: 'tcp' } as const;
const onTcp = 'Istio task: authorization for TCP traffic';
const tcpRules: readonly Case[] = [
  ['voids an ALLOW rule with a method', onTcp, allow(to({ methods: ['GET'] })), tcp, 'deny', 'no_allow_rule'],
  ['voids an ALLOW rule with a path', onTcp, allow(to({ paths: ['/'] })), tcp, 'deny'],
  ['voids an ALLOW rule with a host', onTcp, allow(to({ hosts: ['*'] })), tcp, 'deny'],
  ['voids an ALLOW rule with an excluded method', onTcp, allow(to({ notMethods: ['POST'] })), tcp, 'deny'],
  ['voids an ALLOW rule with a header', onTcp, allow(when('request.headers[a]', ['*'])), tcp, 'deny'],
  ['voids an ALLOW rule with a request principal', onTcp, allow(from({ requestPrincipals: ['*'] })), tcp, 'deny'],
  ['voids an ALLOW rule with a claim', onTcp, allow(when('request.auth.claims[a]', [], ['b'])), tcp, 'deny'],
  ['voids a rule whole, with its other alternatives', generator, allow(to({ ports: ['9080'] }, { methods: ['GET'] })), tcp, 'deny'],
  ['keeps the other rules', onTcp, allow(to({ methods: ['GET'] }), to({ ports: ['9080'] })), tcp, 'allow'],
  ['leaves a method out of a DENY rule', onTcp, deny(to({ methods: ['POST'] })), tcp, 'deny', 'deny_rule'],
  ['keeps the port in such a DENY rule', onTcp, deny(to({ methods: ['POST'], ports: ['1'] })), tcp, 'allow'],
  ['keeps the source in such a DENY rule', onTcp, deny({ ...from({ namespaces: ['other'] }), ...to({ paths: ['/x'] }) }), tcp, 'allow'],
  ['leaves an excluded path out of a DENY rule', onTcp, deny(to({ notPaths: ['/'] })), tcp, 'deny'],
  ['leaves a header out of a DENY rule', onTcp, deny(when('request.headers[a]', ['b'])), tcp, 'deny'],
  ['leaves a request principal out of a DENY rule', onTcp, deny(from({ notRequestPrincipals: ['*'] })), tcp, 'deny'],
  ['knows principals', onTcp, allow(from({ principals: [page] })), tcp, 'allow'],
  ['knows namespaces', onTcp, allow(from({ namespaces: ['other'] })), tcp, 'deny'],
  ['knows addresses', onTcp, allow(from({ ipBlocks: ['10.1.0.0/16'] })), tcp, 'allow'],
  ['knows ports', onTcp, allow(to({ ports: ['9080'] })), tcp, 'allow'],
  ['knows the name of the server', onTcp, allow(when('connection.sni', ['*.cluster.local'])), tcp, 'allow'],
];

const dry = { 'istio.io/dry-run': 'true' };
const dryRun = 'Istio concept: dry run';
const dryRuns: readonly Case[] = [
  ['does not enforce a DENY', dryRun, [policy(deny({}), 'bookinfo/dry', dry)], {}, 'allow', 'no_policy'],
  ['does not enforce an ALLOW', dryRun, [policy({}, 'bookinfo/dry', dry)], {}, 'allow', 'no_policy'],
  ['does not let in by an ALLOW', dryRun, [policy({}, 'bookinfo/a'), policy(anyone, 'bookinfo/dry', dry)], {}, 'deny'],
  ['takes the short spelling too', 'Go: strconv.ParseBool', [policy(deny({}), 'bookinfo/dry', { 'istio.io/dry-run': 'T' })], {}, 'allow'],
  ['enforces where the annotation says false', dryRun, [policy(deny({}), 'bookinfo/dry', { 'istio.io/dry-run': 'false' })], {}, 'deny'],
  [
    'enforces where the annotation makes no sense',
    'Go: strconv.ParseBool',
    [policy(deny({}), 'bookinfo/d', { 'istio.io/dry-run': 'yes' })],
    {},
    'deny',
  ],
];

const providers = meshConfig(`
extensionProviders:
- name: asks-http
  envoyExtAuthzHttp:
    service: ext-authz.security.svc.cluster.local
    port: "8000"
    includeRequestHeadersInCheck: ["x-ext-authz"]
- name: "asks-grpc"
  envoyExtAuthzGrpc:
    service: "security/ext-authz.security.svc.cluster.local" # the other port
    port: 9000
    failOpen: true
- name: tells
  zipkin:
    service: zipkin.observability.svc.cluster.local
    port: 9411
`);
const admin = to({ paths: ['/admin'] });
const asking = (...policies: readonly ReturnType<typeof policy>[]) => [providers, ...policies];
const external = 'Istio task: external authorization';
const builder = 'Istio: builder of external authorization';
const customs: readonly Case[] = [
  ['leaves it to the provider', external, asking(policy(custom('asks-http', {}))), {}, 'custom', 'custom_rule'],
  ['does not ask about what no rule matches', external, asking(policy(custom('asks-http', admin))), {}, 'allow', 'no_policy'],
  ['asks about what a rule matches', external, asking(policy(custom('asks-http', admin))), at('/admin'), 'custom'],
  ['does not ask by a policy without rules', builder, asking(policy(custom('asks-http'))), {}, 'allow'],
  [
    'lets DENY count whatever the provider says',
    precedence,
    asking(policy(custom('asks-http', {}), 'bookinfo/a'), policy(deny({}), 'bookinfo/b')),
    {},
    'deny',
  ],
  [
    'lets ALLOW count whatever the provider says',
    precedence,
    asking(policy(custom('asks-http', {}), 'bookinfo/a'), policy({}, 'bookinfo/b')),
    {},
    'deny',
  ],
  [
    'asks where an ALLOW lets in',
    precedence,
    asking(policy(custom('asks-http', {}), 'bookinfo/a'), policy(anyone, 'bookinfo/b')),
    {},
    'custom',
  ],
  [
    'refuses what it matches when nobody has the name',
    builder,
    asking(policy(custom('nobody', admin))),
    at('/admin'),
    'deny',
    'bad_provider',
  ],
  ['lets in the rest when nobody has the name', builder, asking(policy(custom('nobody', admin))), {}, 'allow'],
  ['refuses when the provider is of another kind', builder, asking(policy(custom('tells', {}))), {}, 'deny', 'bad_provider'],
  ['refuses when a policy names no provider', builder, asking(policy({ action: 'CUSTOM', rules: [{}] })), {}, 'deny', 'bad_provider'],
  [
    'refuses when policies of a workload name several',
    builder,
    asking(policy(custom('asks-http', {}), 'bookinfo/a'), policy(custom('asks-grpc', admin), 'bookinfo/b')),
    {},
    'deny',
    'bad_provider',
  ],
  [
    'asks when several policies name the same',
    builder,
    asking(policy(custom('asks-http', admin), 'bookinfo/a'), policy(custom('asks-http', {}), 'bookinfo/b')),
    {},
    'custom',
  ],
  ['leaves it open who is asked where the settings are not to be read', external, [policy(custom('asks-http', {}))], {}, 'custom'],
  ['does not ask a provider of HTTP about TCP', builder, asking(policy(custom('asks-http', {}))), tcp, 'allow', 'no_policy'],
  ['asks a provider of gRPC about TCP', builder, asking(policy(custom('asks-grpc', {}))), tcp, 'custom'],
  ['widens its rules on TCP', builder, asking(policy(custom('asks-grpc', admin))), tcp, 'custom'],
  ['asks nobody on a dry run', 'unverified: some releases ask', asking(policy(custom('asks-http', {}), 'bookinfo/dry', dry)), {}, 'allow'],
];

describe.each<[theme: string, cases: readonly Case[]]>([
  ['actions: a server', actions],
  ['selection: a sidecar', selection],
  ['sources: a server', sources],
  ['plain text: a server', plainText],
  ['operations: a server', operations],
  ['conditions: a server', conditions],
  ['TCP: a server', tcpRules],
  ['dry run: a server', dryRuns],
  ['CUSTOM: a server', customs],
])('%s', (_, cases) => {
  it.each(cases.map((row) => ({ because: row[0], source: row[1], row })))('$because ($source)', ({ row }) => {
    expect(outcome(row)).toEqual(expected(row));
  });
});

describe('a verdict', () => {
  it('names the rule that decided, and the oldest policy where none did', () => {
    const none = policy(allow(from({ namespaces: ['x'] }), to({ ports: ['1'] })), 'bookinfo/first');
    expect(admit([none, policy({}, 'bookinfo/second')]).authorization.by).toMatchObject({ name: 'first', path: null });
    expect(admit([none, policy(deny(to({ ports: ['1'] }), {}), 'bookinfo/third')]).authorization.by).toEqual({
      kind: 'AuthorizationPolicy',
      namespace: 'bookinfo',
      name: 'third',
      path: 'spec.rules[1]',
    });
  });

  it('comes with what it would be if dry runs were in force', () => {
    const { authorization } = admit([policy(deny({}), 'bookinfo/dry', dry)]);
    expect(authorization).toMatchObject({ verdict: 'allow', dryRun: { verdict: 'deny', reason: 'deny_rule', by: { name: 'dry' } } });
    expect(admit([policy(deny({}))]).authorization.dryRun).toBeNull();
  });

  it('comes with whether the request is to be noted', () => {
    expect(admit([policy(audit({}))]).authorization.audit).toBe('yes');
    expect(admit([policy(audit(to({ ports: ['1'] })))]).authorization.audit).toBe('no');
  });

  it('names who is asked, also where policies refuse in the end', () => {
    const objects = asking(policy(custom('asks-grpc', {}), 'bookinfo/a'), policy(deny({}), 'bookinfo/b'));
    expect(admit(objects).authorization).toMatchObject({
      verdict: 'deny',
      asks: {
        name: 'asks-grpc',
        by: { name: 'a', path: 'spec.rules[0]' },
        provider: { protocol: 'grpc', namespace: 'security', host: 'ext-authz.security.svc.cluster.local', port: 9000, failOpen: true },
      },
    });
  });
});

describe('a call of which everything is known', () => {
  const caller = { proxy: 'sidecar', namespace: 'bookinfo', serviceAccount: 'productpage' } as const;
  it.each<[because: string, objects: readonly ReturnType<typeof policy>[], security: 'mutual_tls' | 'none', answer: object]>([
    [
      'is let in over mTLS',
      [policy(allow(from({ principals: [page] })))],
      'mutual_tls',
      { allowed: true, reason: 'allow_rule', code: null },
    ],
    [
      'is kept out in plain text',
      [policy(allow(from({ principals: [page] })))],
      'none',
      { allowed: false, reason: 'no_allow_rule', code: 403 },
    ],
    [
      'comes from the address of its pod',
      [policy(deny(from({ ipBlocks: ['10.0.0.1'] })))],
      'none',
      { allowed: false, by: { name: 'policy' } },
    ],
    ['goes to the address of a pod', [policy(deny(when('destination.ip', ['10.0.0.1'])))], 'none', { allowed: false, reason: 'deny_rule' }],
    ['carries no token', [tokens({ jwtRules: [{ issuer: 'x' }] })], 'mutual_tls', { allowed: true, reason: 'no_policy' }],
    ['is let in by whoever is asked', [providers, policy(custom('asks-http', {}))], 'mutual_tls', { allowed: true, reason: 'custom_rule' }],
  ])('%s', (_, objects, security, answer) => {
    const { mesh, reviews } = withReviews(objects);
    expect(mesh.authorize(reviews, mesh.peer({ ...reviews, ...caller }, security), call('reviews'), 9080)).toMatchObject(answer);
  });
});
