import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import { unknown } from './known.ts';
import { split } from './request-class.ts';
import { meshConfig } from './test/draw.ts';
import {
  admit,
  allow,
  arriving,
  audit,
  type Case,
  custom,
  deny,
  expected,
  from,
  type Given,
  outcome,
  ownTokens,
  page,
  policy,
  to,
  token,
  when,
  withReviews,
} from './test/admit.ts';

const kleene = 'spec E: three values';
const posts = to({ methods: ['POST'] });
const admin = to({ paths: ['/admin'] });
const post = { method: 'POST' };
const providers = meshConfig('extensionProviders:\n- name: asks\n  envoyExtAuthzGrpc:\n    service: a.b.svc.cluster.local\n    port: 1\n');
const two = (a: ReturnType<typeof allow>, b: ReturnType<typeof allow>): readonly KubeObject[] => [
  policy(a, 'bookinfo/a'),
  policy(b, 'bookinfo/b'),
];

const cases: readonly Case[] = [
  ['needs to know nothing where there is no policy', kleene, [], { method: unknown, path: unknown, identity: unknown }, 'allow', []],
  ['cannot tell by a method nobody saw', kleene, allow(posts), { method: unknown }, 'undecided', ['method']],
  ['cannot tell by DENY and a method nobody saw', kleene, deny(posts), { method: unknown }, 'undecided', ['method']],
  ['cannot tell by a path nobody saw', kleene, allow(admin), { path: unknown }, 'undecided', ['path']],
  ['cannot tell by an excluded path nobody saw', kleene, allow(to({ notPaths: ['/admin'] })), { path: unknown }, 'undecided', ['path']],
  [
    'cannot tell by a header nobody saw',
    kleene,
    allow(when('request.headers[X-Tenant]', ['a'])),
    { headers: unknown },
    'undecided',
    ['header x-tenant'],
  ],
  [
    'cannot tell by an identity nobody saw',
    kleene,
    allow(from({ principals: [page] })),
    { identity: unknown },
    'undecided',
    ['source identity'],
  ],
  [
    'cannot tell by a namespace nobody saw',
    kleene,
    deny(from({ namespaces: ['bookinfo'] })),
    { identity: unknown },
    'undecided',
    ['source identity'],
  ],
  [
    'cannot tell by the exclusion of a namespace nobody saw',
    kleene,
    deny(from({ notNamespaces: ['bookinfo'] })),
    { identity: unknown },
    'undecided',
    ['source identity'],
  ],
  [
    'cannot tell by an address nobody saw',
    kleene,
    allow(from({ ipBlocks: ['10.0.0.0/8'] })),
    { sourceIp: unknown },
    'undecided',
    ['source ip'],
  ],
  [
    'cannot tell by a client nobody saw',
    kleene,
    allow(from({ remoteIpBlocks: ['10.0.0.0/8'] })),
    { remoteIp: unknown },
    'undecided',
    ['remote ip'],
  ],
  [
    'cannot tell by a pod nobody knows',
    kleene,
    allow(when('destination.ip', ['10.0.0.1'])),
    { destinationIp: unknown },
    'undecided',
    ['destination ip'],
  ],
  ['cannot tell by a server name nobody saw', kleene, allow(when('connection.sni', ['*'])), { sni: unknown }, 'undecided', ['sni']],
  [
    'cannot tell by a token nobody saw',
    kleene,
    [ownTokens, policy(allow(from({ requestPrincipals: ['*'] })))],
    { token: unknown },
    'undecided',
    ['token'],
  ],
  [
    'knows that no policy sees a token where no rule verifies one',
    kleene,
    allow(from({ requestPrincipals: ['*'] })),
    { token: unknown },
    'deny',
    [],
  ],
  [
    'names all that would decide, in order',
    kleene,
    allow({ ...posts, ...from({ namespaces: ['bookinfo'] }) }),
    { method: unknown, identity: unknown },
    'undecided',
    ['method', 'source identity'],
  ],
  ['needs no method where the port does not fit', kleene, allow(to({ methods: ['POST'], ports: ['1'] })), { method: unknown }, 'deny', []],
  [
    'needs no method where another rule lets in',
    kleene,
    allow(posts, from({ namespaces: ['bookinfo'] })),
    { method: unknown },
    'allow',
    [],
  ],
  [
    'needs no method where another operation fits',
    kleene,
    allow(to({ methods: ['POST'] }, { ports: ['9080'] })),
    { method: unknown },
    'allow',
    [],
  ],
  ['needs no method where a DENY matches anyway', kleene, two(deny(posts), deny({})), { method: unknown }, 'deny', []],
  ['needs no method for DENY where no ALLOW lets in', kleene, two(deny(posts), allow()), { method: unknown }, 'deny', []],
  ['needs the method for DENY where an ALLOW lets in', kleene, two(deny(posts), allow({})), { method: unknown }, 'undecided', ['method']],
  [
    'needs both where both are open',
    kleene,
    two(deny(posts), allow(admin)),
    { method: unknown, path: unknown },
    'undecided',
    ['method', 'path'],
  ],
  ['needs only the path where the method is known', kleene, two(deny(posts), allow(admin)), { ...post, path: unknown }, 'deny', []],
  ['does not need what AUDIT looks at', kleene, audit(posts), { method: unknown }, 'allow', []],
  ['cannot tell whether somebody is asked', kleene, [providers, policy(custom('asks', admin))], { path: unknown }, 'undecided', ['path']],
  [
    'leaves it to the provider once it is known to be asked',
    kleene,
    [providers, policy(custom('asks', {}))],
    { path: unknown },
    'custom',
    [],
  ],
  [
    'refuses by policies whoever is asked',
    kleene,
    [providers, policy(custom('asks', admin), 'bookinfo/a'), policy(allow(), 'bookinfo/b')],
    { path: unknown },
    'deny',
    [],
  ],
  ['needs no method on TCP, where it voids the rule', kleene, allow(posts), { method: unknown, protocol: 'tcp' }, 'deny', []],
  ['needs no method on TCP, where DENY leaves it out', kleene, deny(posts), { method: unknown, protocol: 'tcp' }, 'deny', []],
  ['needs no identity by an empty rule', kleene, allow({}), { identity: unknown }, 'allow', []],
  [
    'takes what is unknown for anything but plain text known as such',
    kleene,
    allow(from({ principals: ['*'] })),
    { identity: null },
    'deny',
    [],
  ],
  [
    'needs no header that a known one excludes',
    kleene,
    allow({ ...posts, ...when('request.headers[a]', ['b']) }),
    { headers: unknown },
    'deny',
    [],
  ],
];

describe('three values: a server', () => {
  it.each(cases.map((row) => ({ because: row[0], source: row[1], row })))('$because ($source)', ({ row }) => {
    expect(outcome(row)).toEqual(expected(row));
  });

  it('decides by shares once what was seen is split', () => {
    const { mesh, reviews } = withReviews([policy(allow(posts))]);
    const arrival = arriving();
    const method = {
      kind: 'distribution',
      samples: 40,
      values: [
        { value: 'GET', share: 0.7 },
        { value: 'POST', share: 0.3 },
      ],
    } as const;
    const whole = mesh.admit(reviews, { ...arrival, request: { ...arrival.request, method } }).authorization;
    expect(whole).toMatchObject({ verdict: 'undecided', missing: ['method'] });
    const parts = split({ ...arrival.request, method }).map(({ share, request }) => [
      share,
      mesh.admit(reviews, { ...arrival, request }).authorization.verdict,
    ]);
    expect(parts).toEqual([
      [0.7, 'deny'],
      [0.3, 'allow'],
    ]);
  });
});

const source = fc.constantFrom<object[]>(
  { principals: [page] },
  { notPrincipals: [page] },
  { namespaces: ['book*'] },
  { notNamespaces: ['other'] },
  { serviceAccounts: ['ratings'] },
  { ipBlocks: ['10.1.0.0/16'] },
  { notIpBlocks: ['10.1.0.0/16'] },
  { remoteIpBlocks: ['203.0.113.0/24'] },
  { requestPrincipals: ['*'] },
  { notRequestPrincipals: ['*/jason'] },
);
const operation = fc.constantFrom<object[]>(
  { methods: ['GET', 'P*'] },
  { notMethods: ['GET'] },
  { paths: ['/a/{*}'] },
  { notPaths: ['/a/*'] },
  { ports: ['9080'] },
  { hosts: ['reviews'] },
);
const condition = fc.constantFrom<object[]>(
  { key: 'request.headers[a]', values: ['b'] },
  { key: 'request.headers[a]', notValues: ['b'] },
  { key: 'request.auth.claims[group]', values: ['staff'] },
  { key: 'connection.sni', values: ['*.local'] },
  { key: 'destination.ip', values: ['10.0.0.0/24'] },
);
const joined = (parts: fc.Arbitrary<object>) =>
  fc.array(parts, { minLength: 1, maxLength: 2 }).map((all): object => Object.assign({}, ...all));
const rule = fc.record(
  {
    from: fc.array(
      joined(source).map((one) => ({ source: one })),
      { minLength: 1, maxLength: 2 },
    ),
    to: fc.array(
      joined(operation).map((one) => ({ operation: one })),
      { minLength: 1, maxLength: 2 },
    ),
    when: fc.array(condition, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const spec = fc.record({
  action: fc.constantFrom('ALLOW', 'ALLOW', 'DENY', 'AUDIT', 'CUSTOM'),
  provider: fc.constant({ name: 'asks' }),
  rules: fc.array(rule, { maxLength: 2 }),
});
const policies = fc
  .array(fc.tuple(spec, fc.boolean()), { maxLength: 4 })
  .map((specs) => specs.map(([one, dry], i) => policy(one, `bookinfo/p${i}`, dry && i === 3 ? { 'istio.io/dry-run': 'true' } : {})));

const attributes = {
  identity: fc.constantFrom(page, 'cluster.local/ns/other/sa/ratings', null),
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  path: fc.constantFrom('/a/b', '/a/b/c', '/?a=/b'),
  headers: fc.constantFrom({}, { a: 'b' }, { a: 'c' }),
  token: fc.constantFrom(null, token(), token({ claims: { group: 'staff' } }), token({ valid: false }), token({ issuer: 'x' })),
  sourceIp: fc.constantFrom('10.1.0.1', '10.2.0.1', null),
  remoteIp: fc.constantFrom('203.0.113.1', '10.1.0.1'),
  destinationIp: fc.constantFrom('10.0.0.1', '10.0.1.1'),
  sni: fc.constantFrom('a.local', null),
};
const protocol = fc.constantFrom<('http' | 'grpc' | 'tcp')[]>('http', 'grpc', 'tcp');
const given: fc.Arbitrary<Given> = fc.record({ ...attributes, protocol });
const names = Object.keys(attributes);
const forgotten = (all: Given, left: readonly string[]): Given => ({ ...all, ...Object.fromEntries(left.map((name) => [name, unknown])) });
const mesh = (some: readonly KubeObject[]): readonly KubeObject[] => [providers, ownTokens, ...some];

/** A mesh, compiled once for several kinds of requests. */
function compiled(some: readonly KubeObject[]): (given: Given) => ReturnType<typeof admit> {
  const { mesh: made, reviews } = withReviews(mesh(some));
  return (now) => made.admit(reviews, arriving(now));
}

describe('whatever the policies', () => {
  it('their order changes no verdict', () => {
    fc.assert(
      fc.property(policies, given, fc.subarray(names), (some, all, left) => {
        const now = forgotten(all, left);
        const aged = some.map(
          (one, i): KubeObject => ({ ...one, metadata: { ...one.metadata, creationTimestamp: `2026-01-0${9 - i}T00:00:00Z` } }),
        );
        const one = admit(mesh(some), now).authorization;
        const turned = admit(mesh(aged), now).authorization;
        expect([turned.verdict, turned.reason, turned.missing, turned.dryRun?.verdict]).toEqual([
          one.verdict,
          one.reason,
          one.missing,
          one.dryRun?.verdict,
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it('what is known in full is decided', () => {
    fc.assert(
      fc.property(policies, given, (some, all) => {
        const { authentication, authorization } = admit(mesh(some), all);
        expect(authentication.verdict).not.toBe('undecided');
        expect(authorization.verdict).not.toBe('undecided');
        expect(authorization.missing).toEqual([]);
        expect(typeof authorization.audit).toBe('string');
      }),
      { numRuns: 100 },
    );
  });

  it('to forget something leaves a verdict as it is or open, and never turns it', () => {
    fc.assert(
      fc.property(policies, given, fc.subarray(names, { minLength: 1 }), (some, all, left) => {
        const decide = compiled(some);
        const sure = decide(all);
        const unsure = decide(forgotten(all, left));
        for (const part of ['authentication', 'authorization', 'answer'] as const)
          expect([sure[part].verdict, 'undecided']).toContain(unsure[part].verdict);
      }),
      { numRuns: 150 },
    );
  });

  it('the shares of what was seen add up, and each part is decided like requests of its own', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 });
    const methods = ['GET', 'POST', 'DELETE'];
    fc.assert(
      fc.property(policies, given, parts, parts, (some, all, one, other) => {
        const seen = <T>(values: readonly T[], weights: readonly number[]) => ({
          kind: 'distribution' as const,
          samples: 100,
          values: values.map((value, i) => ({ value, share: (weights[i] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0) })),
        });
        const { mesh: made, reviews } = withReviews(mesh(some));
        const arrival = arriving(all);
        const paths = ['/a/b', '/a/b/c', '/'];
        const found = split({ ...arrival.request, method: seen(methods, one), path: seen(paths, other) });
        expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        const verdicts = found.map(({ request }) => made.admit(reviews, { ...arrival, request }).authorization.verdict);
        const direct = methods.flatMap((method) =>
          paths.map((path) => made.admit(reviews, arriving({ ...all, method, path })).authorization.verdict),
        );
        expect(verdicts).toEqual(direct);
      }),
      { numRuns: 50 },
    );
  });

  it('an open verdict names only what was forgotten', () => {
    fc.assert(
      fc.property(policies, given, fc.subarray(names, { minLength: 1 }), (some, all, left) => {
        const { verdict, missing } = admit(mesh(some), forgotten(all, left)).authorization;
        const said: Readonly<Record<string, string>> = {
          identity: 'source identity',
          sourceIp: 'source ip',
          remoteIp: 'remote ip',
          destinationIp: 'destination ip',
          headers: 'header a',
        };
        const allowed = left.map((name) => said[name] ?? name);
        expect(missing.filter((name) => !allowed.includes(name))).toEqual([]);
        expect(missing.length > 0).toBe(verdict === 'undecided');
      }),
      { numRuns: 100 },
    );
  });

  it('more DENY rules never let in more, more ALLOW rules never keep out more', () => {
    fc.assert(
      fc.property(policies, given, rule, (some, all, one) => {
        const before = admit(mesh(some), all).authorization.verdict;
        const denied = admit(mesh([...some, policy(deny(one), 'bookinfo/more')]), all).authorization.verdict;
        expect(before === 'deny' ? denied : 'deny').toBe('deny');
        const asks = some.some(
          ({ spec: own, metadata }) => JSON.stringify(own).includes('"ALLOW"') && !metadata.annotations?.['istio.io/dry-run'],
        );
        const allowed = admit(mesh([...some, policy(allow(one), 'bookinfo/more')]), all).authorization.verdict;
        expect(asks && before !== 'deny' ? allowed : before).toBe(before);
      }),
      { numRuns: 100 },
    );
  });
});
