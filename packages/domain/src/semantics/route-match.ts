import { isTree, labels, number, selects, text, texts, tree, type Tree } from './read.ts';
import { fullMatch } from './regex.ts';
import { pathOf, queryOf, type Call } from './request.ts';
import type { Workload } from './workloads.ts';

/** A compiled condition of a route. */
export type Condition = (call: Call, caller: Workload, gateway: string) => boolean;

/** What came of compiling a match: the condition, and the fields nobody could follow. */
export interface CompiledMatch {
  readonly holds: Condition;
  /** Shape: field and reason. A match with any of these never holds. */
  readonly unsupported: readonly (readonly [string, string])[];
  /** Matches whatever comes: rules behind it are out of reach. */
  readonly always: boolean;
}

type Check = (value: string | undefined) => boolean;

const readers: Readonly<Record<string, (call: Call) => string | undefined>> = {
  uri: pathOf,
  method: ({ method }) => method,
  scheme: () => 'http',
  authority: ({ host }) => host,
};

/** Compiles one entry of `match`: all of its fields must hold. */
export function compileMatch(match: Tree): CompiledMatch {
  const unsupported: (readonly [string, string])[] = [];
  const conditions: Condition[] = [];
  for (const [field, value] of Object.entries(match)) {
    const compiled = compileField(field, value, match);
    if (typeof compiled === 'string') unsupported.push([field, compiled]);
    else if (compiled) conditions.push(compiled);
  }
  const always = unsupported.length === 0 && isCatchAll(match);
  return { unsupported, always, holds: (...request) => unsupported.length === 0 && conditions.every((condition) => condition(...request)) };
}

/** No predicate, or nothing but the path prefix that every path has. */
function isCatchAll(match: Tree): boolean {
  const fields = Object.keys(match).filter((field) => field !== 'name' && field !== 'statPrefix' && field !== 'ignoreUriCase');
  return fields.length === 0 || (fields.length === 1 && fields[0] === 'uri' && tree(match['uri'])['prefix'] === '/');
}

function compileField(field: string, value: unknown, match: Tree): Condition | string | null {
  const reader = readers[field];
  if (reader) {
    const check = compileString(value, field === 'uri' && match['ignoreUriCase'] === true);
    return typeof check === 'string' ? check : (call) => check(reader(call));
  }
  switch (field) {
    case 'headers':
      return compileHeaders(tree(value), false);
    case 'withoutHeaders':
      return compileHeaders(tree(value), true);
    case 'queryParams':
      return compileEach(tree(value), (call, name) => queryOf(call, name), false);
    case 'port':
      return ({ port }) => port === number(value);
    case 'sourceLabels':
      return (_call, caller, gateway) => gateway !== 'mesh' || selects(labels(value), caller.labels);
    case 'sourceNamespace':
      return (_call, caller) => caller.namespace === text(value);
    case 'gateways':
      return (_call, _caller, gateway) => texts(value).some((name) => name === gateway || gateway.endsWith(`/${name}`));
    case 'name':
    case 'statPrefix':
    case 'ignoreUriCase':
      return null;
    default:
      return 'is not followed';
  }
}

const compileHeaders = (headers: Tree, without: boolean): Condition | string =>
  compileEach(
    headers,
    (call, name) => (name === ':method' ? call.method : name === ':path' ? call.path : call.headers[name.toLowerCase()]),
    without,
  );

function compileEach(fields: Tree, read: (call: Call, name: string) => string | undefined, negate: boolean): Condition | string {
  const checks: (readonly [string, Check])[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const check = compileString(value, false);
    if (typeof check === 'string') return `"${name}" ${check}`;
    checks.push([name, check]);
  }
  return (call) => checks.every(([name, check]) => check(read(call, name)) !== negate);
}

/** A StringMatch. An empty one asks only that the value is there. */
function compileString(value: unknown, ignoreCase: boolean): Check | string {
  if (!isTree(value)) return 'is not a string match';
  const fold = (written: string): string => (ignoreCase ? written.toLowerCase() : written);
  const { exact, prefix, regex } = value;
  if (typeof exact === 'string') return (given) => given !== undefined && fold(given) === fold(exact);
  if (typeof prefix === 'string') return (given) => given !== undefined && fold(given).startsWith(fold(prefix));
  if (typeof regex === 'string') {
    const pattern = fullMatch(regex, ignoreCase);
    return pattern ? (given) => given !== undefined && pattern.test(given) : 'has a regular expression that cannot be followed safely';
  }
  return Object.keys(value).length === 0 ? (given) => given !== undefined : 'is not a string match';
}
