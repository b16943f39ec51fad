import { tree, type Tree } from './read.ts';
import type { RouteRule } from './route-rule.ts';

/** A rule of one match, with what decides its place among the rules for one host. */
export interface RankedRule {
  readonly rule: RouteRule;
  /** Shape: kind of path, its length, whether a method is asked for, number of headers, number of parameters. Larger goes first. */
  readonly rank: readonly number[];
}

/** How closely a match, written as Istio does, names its requests. */
export function rankOf(match: Tree): readonly number[] {
  const { exact, prefix, regex } = tree(match['uri']);
  const [kind, path] =
    typeof exact === 'string' ? [3, exact] : typeof prefix === 'string' ? [2, prefix] : [1, typeof regex === 'string' ? regex : ''];
  return [kind, path.length, match['method'] === undefined ? 0 : 1, count(match['headers']), count(match['queryParams'])];
}

const count = (fields: unknown): number => Object.keys(tree(fields)).length;

/**
 * Order: exact paths, longest prefix, regular expressions; then those that ask for a method, for more headers, for more
 * parameters. What is alike stays in the order it came: oldest route first, then by name, then as written.
 * Source: Gateway API, HTTPRouteRule, precedence of matches. That regular expressions come last is Istio's own choice.
 */
export const byPrecedence = (rules: readonly RankedRule[]): readonly RouteRule[] => [...rules].sort(compare).map(({ rule }) => rule);

function compare(a: RankedRule, b: RankedRule): number {
  const different = a.rank.findIndex((value, index) => value !== b.rank[index]);
  return different < 0 ? 0 : (b.rank[different] ?? 0) - (a.rank[different] ?? 0);
}
