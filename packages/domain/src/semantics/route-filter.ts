import { number, text, texts, tree, trees, type Tree } from './read.ts';
import type { HeaderChange, WrittenRewrite } from './rewrite.ts';
import { readBackend, type BackendBook, type BackendProblem, type Referrer } from './route-backend.ts';
import type { RouteRule } from './route-rule.ts';

/** What the filters of a rule do to its requests. */
export interface Filtered {
  /** Code of a redirect; null where requests go on. */
  readonly redirect: number | null;
  readonly rewrite: WrittenRewrite | null;
  readonly mirrors: RouteRule['mirrors'];
  readonly problems: readonly BackendProblem[];
  /** A filter nobody knows: requests must not go on as if it were not there. */
  readonly broken: boolean;
}

/** Source: Gateway API, HTTPRouteFilter. What changes of answers alone is followed by doing nothing. */
export function readFilters(
  rule: Tree,
  from: Referrer,
  { book, tell }: { book: BackendBook; tell: (path: string, detail: string) => void },
): Filtered {
  const filters = trees(rule['filters']);
  const of = (type: string, field: string): Tree | undefined => {
    const found = filters.find((filter) => filter['type'] === type);
    return found && tree(found[field]);
  };
  filters.forEach(({ type }, index) => {
    if (!known.has(text(type) ?? ''))
      tell(`filters[${index}]`, `of type ${text(type) ?? 'nothing'} is not followed: its requests are answered with 500`);
  });
  const redirect = of('RequestRedirect', 'requestRedirect');
  const mirrored = filters
    .filter(({ type }) => type === 'RequestMirror')
    .map(({ requestMirror }) => readMirror(tree(requestMirror), from, book));
  return {
    redirect: redirect ? (number(redirect['statusCode']) ?? 302) : null,
    rewrite: readRewrites(of('URLRewrite', 'urlRewrite'), of('RequestHeaderModifier', 'requestHeaderModifier')),
    mirrors: mirrored.filter(({ problem }) => problem === null).map(({ target, share }) => ({ target, share })),
    problems: mirrored.flatMap(({ problem }) => problem ?? []),
    broken: filters.some(({ type }) => !known.has(text(type) ?? '')),
  };
}

const known = new Set(['RequestRedirect', 'URLRewrite', 'RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror']);

function readMirror(mirror: Tree, from: Referrer, book: BackendBook) {
  const { numerator, denominator } = tree(mirror['fraction']);
  const share =
    number(numerator) === undefined ? (number(mirror['percent']) ?? 100) / 100 : (number(numerator) ?? 0) / (number(denominator) || 100);
  return { ...readBackend(tree(mirror['backendRef']), from, book), share: Math.min(1, Math.max(0, share)) };
}

function readRewrites(url: Tree | undefined, modifier: Tree | undefined): WrittenRewrite | null {
  const path = tree(url?.['path']);
  const headers = modifier ? headerChange(modifier) : null;
  const host = text(url?.['hostname']) ?? null;
  const whole = text(path['replaceFullPath']) ?? null;
  const uri = text(path['replacePrefixMatch']) ?? null;
  return host === null && uri === null && whole === null && !headers ? null : { host, uri, whole, regex: null, headers, bySegment: true };
}

function headerChange(modifier: Tree): HeaderChange | null {
  const pairs = (field: string): Readonly<Record<string, string>> =>
    Object.fromEntries(trees(modifier[field]).map(({ name, value }) => [(text(name) ?? '').toLowerCase(), text(value) ?? '']));
  const change = { set: pairs('set'), add: pairs('add'), remove: texts(modifier['remove']).map((name) => name.toLowerCase()) };
  return Object.keys(change.set).length + Object.keys(change.add).length + change.remove.length > 0 ? change : null;
}
