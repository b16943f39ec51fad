import type { KubeObject } from '@vigla/contract/objects';
import type { DecidedBy } from './authorization-policy.ts';
import { attaches, policyTarget, readAttachment, unfollowedTargets, type Attachment } from './authorization-target.ts';
import { known, unknown, type Known } from './known.ts';
import { isTree, text, texts, tree, trees, type Tree } from './read.ts';
import { byAge, reference, type Unsupported } from './reference.ts';
import type { RequestClass, Token, TokenPlace } from './request-class.ts';
import type { Workload } from './workloads.ts';

/**
 * What a workload's proxy makes of the token of requests. A request without one passes: to ask for a token is up to
 * AuthorizationPolicies.
 */
export interface Authentication {
  readonly verdict: 'pass' | 'reject' | 'undecided';
  /** What a rejected request is answered with; null for the others. */
  readonly code: 401 | 403 | null;
  readonly reason:
    | 'no_rule'
    | 'no_token'
    | 'token_elsewhere'
    | 'valid_token'
    | 'unknown_issuer'
    | 'no_keys'
    | 'invalid_token'
    | 'wrong_audience'
    | 'unknown_attributes';
  readonly by: DecidedBy | null;
  readonly missing: readonly string[];
  /** The token that policies get to see: only one that was verified. */
  readonly token: Known<Token | null>;
}

/** Verifies the token of requests to a workload. */
export type Authenticate = (workload: Workload, request: RequestClass) => Authentication;

/** One entry of `jwtRules`. */
interface TokenRule {
  readonly by: DecidedBy;
  /** Null: of any issuer. */
  readonly issuer: string | null;
  /** Empty: of any audience. */
  readonly audiences: readonly string[];
  readonly places: readonly TokenPlace[];
  /** Whether there are keys to verify with. Those at an address, or found by the issuer's name, are taken to be there. */
  readonly hasKeys: boolean;
  /** Claims whose text is a list of words. */
  readonly wordLists: readonly string[];
}

interface Rules {
  readonly attachment: Attachment;
  readonly rules: readonly TokenRule[];
}

/** Where a token is looked for when a rule does not say. Source: Istio reference, JWTRule. */
const usualPlaces: readonly TokenPlace[] = [
  { in: 'header', name: 'authorization', prefix: 'Bearer ' },
  { in: 'parameter', name: 'access_token', prefix: '' },
];

/** Reads RequestAuthentications. All that are for a workload hold together. Total: what is not followed is reported. */
export function readRequestAuthentications(
  objects: readonly KubeObject[],
  root: string,
  report: (unsupported: Unsupported) => void,
): Authenticate {
  const all = objects
    .filter(({ kind }) => kind === 'RequestAuthentication')
    .sort(byAge)
    .map((object) => readRules(object, report));
  return (workload, request) => {
    const target = policyTarget(workload);
    const rules = all.filter(({ attachment }) => attaches(attachment, target, root)).flatMap((one) => one.rules);
    return verify(rules, request);
  };
}

const passed = (reason: Authentication['reason'], token: Token | null = null, by: DecidedBy | null = null): Authentication => ({
  verdict: 'pass',
  code: null,
  reason,
  by,
  missing: [],
  token: known(token),
});

const rejected = (code: 401 | 403, reason: Authentication['reason'], by: DecidedBy | null): Authentication => ({
  verdict: 'reject',
  code,
  reason,
  by,
  missing: [],
  token: known(null),
});

function verify(rules: readonly TokenRule[], { protocol, token }: RequestClass): Authentication {
  if (rules.length === 0 || protocol === 'tcp') return passed('no_rule');
  if (token.kind !== 'known')
    return { verdict: 'undecided', code: null, reason: 'unknown_attributes', by: null, missing: ['token'], token: unknown };
  return token.value === null ? passed('no_token') : verifyToken(rules, token.value);
}

/**
 * One rule that takes the token is enough. A token where no rule looks for one counts as none.
 * Source: Istio's JWT filter: any of the rules, or none of them finds a token. Envoy answers 403 to a wrong audience, 401 otherwise.
 * Unverified: which code it is where several rules refuse a token for different reasons.
 */
function verifyToken(rules: readonly TokenRule[], token: Token): Authentication {
  const looking = rules.filter(({ places }) => places.some((place) => isAt(place, token.place ?? usualPlaces[0])));
  if (looking.length === 0) return passed('token_elsewhere');
  const ofIssuer = looking.filter(({ issuer }) => issuer === null || issuer === token.issuer);
  if (ofIssuer.length === 0) return rejected(401, 'unknown_issuer', looking[0]?.by ?? null);
  const able = ofIssuer.filter(({ hasKeys }) => hasKeys);
  if (able.length === 0) return rejected(401, 'no_keys', ofIssuer[0]?.by ?? null);
  if (!token.valid) return rejected(401, 'invalid_token', able[0]?.by ?? null);
  const taking = able.find(({ audiences }) => audiences.length === 0 || audiences.some((one) => token.audiences.includes(one)));
  return taking ? passed('valid_token', asSeen(token, taking), taking.by) : rejected(403, 'wrong_audience', able[0]?.by ?? null);
}

const isAt = (place: TokenPlace, token: TokenPlace | undefined): boolean =>
  token !== undefined && place.in === token.in && place.name === token.name && place.prefix.trim() === token.prefix.trim();

/** Words of claims such as `scope` become lists. Source: Istio's JWT filter, which does so for `scope` and `permission` at least. */
function asSeen(token: Token, { wordLists }: TokenRule): Token {
  const claims = Object.entries(token.claims).map(([name, claim]) =>
    typeof claim === 'string' && wordLists.includes(name) ? [name, claim.split(' ').filter((word) => word !== '')] : [name, claim],
  );
  return { ...token, claims: Object.fromEntries(claims) };
}

function readRules(object: KubeObject, report: (unsupported: Unsupported) => void): Rules {
  const tell = (path: string, detail: string): void => report({ object: reference(object), path, detail });
  const attachment = readAttachment(object);
  for (const [path, detail] of unfollowedTargets(attachment)) tell(path, detail);
  const rules = trees(tree(object.spec)['jwtRules']).map((rule, index) => {
    const path = `spec.jwtRules[${index}]`;
    for (const field of ['outputClaimToHeaders', 'outputPayloadToHeader'])
      if (rule[field] !== undefined) tell(`${path}.${field}`, 'is not followed: no rule sees the headers it makes');
    return readRule(rule, { ...reference(object), path });
  });
  return { attachment, rules };
}

function readRule(rule: Tree, by: DecidedBy): TokenRule {
  const headers = trees(rule['fromHeaders']).map(
    (one): TokenPlace => ({ in: 'header', name: (text(one['name']) ?? '').toLowerCase(), prefix: text(one['prefix']) ?? '' }),
  );
  const named = (kind: 'parameter' | 'cookie', names: unknown): readonly TokenPlace[] =>
    texts(names).map((name) => ({ in: kind, name, prefix: '' }));
  const places = [...headers, ...named('parameter', rule['fromParams']), ...named('cookie', rule['fromCookies'])];
  return {
    by,
    issuer: text(rule['issuer']) || null,
    audiences: texts(rule['audiences']),
    places: places.length === 0 ? usualPlaces : places,
    hasKeys: text(rule['jwksUri']) !== undefined || !text(rule['jwks']) || holdsKeys(text(rule['jwks']) ?? ''),
    wordLists: ['scope', 'permission', ...texts(rule['spaceDelimitedClaims'])],
  };
}

/** Whether a written key set has a key. Source: Envoy, JWT authentication: a set without one verifies no token. */
function holdsKeys(jwks: string): boolean {
  try {
    const set: unknown = JSON.parse(jwks);
    return isTree(set) && trees(set['keys']).length > 0;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
