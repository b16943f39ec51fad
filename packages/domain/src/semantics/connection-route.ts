import type { ReadRoute, RouteReading } from './http-route.ts';
import { list, text, tree, trees, type Tree } from './read.ts';
import { noRetry } from './retry.ts';
import { readBackends } from './route-backend.ts';
import { compileMatch } from './route-match.ts';
import type { RankedRule } from './route-precedence.ts';

/**
 * Reads the rules of a TLSRoute, for the names it has, or of a TCPRoute. A connection without a backend is closed.
 * Source: Gateway API, TLSRoute and TCPRoute.
 */
export function readConnectionRoute(spec: Tree, { object, book }: RouteReading): ReadRoute {
  const { kind, namespace } = object;
  const names = kind === 'TLSRoute' && list(spec['hostnames']).length > 0 ? { sniHosts: spec['hostnames'] } : {};
  const read = trees(spec['rules']).map((rule, index) => {
    const path = `spec.rules[${index}]`;
    const backends = readBackends(rule, { kind, namespace }, book);
    const ranked: RankedRule = {
      rank: [],
      rule: {
        object,
        path,
        name: text(rule['name']) ?? null,
        matches: [compileMatch(tree(names), { path: 'spec.hostnames', namespace })],
        action: { kind: 'route', targets: backends.map(({ target }) => target).filter(({ weight }) => weight > 0) },
        fault: null,
        timeoutMs: null,
        retry: noRetry,
        mirrors: [],
        rewrite: null,
      },
    };
    return { ranked, problems: backends.flatMap(({ problem }) => problem ?? []) };
  });
  return { rules: read.map(({ ranked }) => ranked), problems: read.flatMap(({ problems }) => problems) };
}
