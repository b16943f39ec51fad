import { isTree, labels, text, texts, tree, type Tree } from './read.ts';
import { fullMatch } from './regex.ts';
import type { Call } from './request.ts';

/** What becomes of the path. `prefix` joins as written; `segments` joins whole segments of the path. */
export type PathRewrite =
  | { readonly kind: 'whole'; readonly to: string }
  | { readonly kind: 'prefix' | 'segments'; readonly from: string; readonly to: string }
  | { readonly kind: 'regex'; readonly pattern: string; readonly to: string };

/** What changes in the headers of a request. Names are lower-case. */
export interface HeaderChange {
  readonly set: Readonly<Record<string, string>>;
  readonly add: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** How a request changes on its way: what the destination sees differs from what the caller sent. */
export interface Rewrite {
  readonly host: string | null;
  readonly path: PathRewrite | null;
  readonly headers: HeaderChange | null;
}

/** The request as the destination sees it. */
export function rewritten(call: Call, rewrite: Rewrite | null): Call {
  if (!rewrite) return call;
  const { host, path, headers } = rewrite;
  return {
    ...call,
    host: host ?? call.host,
    path: path ? rewrittenPath(call.path, path) : call.path,
    headers: headers ? changedHeaders(call.headers, headers) : call.headers,
  };
}

/** A path with its query; the query stays as it is. */
export function rewrittenPath(path: string, rewrite: PathRewrite): string {
  const cut = path.indexOf('?');
  const bare = cut < 0 ? path : path.slice(0, cut);
  return replaced(bare, rewrite) + (cut < 0 ? '' : path.slice(cut));
}

function replaced(path: string, rewrite: PathRewrite): string {
  switch (rewrite.kind) {
    case 'whole':
      return rewrite.to;
    case 'prefix':
      return rewrite.to + path.slice(rewrite.from.length);
    case 'segments': {
      const rest = path.slice(rewrite.from.replace(/\/+$/, '').length);
      const to = rewrite.to.replace(/\/+$/, '');
      return `${to}${rest === '' || rest.startsWith('/') ? rest : `/${rest}`}` || '/';
    }
    case 'regex':
      return path.replace(
        new RegExp(rewrite.pattern, 'gs'),
        rewrite.to.replaceAll('$', '$$$$').replace(/\\(\d)/g, (_, n) => `$${n === '0' ? '&' : n}`),
      );
  }
}

function changedHeaders(headers: Call['headers'], { set, add, remove }: HeaderChange): Call['headers'] {
  const gone = new Set(remove);
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !gone.has(name)));
  const added = Object.entries(add).map(([name, value]) => [name, kept[name] === undefined ? value : `${kept[name]},${value}`] as const);
  return { ...kept, ...Object.fromEntries(added), ...set };
}

/** Reads `set`, `add` and `remove` as Istio writes them; null where nothing changes. */
export function readHeaderChange(operations: unknown): HeaderChange | null {
  const { set, add, remove } = tree(operations);
  const change = { set: lowered(labels(set)), add: lowered(labels(add)), remove: texts(remove).map((name) => name.toLowerCase()) };
  return Object.keys(change.set).length + Object.keys(change.add).length + change.remove.length > 0 ? change : null;
}

const lowered = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** The rewrite of a VirtualService's rule. `uri` replaces what was matched, so it is settled by the match that holds. */
export interface WrittenRewrite {
  readonly host: string | null;
  readonly uri: string | null;
  /** Replaces the whole path, whatever matched. */
  readonly whole: string | null;
  readonly regex: { readonly pattern: string; readonly to: string } | null;
  readonly headers: HeaderChange | null;
  readonly bySegment: boolean;
}

/** Reads `rewrite` and `headers.request` of a rule; null where nothing changes. */
export function readRewrite(rule: Tree, tell: (path: string, detail: string) => void): WrittenRewrite | null {
  const { authority, uri, uriRegexRewrite } = tree(rule['rewrite']);
  const headers = readHeaderChange(tree(rule['headers'])['request']);
  const pattern = text(tree(uriRegexRewrite)['match']);
  const safe = pattern !== undefined && fullMatch(pattern) !== undefined;
  if (isTree(uriRegexRewrite) && !safe) tell('rewrite.uriRegexRewrite', 'has a regular expression that cannot be followed safely');
  const regex = safe ? { pattern, to: text(tree(uriRegexRewrite)['rewrite']) ?? '' } : null;
  const written = { host: text(authority) ?? null, uri: text(uri) ?? null, whole: null, regex, headers, bySegment: false };
  return written.host === null && written.uri === null && !regex && !headers ? null : written;
}

/** What a rewrite does to a request that was matched by a prefix, or by its whole path. */
export function settleRewrite(written: WrittenRewrite | null, prefix: string | null): Rewrite | null {
  if (!written) return null;
  const { host, headers } = written;
  return { host, headers, path: pathRewrite(written, prefix) };
}

function pathRewrite({ uri, whole, regex, bySegment }: WrittenRewrite, prefix: string | null): PathRewrite | null {
  if (regex) return { kind: 'regex', ...regex };
  if (whole !== null) return { kind: 'whole', to: whole };
  if (uri === null) return null;
  if (prefix === null) return { kind: 'whole', to: uri };
  return { kind: bySegment ? 'segments' : 'prefix', from: prefix, to: uri };
}
