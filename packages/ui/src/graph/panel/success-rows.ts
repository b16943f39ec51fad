import type { GraphEdge, TrafficGraph } from '@vigla/contract/graph';
import { isFailure } from '@vigla/domain/health';
import { enteringEdges } from '@vigla/domain/graph';

/** Requests of one protocol and how they ended. Shares 0..1 of all that ended. */
export interface SuccessRow {
  readonly protocol: 'http' | 'grpc';
  readonly requestsPerSecond: number;
  readonly succeeded: number;
  /** Of HTTP: redirects, callers' and servers' failures; of gRPC all that failed is in `failed`. */
  readonly redirected: number;
  readonly refused: number;
  readonly failed: number;
}

/** How the requests of some calls ended, a row for each protocol that flowed. */
export function successRows(edges: readonly GraphEdge[]): readonly SuccessRow[] {
  return (['http', 'grpc'] as const).flatMap((protocol) => {
    const endings = edges.filter(({ traffic }) => traffic.protocol === protocol).flatMap((edge) => edge.endings);
    const sum = (fits: (code: string) => boolean): number =>
      endings.reduce((total, { code, requestsPerSecond }) => total + (fits(code) ? requestsPerSecond : 0), 0);
    const all = sum(() => true);
    if (all === 0) return [];
    const refused = protocol === 'http' ? sum((code) => code.startsWith('4')) : 0;
    const redirected = protocol === 'http' ? sum((code) => code.startsWith('3')) : 0;
    const bad = sum((code) => isFailure(protocol, code) && !(protocol === 'http' && code.startsWith('4')));
    return [
      {
        protocol,
        requestsPerSecond: all,
        succeeded: Math.max(0, all - refused - redirected - bad) / all,
        redirected: redirected / all,
        refused: refused / all,
        failed: bad / all,
      },
    ];
  });
}

/** The calls of a box, or of the whole graph where `members` is null: into it, out of it, and all that touch it. */
export interface Ways {
  readonly inbound: readonly GraphEdge[];
  readonly outbound: readonly GraphEdge[];
  readonly total: readonly GraphEdge[];
}

export function waysOf(graph: TrafficGraph, members: readonly string[] | null): Ways {
  if (members === null) {
    const beyond = new Set(
      graph.nodes.filter(({ kind }) => kind === 'external' || kind === 'outside' || kind === 'restricted').map(({ id }) => id),
    );
    const inbound = enteringEdges(graph);
    return { inbound, outbound: graph.edges.filter((edge) => beyond.has(edge.to) && !inbound.includes(edge)), total: graph.edges };
  }
  const ids = new Set(members);
  return {
    inbound: graph.edges.filter(({ from, to }) => ids.has(to) && !ids.has(from)),
    outbound: graph.edges.filter(({ from, to }) => ids.has(from) && !ids.has(to)),
    total: graph.edges.filter(({ from, to }) => ids.has(from) || ids.has(to)),
  };
}
