import { asked, not, tri, type Tri } from './known.ts';
import { isTree, labels, number, selects, text, texts, tree, type Tree } from './read.ts';
import { queryIn, withoutQuery } from './request.ts';
import type { RequestClass } from './request-class.ts';
import { compileString, type Check, type Comparison } from './string-match.ts';
import type { Workload } from './workloads.ts';
import { covers } from './hosts.ts';

/** Who asks a rule, and how the request came to its proxy. */
export interface Asker {
  readonly caller: Workload;
  /** `mesh` at a sidecar; at a gateway `namespace/name` of every Gateway that listens there. */
  readonly gateways: readonly string[];
  /** Number of the listener's port. */
  readonly port: number;
  readonly scheme: 'http' | 'https';
}

/** One field of a match. */
export interface Condition {
  /** `uri` or `headers.end-user`. */
  readonly field: string;
  /** About the caller and its listener, not about the request: settled before any request comes. */
  readonly settled: boolean;
  holds(request: RequestClass, asker: Asker): Tri;
}

/** One entry of `match`: all of its conditions must hold. */
export interface CompiledMatch {
  /** Where it stands, `spec.http[0].match[1]`. */
  readonly path: string;
  readonly conditions: readonly Condition[];
  /** Shape: field and reason. A match with any of these never holds. */
  readonly unsupported: readonly (readonly [string, string])[];
  /** Matches whatever comes: rules behind it are out of reach. */
  readonly always: boolean;
  /** What of the path a rewrite replaces: the matched prefix; null: all of it. */
  readonly prefix: string | null;
}

type Compiled = readonly Condition[] | string;

const ignored = new Set(['name', 'statPrefix', 'ignoreUriCase']);

/** Compiles one entry of `match` of a rule in a namespace. */
export function compileMatch(
  match: Tree,
  { path, namespace, connection = false, ...comparison }: { path: string; namespace: string; connection?: boolean } & Comparison,
): CompiledMatch {
  const unsupported: (readonly [string, string])[] = [];
  const conditions: Condition[] = [];
  const ignoreCase = match['ignoreUriCase'] === true;
  // Source: Istio, rules for requests: a list of gateways stands instead of what is asked of the source, not beside it.
  const bySource = connection || texts(match['gateways']).length === 0;
  for (const [field, value] of Object.entries(match)) {
    if (ignored.has(field) || (!bySource && field.startsWith('source'))) continue;
    const compiled = compileField(field, value, { namespace, ...comparison, ignoreCase });
    if (typeof compiled === 'string') unsupported.push([field, compiled]);
    else conditions.push(...compiled);
  }
  const always = unsupported.length === 0 && isCatchAll(match);
  return { path, conditions, unsupported, always, prefix: prefixOf(match) };
}

/** Whether a request meets a match. One field that does not hold decides, whatever else is unknown. */
export function holds({ conditions, unsupported, always }: CompiledMatch, request: RequestClass, asker: Asker): Tri {
  if (unsupported.length > 0) return 'no';
  // Every path begins with /, also one that nobody looked at.
  if (always) return 'yes';
  let open: readonly string[] | null = null;
  for (const condition of conditions) {
    const answer = condition.holds(request, asker);
    if (answer === 'no') return 'no';
    if (answer !== 'yes') open = [...(open ?? []), ...answer.maybe];
  }
  return open ? { maybe: [...new Set(open)].sort() } : 'yes';
}

/** A rule without a uri matches by the prefix that every path has. */
function prefixOf(match: Tree): string | null {
  if (!isTree(match['uri'])) return '/';
  return text(match['uri']['prefix']) ?? null;
}

/** No predicate, or nothing but the path prefix that every path has. */
function isCatchAll(match: Tree): boolean {
  const fields = Object.keys(match).filter((field) => !ignored.has(field));
  return fields.length === 0 || (fields.length === 1 && fields[0] === 'uri' && tree(match['uri'])['prefix'] === '/');
}

function compileField(field: string, value: unknown, how: Comparison & { readonly namespace: string }): Compiled {
  switch (field) {
    case 'uri':
      return one(field, compileString(value, how), (check, { path }) => asked(path, 'path', (given) => check(withoutQuery(given))));
    case 'method':
      return one(field, compileString(value), (check, { method }) => asked(method, 'method', check));
    case 'scheme':
      return one(field, compileString(value), (check, _, { scheme }) => tri(check(scheme)));
    case 'authority':
      return one(field, compileString(value), (check, { host }) => tri(check(host)));
    case 'headers':
      return compileEach(field, tree(value), headerOf);
    case 'withoutHeaders':
      // A header that is not there does not match the value either, so the request passes.
      return compileEach(field, tree(value), (name, check, ...at) => not(headerOf(name, check, ...at)));
    case 'queryParams':
      return compileEach(field, tree(value), (name, check, { path }) => asked(path, 'path', (given) => check(queryIn(given, name))));
    default:
      return compileSource(field, value, how.namespace);
  }
}

/** Fields about the caller and the way it came: these are always known. */
function compileSource(field: string, value: unknown, namespace: string): Compiled {
  const fact = (holdsAt: (asker: Asker) => boolean): Compiled => [{ field, settled: true, holds: (_, asker) => tri(holdsAt(asker)) }];
  switch (field) {
    case 'port':
      return fact(({ port }) => port === number(value));
    case 'sourceLabels':
      // At a gateway these are the labels of the gateway's own pods, whatever the reference says of the mesh alone.
      return fact(({ caller }) => selects(labels(value), caller.labels));
    case 'sourceNamespace':
      return fact(({ caller }) => value === '' || caller.namespace === text(value));
    case 'gateways': {
      const names = new Set(texts(value).map((name) => gatewayName(name, namespace)));
      return fact(({ gateways }) => names.size === 0 || gateways.some((name) => names.has(name)));
    }
    case 'sniHosts': {
      const hosts = texts(value).map((host) => host.toLowerCase());
      return [
        {
          field,
          settled: false,
          holds: ({ sni }) => asked(sni, 'sni', (given) => given !== null && hosts.some((host) => covers(host, given.toLowerCase()))),
        },
      ];
    }
    default:
      return 'is not followed';
  }
}

/** The full name of a gateway in a rule: `mesh` or `namespace/name`. */
export const gatewayName = (written: string, namespace: string): string =>
  written === 'mesh' || written.includes('/') ? written : `${namespace}/${written}`;

const one = (field: string, check: Check | string, ask: (check: Check, request: RequestClass, asker: Asker) => Tri): Compiled =>
  typeof check === 'string' ? check : [{ field, settled: false, holds: (...at) => ask(check, ...at) }];

type AskNamed = (name: string, check: Check, request: RequestClass, asker: Asker) => Tri;

function compileEach(field: string, fields: Tree, ask: AskNamed): Compiled {
  const conditions: Condition[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const check = compileString(value);
    if (typeof check === 'string') return `"${name}" ${check}`;
    conditions.push({ field: `${field}.${name}`, settled: false, holds: (...at) => ask(name, check, ...at) });
  }
  return conditions;
}

const headerOf: AskNamed = (written, check, request, { scheme }) => {
  const name = written.toLowerCase();
  switch (name) {
    case ':method':
      return asked(request.method, 'method', check);
    case ':path':
      return asked(request.path, 'path', check);
    case ':authority':
      return tri(check(request.host));
    case ':scheme':
      return tri(check(scheme));
    default:
      return asked(request.headers, `header ${name}`, (headers) => check(headers[name]));
  }
};
