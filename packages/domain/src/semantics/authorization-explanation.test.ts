import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import { unknown } from './known.ts';
import { allow, arriving, audit, deny, from, ownTokens, policy, to, token, tokens, when, withReviews, type Given } from './test/admit.ts';

/** Steps in words: `authorization deny=rule_matches spec.rules[0]`, the object's name first. */
function told(objects: readonly KubeObject[], given: Given = {}): readonly string[] {
  const { mesh, reviews } = withReviews(objects);
  return mesh
    .explainAdmission(reviews, arriving(given))
    .map(({ stage, object, path, verdict, facts }) =>
      [stage, object?.name ?? '-', path ?? '-', verdict, ...Object.entries(facts).map(([name, fact]) => `${name}=${fact}`)].join(' '),
    );
}

describe('an explanation', () => {
  it('says that nothing is asked for where nothing is', () => {
    expect(told([])).toEqual(['authentication - - pass reason=no_rule', 'authorization - - allow reason=no_policy']);
  });

  it('goes through policies as the proxy does, with the field that failed in each alternative', () => {
    const objects = [
      ownTokens,
      policy(
        allow(from({ principals: ['x'] }, { namespaces: ['bookinfo'], notIpBlocks: ['10.0.0.0/8'] }), to({ methods: ['GET'] })),
        'bookinfo/some',
      ),
      policy(deny(to({ ports: ['1'] })), 'bookinfo/port'),
      policy(audit({}), 'bookinfo/noted'),
      policy(deny(), 'bookinfo/empty'),
    ];
    expect(told(objects, { token: token() })).toEqual([
      'authentication tokens spec.jwtRules[0] pass reason=valid_token',
      'authorization noted spec.rules[0] rule_matches action=AUDIT',
      'authorization port spec.rules[0].to[0].operation.ports rule_does_not_match action=DENY why=no_match',
      'authorization empty spec.rules no_rules action=DENY',
      'authorization some spec.rules[0].from[0].source.principals rule_does_not_match action=ALLOW why=no_match',
      'authorization some spec.rules[0].from[1].source.notIpBlocks rule_does_not_match action=ALLOW why=no_match',
      'authorization some spec.rules[1] rule_matches action=ALLOW',
      'authorization some spec.rules[1] allow reason=allow_rule',
    ]);
  });

  it('ends with the token where that is rejected', () => {
    expect(told([tokens({ jwtRules: [{ issuer: 'x' }] }), policy(deny({}))], { token: token() })).toEqual([
      'authentication tokens spec.jwtRules[0] reject reason=unknown_issuer code=401',
    ]);
  });

  it('says what is missing', () => {
    expect(told([policy(allow(to({ methods: ['GET'], paths: ['/a'] })))], { method: unknown, path: unknown }).slice(1)).toEqual([
      'authorization policy spec.rules[0] rule_may_match action=ALLOW missing=method, path',
      'authorization - - undecided reason=unknown_attributes missing=method, path',
    ]);
    expect(told([ownTokens], { token: unknown })[0]).toBe('authentication - - undecided reason=unknown_attributes missing=token');
  });

  it('says that a field of HTTP voids a rule on TCP, and that one is not followed', () => {
    const steps = told([policy(allow(to({ methods: ['GET'] }), when('request.size', ['1'])))], { protocol: 'tcp' });
    expect(steps.slice(1)).toEqual([
      'authorization policy spec.rules[0].to[0].operation.methods rule_does_not_match action=ALLOW why=http_only',
      'authorization policy spec.rules[1].when[0] rule_does_not_match action=ALLOW why=not_followed',
      'authorization policy - deny reason=no_allow_rule',
    ]);
  });

  it('says what a dry run would do, and says that it is one', () => {
    expect(told([policy(deny({}), 'bookinfo/dry', { 'istio.io/dry-run': 'true' })]).slice(1)).toEqual([
      'authorization dry spec.rules[0] rule_matches action=DENY dryRun=true',
      'authorization - - allow reason=no_policy',
      'authorization dry spec.rules[0] deny reason=deny_rule dryRun=true',
    ]);
  });
});

describe('what is not followed', () => {
  it.each<[because: string, object: KubeObject, paths: readonly string[]]>([
    ['an action', policy({ action: 'LOG' }), ['spec.action']],
    ['a field of a source', policy(allow(from({ planets: ['earth'] }))), ['spec.rules[0].from[0].source.planets']],
    ['a field of an operation', policy(allow(to({ bodies: ['x'] }))), ['spec.rules[0].to[0].operation.bodies']],
    ['a key of a condition', policy(allow(when('experimental.envoy.filters.a[b]', ['c']))), ['spec.rules[0].when[0]']],
    [
      'a value that is none',
      policy(deny(from({ ipBlocks: ['ten', 'eleven'] }))),
      Array.from({ length: 2 }, () => 'spec.rules[0].from[0].source.ipBlocks'),
    ],
    ['a key without a name', policy(deny(when('request.headers[]', ['a']))), ['spec.rules[0].when[0]']],
    [
      'headers made of claims',
      tokens({ jwtRules: [{ issuer: 'x', outputClaimToHeaders: [{ header: 'a', claim: 'b' }], outputPayloadToHeader: 'c' }] }),
      ['spec.jwtRules[0].outputClaimToHeaders', 'spec.jwtRules[0].outputPayloadToHeader'],
    ],
    ['nothing of what is', policy(allow({ ...from({ trustDomains: ['a'] }), ...when('request.auth.claims[a][b]', ['c']) })), []],
  ])('is reported: %s', (_, object, paths) => {
    expect(withReviews([object]).mesh.unsupported.map(({ path }) => path)).toEqual(paths);
  });
});
