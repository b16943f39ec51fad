import { describe, expect, it } from 'vitest';
import { unknown } from './known.ts';
import type { Token } from './request-class.ts';
import { meshConfig } from './test/draw.ts';
import { admit, allow, custom, deny, from, ownTokens, policy, token, tokens, when, type Given } from './test/admit.ts';

const reference = 'Istio reference: RequestAuthentication';
const rule = 'Istio reference: JWTRule';
const filter = 'Istio: JWT filter';
const envoy = 'Envoy: JWT authentication';
const issuer = 'https://id.example.com';
const accepts = (more: object = {}) => tokens({ jwtRules: [{ issuer, jwksUri: 'https://id.example.com/keys', ...more }] });
const other = { issuer: 'https://other.example.com' };
const placed = (place: Token['place']): Given => ({ token: token(place ? { place } : {}) });
const header = (name: string, prefix = '') => placed({ in: 'header', name, prefix });
const sent: Given = { token: token() };

type Row = readonly [
  because: string,
  source: string,
  objects: readonly ReturnType<typeof tokens>[],
  given: Given,
  verdict: string,
  reason: string,
];

const rows: readonly Row[] = [
  ['looks at no token where no rule is', reference, [], sent, 'pass', 'no_rule'],
  ['lets a bad token pass where no rule is', reference, [], { token: token({ valid: false }) }, 'pass', 'no_rule'],
  ['lets a request without token pass', reference, [accepts()], {}, 'pass', 'no_token'],
  ['takes a token of its issuer', reference, [accepts()], sent, 'pass', 'valid_token'],
  ['rejects a token that is not valid', reference, [accepts()], { token: token({ valid: false }) }, '401', 'invalid_token'],
  ['rejects a token of another issuer', rule, [accepts()], { token: token(other) }, '401', 'unknown_issuer'],
  ['does not look at tokens on TCP', 'spec B.1: filters of TCP', [accepts()], { ...sent, protocol: 'tcp' }, 'pass', 'no_rule'],
  ['looks at tokens of gRPC', reference, [accepts()], { token: token(other), protocol: 'grpc' }, '401', 'unknown_issuer'],
  ['takes any audience when it names none', rule, [accepts({ audiences: [] })], sent, 'pass', 'valid_token'],
  ['takes a token for one of its audiences', rule, [accepts({ audiences: ['a', 'reviews'] })], sent, 'pass', 'valid_token'],
  ['answers 403 to a token for others', envoy, [accepts({ audiences: ['ratings'] })], sent, '403', 'wrong_audience'],
  [
    'answers 401 to a bad token for others',
    envoy,
    [accepts({ audiences: ['a'] })],
    { token: token({ valid: false }) },
    '401',
    'invalid_token',
  ],
  [
    'takes a token of any issuer by a rule without one',
    rule,
    [tokens({ jwtRules: [{ jwksUri: 'https://id.example.com/keys' }] })],
    sent,
    'pass',
    'valid_token',
  ],
  ['takes a token where the keys are to be found by the issuer', rule, [tokens({ jwtRules: [{ issuer }] })], sent, 'pass', 'valid_token'],
  ['takes no token without a key', envoy, [tokens({ jwtRules: [{ issuer, jwks: '{"keys":[]}' }] })], sent, '401', 'no_keys'],
  ['takes no token by a key set that cannot be read', envoy, [tokens({ jwtRules: [{ issuer, jwks: '{' }] })], sent, '401', 'no_keys'],
  [
    'takes a token by the rule that has a key',
    filter,
    [tokens({ jwtRules: [{ issuer, jwks: '{}' }, { issuer }] })],
    sent,
    'pass',
    'valid_token',
  ],
  ['takes a token by any of its rules', filter, [tokens({ jwtRules: [other, { issuer }] })], sent, 'pass', 'valid_token'],
  ['takes a token by another object', filter, [tokens({ jwtRules: [other] }, 'bookinfo/a'), accepts()], sent, 'pass', 'valid_token'],
  ['rejects a token that no rule takes', filter, [tokens({ jwtRules: [other, { issuer: 'x' }] })], sent, '401', 'unknown_issuer'],
  [
    'takes a token by the audience of another rule for its issuer',
    filter,
    [
      tokens({
        jwtRules: [
          { issuer, audiences: ['x'] },
          { issuer, audiences: ['reviews'] },
        ],
      }),
    ],
    sent,
    'pass',
    'valid_token',
  ],
  [
    'finds a token in the usual parameter',
    rule,
    [accepts()],
    placed({ in: 'parameter', name: 'access_token', prefix: '' }),
    'pass',
    'valid_token',
  ],
  ['does not look for a token elsewhere', rule, [accepts()], header('x-token'), 'pass', 'token_elsewhere'],
  ['finds a token where a rule says', rule, [accepts({ fromHeaders: [{ name: 'X-Token' }] })], header('x-token'), 'pass', 'valid_token'],
  ['does not look at the usual place then', rule, [accepts({ fromHeaders: [{ name: 'x-token' }] })], sent, 'pass', 'token_elsewhere'],
  [
    'does not see a bad token at the usual place then',
    rule,
    [accepts({ fromHeaders: [{ name: 'x-token' }] })],
    { token: token({ valid: false }) },
    'pass',
    'token_elsewhere',
  ],
  [
    'finds a token behind the prefix that a rule names',
    rule,
    [accepts({ fromHeaders: [{ name: 'authorization', prefix: 'Token ' }] })],
    header('authorization', 'Token '),
    'pass',
    'valid_token',
  ],
  [
    'does not find a token behind another prefix',
    rule,
    [accepts({ fromHeaders: [{ name: 'authorization', prefix: 'Token ' }] })],
    sent,
    'pass',
    'token_elsewhere',
  ],
  [
    'finds a token in a parameter',
    rule,
    [accepts({ fromParams: ['t'] })],
    placed({ in: 'parameter', name: 't', prefix: '' }),
    'pass',
    'valid_token',
  ],
  [
    'finds a token in a cookie',
    rule,
    [accepts({ fromCookies: ['t'] })],
    placed({ in: 'cookie', name: 't', prefix: '' }),
    'pass',
    'valid_token',
  ],
  [
    'does not take a cookie for a parameter',
    rule,
    [accepts({ fromParams: ['t'] })],
    placed({ in: 'cookie', name: 't', prefix: '' }),
    'pass',
    'token_elsewhere',
  ],
  [
    'rejects a bad token of the rule that looks there',
    filter,
    [
      tokens({
        jwtRules: [
          { issuer, fromParams: ['t'] },
          { ...other, fromHeaders: [{ name: 'x' }] },
        ],
      }),
    ],
    header('x'),
    '401',
    'unknown_issuer',
  ],
  [
    'does not follow a rule for other pods',
    reference,
    [tokens({ selector: { matchLabels: { app: 'ratings' } }, jwtRules: [other] })],
    sent,
    'pass',
    'no_rule',
  ],
  [
    'follows a rule that selects it',
    reference,
    [tokens({ selector: { matchLabels: { app: 'reviews' } }, jwtRules: [other] })],
    sent,
    '401',
    'unknown_issuer',
  ],
  ['follows a rule of the root namespace', reference, [tokens({ jwtRules: [other] }, 'istio-system/all')], sent, '401', 'unknown_issuer'],
  ['does not follow a rule of another namespace', reference, [tokens({ jwtRules: [other] }, 'other/all')], sent, 'pass', 'no_rule'],
  [
    'ignores a rule with targets',
    'Istio reference: PolicyTargetReference',
    [tokens({ targetRefs: [{ kind: 'Service', group: '', name: 'reviews' }], jwtRules: [other] })],
    sent,
    'pass',
    'no_rule',
  ],
  ['rejects nothing by a policy without rules', reference, [tokens({})], sent, 'pass', 'no_rule'],
  ['cannot tell where nobody knows of a token', 'spec E: three values', [accepts()], { token: unknown }, 'undecided', 'unknown_attributes'],
  ['needs to know of no token where no rule is', 'spec E: three values', [], { token: unknown }, 'pass', 'no_rule'],
];

describe('tokens: a server', () => {
  it.each(rows.map((row) => ({ because: row[0], source: row[1], row })))('$because ($source)', ({ row }) => {
    const [, , objects, given, verdict, reason] = row;
    const { authentication } = admit(objects, given);
    expect([authentication.code === null ? authentication.verdict : `${authentication.code}`, authentication.reason]).toEqual([
      verdict,
      reason,
    ]);
  });

  it('names the rule that decided', () => {
    expect(admit([tokens({ jwtRules: [other, { issuer }] })], sent).authentication.by).toMatchObject({
      name: 'tokens',
      path: 'spec.jwtRules[1]',
    });
  });
});

const principal = 'Istio reference: AuthorizationPolicy, Source.requestPrincipals';
const generator = 'Istio: generator of request principals';
const claims = 'Istio reference: AuthorizationPolicy conditions';
const asks = (...wanted: readonly string[]) => allow(from({ requestPrincipals: wanted }));
const claim = (path: string, ...wanted: readonly string[]) => allow(when(`request.auth.claims${path}`, wanted));
const claiming = (more: Token['claims']): Given => ({ token: token({ claims: more }) });

const policies: readonly (readonly [because: string, source: string, spec: ReturnType<typeof allow>, given: Given, verdict: string])[] = [
  ['asks for a token by a star', principal, asks('*'), sent, 'allow'],
  ['refuses requests without token by a star', principal, asks('*'), {}, 'deny'],
  ['matches issuer and subject', principal, asks(`${issuer}/jason`), sent, 'allow'],
  ['does not match another subject', principal, asks(`${issuer}/tom`), sent, 'deny'],
  ['matches any subject of an issuer', generator, asks(`${issuer}/*`), sent, 'allow'],
  ['matches the beginning of a subject', generator, asks(`${issuer}/ja*`), sent, 'allow'],
  ['does not match the beginning of another issuer', generator, asks('https://other.example.com/*'), sent, 'deny'],
  ['matches a subject of any issuer', generator, asks('*/jason'), sent, 'allow'],
  ['matches a subject by the end of its issuer', generator, asks('*example.com/jason'), sent, 'allow'],
  ['matches the end of a subject without a slash', generator, asks('*son'), sent, 'allow'],
  ['takes a star at both ends for no star at the second', generator, asks('*/*'), sent, 'deny'],
  ['matches an issuer without slashes by its beginning', generator, asks('id.*'), { token: token({ issuer: 'id.example' }) }, 'deny'],
  ['leaves out an excluded request principal', principal, allow(from({ notRequestPrincipals: [`${issuer}/jason`] })), sent, 'deny'],
  ['takes requests without token for no excluded one', principal, allow(from({ notRequestPrincipals: ['*'] })), {}, 'allow'],
  ['keeps out requests without token by DENY', principal, deny(from({ notRequestPrincipals: ['*'] })), {}, 'deny'],
  ['lets in requests with token by the same DENY', principal, deny(from({ notRequestPrincipals: ['*'] })), sent, 'allow'],
  ['looks at the principal by a condition', claims, allow(when('request.auth.principal', [`${issuer}/jason`])), sent, 'allow'],
  ['looks at audiences', claims, allow(when('request.auth.audiences', ['ratings', 'reviews'])), sent, 'allow'],
  ['does not match other audiences', claims, allow(when('request.auth.audiences', ['ratings'])), sent, 'deny'],
  ['excludes an audience', claims, allow(when('request.auth.audiences', [], ['reviews'])), sent, 'deny'],
  ['looks at the presenter', claims, allow(when('request.auth.presenter', ['shop'])), sent, 'allow'],
  [
    'misses a presenter that is not told',
    claims,
    allow(when('request.auth.presenter', ['*'])),
    { token: token({ presenter: null }) },
    'deny',
  ],
  ['looks at the issuer as a claim', claims, claim('[iss]', issuer), sent, 'allow'],
  ['looks at a claim', claims, claim('[group]', 'staff'), claiming({ group: 'staff' }), 'allow'],
  ['misses a claim that is not there', claims, claim('[group]', '*'), sent, 'deny'],
  ['finds a value in a list', claims, claim('[groups]', 'staff'), claiming({ groups: ['readers', 'staff'] }), 'allow'],
  ['does not find a value that is not in the list', claims, claim('[groups]', 'staff'), claiming({ groups: ['readers'] }), 'deny'],
  ['looks into a claim', claims, claim('[realm][roles]', 'editor'), claiming({ realm: { roles: ['editor'] } }), 'allow'],
  ['does not look deeper than a text', claims, claim('[realm][roles]', 'editor'), claiming({ realm: 'roles' }), 'deny'],
  ['takes names with dots and slashes', claims, claim('[https://x.example/g]', 'a'), claiming({ 'https://x.example/g': 'a' }), 'allow'],
  ['matches a claim by its beginning', claims, claim('[group]', 'st*'), claiming({ group: 'staff' }), 'allow'],
  ['does not match a number', claims, claim('[age]', '42'), claiming({ age: 42 }), 'deny'],
  ['takes the words of a scope one by one', filter, claim('[scope]', 'write'), claiming({ scope: 'read write' }), 'allow'],
  ['does not take the words of other claims so', filter, claim('[note]', 'write'), claiming({ note: 'read write' }), 'deny'],
  ['excludes a claim', claims, allow(when('request.auth.claims[group]', [], ['staff'])), claiming({ group: 'staff' }), 'deny'],
  ['takes a token without the claim for no excluded one', claims, allow(when('request.auth.claims[group]', [], ['staff'])), sent, 'allow'],
  ['voids a rule by a claim without name', generator, allow(when('request.auth.claims', ['a'])), sent, 'deny'],
  ['knows nothing of what every object has', claims, claim('[constructor][name]', '*'), sent, 'deny'],
];

describe('tokens: a policy', () => {
  it.each(policies.map((row) => ({ because: row[0], source: row[1], row })))(
    '$because ($source)',
    ({ row: [, , spec, given, verdict] }) => {
      expect(admit([ownTokens, policy(spec)], given).authorization.verdict).toBe(verdict);
    },
  );

  it('sees no token that was not verified', () => {
    expect(admit([policy(asks('*'))], sent).authorization.verdict).toBe('deny');
    expect(admit([ownTokens, policy(asks('*'))], header('x-token')).authorization.verdict).toBe('deny');
    expect(admit([ownTokens, policy(asks('*'))], { token: token({ valid: false }) }).authentication.token).toMatchObject({ value: null });
  });

  it('takes the words of a claim one by one where a rule says so', () => {
    const spaced = accepts({ spaceDelimitedClaims: ['note'] });
    expect(admit([spaced, policy(claim('[note]', 'write'))], claiming({ note: 'read write' })).authorization.verdict).toBe('allow');
  });

  it('of CUSTOM decides before anybody has looked at the token', () => {
    const providers = meshConfig(
      'extensionProviders:\n- name: asks\n  envoyExtAuthzGrpc:\n    service: a.b.svc.cluster.local\n    port: 1\n',
    );
    const asking = policy(custom('asks', from({ requestPrincipals: ['*'] })));
    expect(admit([providers, ownTokens, asking], sent).authorization.verdict).toBe('allow');
  });
});

describe('token and policies together', () => {
  const bad: Given = { token: token({ valid: false }) };
  const nobody = policy(allow());
  const providers = meshConfig(
    'extensionProviders:\n- name: asks\n  envoyExtAuthzGrpc:\n    service: a.b.svc.cluster.local\n    port: 1\n',
  );
  it.each<[because: string, objects: readonly ReturnType<typeof policy>[], given: Given, answer: object]>([
    [
      'let in what both let in',
      [ownTokens, policy(asks('*'))],
      sent,
      { verdict: 'allow', code: null, by: { kind: 'AuthorizationPolicy' } },
    ],
    ['refuse by the token first', [ownTokens, nobody], bad, { verdict: 'deny', code: 401, by: { kind: 'RequestAuthentication' } }],
    [
      'refuse by policies what the token lets in',
      [ownTokens, nobody],
      sent,
      { verdict: 'deny', code: 403, by: { kind: 'AuthorizationPolicy' } },
    ],
    ['are open where nobody knows the token', [ownTokens], { token: unknown }, { verdict: 'undecided', code: null, missing: ['token'] }],
    [
      'refuse by policies whatever the token, with a code that is open',
      [ownTokens, nobody],
      { token: unknown },
      { verdict: 'deny', code: null, missing: [] },
    ],
    [
      'name what both lack',
      [ownTokens, policy(deny({ to: [{ operation: { methods: ['GET'] } }] }))],
      { token: unknown, method: unknown },
      { verdict: 'undecided', missing: ['method', 'token'] },
    ],
    ['have no code on TCP', [nobody], { protocol: 'tcp' }, { verdict: 'deny', code: null }],
    [
      'leave the code open where somebody else may refuse first',
      [providers, ownTokens, policy(custom('asks', {}))],
      bad,
      { verdict: 'deny', code: null },
    ],
    ['leave the rest to whoever is asked', [providers, ownTokens, policy(custom('asks', {}))], sent, { verdict: 'custom', code: null }],
  ])('%s', (_, objects, given, answer) => expect(admit(objects, given).answer).toMatchObject(answer));
});
