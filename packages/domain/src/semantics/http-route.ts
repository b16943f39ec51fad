import { durationMs, isTree, number, text, tree, trees, type Tree } from './read.ts';
import type { Reference } from './reference.ts';
import type { Retry } from './retry.ts';
import { readBackends, type BackendBook, type BackendProblem } from './route-backend.ts';
import { readFilters, type Filtered } from './route-filter.ts';
import { compileMatch } from './route-match.ts';
import { rankOf, type RankedRule } from './route-precedence.ts';
import type { RouteRule } from './route-rule.ts';

/** What the rules of a route are read with. */
export interface RouteReading {
  readonly object: Reference;
  readonly book: BackendBook;
  readonly retry: Retry;
  tell(path: string, detail: string): void;
}

/** The rules of a route, one for each match, and what is wrong with its references. */
export interface ReadRoute {
  readonly rules: readonly RankedRule[];
  readonly problems: readonly BackendProblem[];
}

/** Reads the rules of an HTTPRoute. */
export const readHttpRoute = (spec: Tree, reading: RouteReading): ReadRoute => readRules(spec, reading, httpMatch);

/** Reads the rules of a route of whatever kind; `matchOf` writes its matches as Istio does. */
export function readRules(spec: Tree, reading: RouteReading, matchOf: (match: Tree) => Tree | string): ReadRoute {
  const read = trees(spec['rules']).map((rule, index) => readRule(rule, index, { reading, matchOf }));
  return { rules: read.flatMap(({ rules }) => rules), problems: read.flatMap(({ problems }) => problems) };
}

interface How {
  readonly reading: RouteReading;
  readonly matchOf: (match: Tree) => Tree | string;
}

const followed = new Set(['name', 'matches', 'filters', 'backendRefs', 'timeouts', 'retry']);

function readRule(rule: Tree, index: number, { reading, matchOf }: How): ReadRoute {
  const path = `spec.rules[${index}]`;
  const tell = (field: string, detail: string): void => reading.tell(`${path}.${field}`, detail);
  for (const field of Object.keys(rule)) if (!followed.has(field)) tell(field, 'is not followed');
  trees(rule['backendRefs']).forEach((ref, at) => {
    if (trees(ref['filters']).length > 0) tell(`backendRefs[${at}].filters`, 'is not followed');
  });
  const from = { kind: reading.object.kind, namespace: reading.object.namespace };
  const filtered = readFilters(rule, from, { book: reading.book, tell });
  const backends = readBackends(rule, from, reading.book);
  const body = {
    object: reading.object,
    path,
    name: text(rule['name']) ?? null,
    action: actionOf(filtered, backends),
    fault: null,
    ...timesOf(rule, reading.retry, tell),
    mirrors: filtered.mirrors,
    rewrite: filtered.rewrite,
  };
  const problems = [...backends.flatMap(({ problem }) => problem ?? []), ...filtered.problems];
  const matches = trees(rule['matches']);
  const rules = (matches.length > 0 ? matches : [{}]).map((match, at) =>
    ranked(body, matchOf(match), { at, namespace: from.namespace, tell }),
  );
  return { rules, problems };
}

function ranked(
  body: Omit<RouteRule, 'matches'>,
  match: Tree | string,
  { at, namespace, tell }: { at: number; namespace: string; tell: (field: string, detail: string) => void },
): RankedRule {
  const path = `${body.path}.matches[${at}]`;
  const broken = typeof match === 'string';
  const compiled = compileMatch(broken ? {} : match, { path, namespace, bySegment: true });
  const unsupported = broken ? [['', match] as const] : compiled.unsupported;
  for (const [field, reason] of unsupported) tell(field === '' ? `matches[${at}]` : `matches[${at}].${field}`, reason);
  return {
    rule: { ...body, matches: [{ ...compiled, unsupported, always: compiled.always && !broken }] },
    rank: rankOf(broken ? {} : match),
  };
}

/**
 * A redirect, or the backends with their shares. Without anybody to send to the proxy answers 500.
 * Source: Gateway API, HTTPRouteRule, backendRefs.
 */
function actionOf({ redirect, broken }: Filtered, backends: ReturnType<typeof readBackends>): RouteRule['action'] {
  if (broken) return { kind: 'direct', code: 500 };
  if (redirect !== null) return { kind: 'direct', code: redirect };
  const targets = backends.map(({ target }) => target).filter(({ weight }) => weight > 0);
  return targets.length === 0 ? { kind: 'direct', code: 500 } : { kind: 'route', targets };
}

/**
 * Times and retries. The backend's time is that of one try where the rule says how to try again, else of the whole.
 * Source: Gateway API, HTTPRouteTimeouts and HTTPRouteRetry; how Istio carries them out.
 * Unverified: that the codes of a retry are added to the conditions of the mesh and do not replace them.
 */
function timesOf(rule: Tree, standard: Retry, tell: (field: string, detail: string) => void): Pick<RouteRule, 'timeoutMs' | 'retry'> {
  const { request, backendRequest } = tree(rule['timeouts']);
  const whole = durationMs(request) || null;
  const once = durationMs(backendRequest) || null;
  if (!isTree(rule['retry'])) return { timeoutMs: once ?? whole, retry: standard };
  const { attempts, codes, backoff } = rule['retry'];
  if (backoff !== undefined) tell('retry.backoff', 'is not followed');
  const on = (Array.isArray(codes) ? codes : []).flatMap((code) => (number(code) === undefined ? [] : [String(code)]));
  return {
    timeoutMs: whole,
    retry: { attempts: number(attempts) ?? 2, on: [...standard.on.filter((one) => !/^\d+$/.test(one)), ...on], perTryMs: once },
  };
}

function httpMatch(match: Tree): Tree | string {
  const path = tree(match['path']);
  const value = text(path['value']) ?? '/';
  const uri = { Exact: { exact: value }, PathPrefix: { prefix: value }, RegularExpression: { regex: value } }[
    text(path['type']) ?? 'PathPrefix'
  ];
  if (!uri) return `has a path of type ${text(path['type']) ?? ''}, which is not followed`;
  const method = text(match['method']);
  return {
    uri,
    ...(method && { method: { exact: method } }),
    ...named('headers', match['headers']),
    ...named('queryParams', match['queryParams']),
  };
}

/** Lists of names and values as a map; of several with one name the first stands. Names of headers have no case. */
export function named(field: string, list: unknown): Tree {
  const fields: Record<string, Tree> = {};
  for (const { name, value, type } of trees(list)) {
    const key = field === 'headers' ? (text(name) ?? '').toLowerCase() : (text(name) ?? '');
    fields[key] ??= type === 'RegularExpression' ? { regex: value } : { exact: value };
  }
  return Object.keys(fields).length > 0 ? { [field]: fields } : {};
}
