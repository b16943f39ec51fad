import type { Endpoint } from '@vigla/contract/http';

/** The parts of a request as they leave the typed world. */
export interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Path and query of a request. Order: keys and repeated values sorted, so that equal requests have equal URLs. */
export function requestUrl(row: Endpoint, { params = {}, query = {} }: Parts): string {
  const path = row.path.replaceAll(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(searchOf(query)).toString();
  return search ? `${path}?${search}` : path;
}

/** The same request in the one form that cache keys use: repeated values sorted, absent ones left out. */
export function canonical({ params, query, body }: Parts): Parts {
  return { ...(params && { params }), ...(query && { query: sortedQuery(query) }), ...(body !== undefined && { body }) };
}

const sortedQuery = (query: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
      .map(([key, value]) => [key, Array.isArray(value) ? [...new Set(value.map(String))].sort() : value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const searchOf = (query: Readonly<Record<string, unknown>>): [string, string][] =>
  Object.entries(sortedQuery(query)).flatMap(([key, value]) =>
    Array.isArray(value) ? value.map((item): [string, string] => [key, String(item)]) : [[key, String(value)] as [string, string]],
  );
