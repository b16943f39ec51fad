import type { Arrival } from './authorization-arrival.ts';
import type { Field, Test } from './authorization-field.ts';
import type { IdentityContext } from './authorization-identity.ts';
import { conditionOf, operations, sources } from './authorization-vocabulary.ts';
import { all, not, some, type Tri } from './known.ts';
import { list, text, tree, trees, type Tree } from './read.ts';

/** A field that did not fit, and whether that is for want of HTTP. */
export interface Miss {
  /** Where in the policy, `spec.rules[0].from[0].source.principals`. */
  readonly path: string;
  readonly why: 'no_match' | 'http_only' | 'not_followed';
}

/** One rule of a policy: some source, some operation and every condition must fit. */
export interface PolicyRule {
  /** Where in the policy, `spec.rules[0]`. */
  readonly path: string;
  matches(arrival: Arrival): Tri;
  /** Why it does not match: the first field of each alternative. Empty when it does, or may. */
  misses(arrival: Arrival): readonly Miss[];
}

/** What the compilation of a rule depends on besides the rule. */
export interface RuleContext extends IdentityContext {
  /** Whether the rule opens a door. What cannot be followed makes such a rule void; all others it makes wider. */
  readonly allows: boolean;
  readonly tell: (path: string, detail: string) => void;
}

interface Check {
  readonly path: string;
  readonly http: boolean;
  readonly test: Test;
}

/** Something in a rule that keeps it from ever matching. */
interface Void {
  readonly void: string;
}

/**
 * Compiles a rule. Fields of one source or operation are ANDed, their values ORed, `not...` fields negated; a field without
 * values asks for nothing.
 *
 * On a TCP port the fields of HTTP mean nothing: an ALLOW rule with one of them never matches, not even by another of its
 * alternatives (it would be too wide); all other rules match as if the field were not there (they would be too narrow).
 * Source: Istio concept, authorization on TCP; the same holds for values that proxies do not take.
 */
export function compileRule(rule: Tree, path: string, context: RuleContext): PolicyRule {
  const from = trees(rule['from']).map((entry, i) => compileFields(entry, 'source', `${path}.from[${i}]`, context));
  const to = trees(rule['to']).map((entry, i) => compileFields(entry, 'operation', `${path}.to[${i}]`, context));
  const when = trees(rule['when']).flatMap((entry, i) => compileCondition(entry, `${path}.when[${i}]`, context));
  const parts = [from, to, [when]].filter((part) => part.length > 0);
  const odd = ['from', 'to', 'when'].filter((name) => !isAbsent(rule[name]) && !Array.isArray(rule[name]));
  const members = [
    ...odd.flatMap((name) => unfollowed(`${path}.${name}`, 'is not a list: the rule never matches', context)),
    ...parts.flat(2),
  ];
  const broken = members.find((member): member is Void => 'void' in member);
  if (broken) return { path, matches: () => 'no', misses: () => [{ path: broken.void, why: 'not_followed' }] };
  const checks = parts.map((part) => part.map((alternative) => alternative.filter((one): one is Check => !('void' in one))));
  const needsHttp = checks.flat(2).filter(({ http }) => http);
  const narrowed = (arrival: Arrival): boolean => context.allows && arrival.request.protocol === 'tcp' && needsHttp.length > 0;
  return {
    path,
    matches: (arrival) =>
      narrowed(arrival) ? 'no' : all(checks.map((part) => some(part.map((alternative) => holds(alternative, arrival))))),
    misses: (arrival) =>
      narrowed(arrival)
        ? needsHttp.slice(0, 1).map((one): Miss => ({ path: one.path, why: 'http_only' }))
        : (checks.map((part) => missesOf(part, arrival)).find((found) => found.length > 0) ?? []),
  };
}

const applies = ({ http }: Check, { request }: Arrival): boolean => !(http && request.protocol === 'tcp');

const holds = (alternative: readonly Check[], arrival: Arrival): Tri =>
  all(alternative.filter((one) => applies(one, arrival)).map(({ test }) => test(arrival)));

/** The first field that fails in each alternative, if all of them fail. */
function missesOf(part: readonly (readonly Check[])[], arrival: Arrival): readonly Miss[] {
  const failing = part.map((alternative) => alternative.find((one) => applies(one, arrival) && one.test(arrival) === 'no'));
  return failing.every((one) => one !== undefined) ? failing.map((one): Miss => ({ path: one.path, why: 'no_match' })) : [];
}

function compileFields(entry: Tree, name: 'source' | 'operation', path: string, context: RuleContext): readonly (Check | Void)[] {
  const known = name === 'source' ? sources : operations;
  return Object.entries(tree(entry[name])).flatMap(([written, wanted]) => {
    const own = `${path}.${name}.${written}`;
    const negated = /^not[A-Z]/.test(written);
    const plain = negated ? written.charAt(3).toLowerCase() + written.slice(4) : written;
    const field = Object.hasOwn(known, plain) ? known[plain] : undefined;
    if (!field) return unfollowed(own, 'is not followed: the rule never matches', context);
    return compileValues(field, { wanted, negated, path: own }, context);
  });
}

function compileCondition(condition: Tree, path: string, context: RuleContext): readonly (Check | Void)[] {
  const key = text(condition['key']) ?? '';
  const field = conditionOf(key);
  if (field === 'unknown') return unfollowed(path, `${key || 'a condition without key'} is not followed: the rule never matches`, context);
  if (field === 'bad_name') return rejected(path, `has a key without a name in brackets, ${key}`, context);
  return [
    ...compileValues(field, { wanted: condition['values'], negated: false, path: `${path}.values` }, context),
    ...compileValues(field, { wanted: condition['notValues'], negated: true, path: `${path}.notValues` }, context),
  ];
}

interface Written {
  readonly wanted: unknown;
  readonly negated: boolean;
  readonly path: string;
}

function compileValues(field: Field, { wanted, negated, path }: Written, context: RuleContext): readonly (Check | Void)[] {
  const tests: Test[] = [];
  for (const one of isAbsent(wanted) || Array.isArray(wanted) ? list(wanted) : [wanted]) {
    const test = typeof one === 'string' && Array.isArray(wanted) ? field.compile(one, context) : undefined;
    if (test) tests.push(test);
    else {
      const voids = rejected(path, `has a value that proxies do not take, ${JSON.stringify(one)}`, context);
      if (voids.length > 0) return voids;
    }
  }
  if (tests.length === 0) return [];
  const fits: Test = (arrival) => some(tests.map((test) => test(arrival)));
  return [{ path, http: field.http, test: negated ? (arrival) => not(fits(arrival)) : fits }];
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

function unfollowed(path: string, detail: string, { tell }: RuleContext): readonly Void[] {
  tell(path, detail);
  return [{ void: path }];
}

/** Source: Istio's generator of rules: an error voids a rule of ALLOW, in all others the part is left out. */
function rejected(path: string, what: string, { allows, tell }: RuleContext): readonly Void[] {
  tell(path, `${what}: ${allows ? 'the rule never matches' : 'that part is left out, which makes the rule wider'}`);
  return allows ? [{ void: path }] : [];
}
