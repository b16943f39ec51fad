import type { GraphEdge } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';

/** The columns of the table, in their order. */
export const columns = ['from', 'to', 'protocol', 'rate', 'errors', 'p95', 'mtls', 'health'] as const;
export type Column = (typeof columns)[number];

const severity: Readonly<Record<Health, number>> = { failing: 0, degraded: 1, not_ready: 2, unknown: 3, healthy: 4, idle: 5 };

/** Sorts calls by a column; what was not measured stands last either way. Equal ones stay by rate, then by name. */
export function sortedEdges(
  edges: readonly GraphEdge[],
  { by, down }: { readonly by: Column; readonly down: boolean },
  nameOf: (id: string) => string,
): readonly GraphEdge[] {
  const value = (edge: GraphEdge): string | number | null => valueOf(edge, by, nameOf);
  const way = down ? -1 : 1;
  return [...edges].sort(
    (a, b) =>
      compare(value(a), value(b), way) ||
      (b.traffic.requestsPerSecond ?? -1) - (a.traffic.requestsPerSecond ?? -1) ||
      (a.id < b.id ? -1 : 1),
  );
}

function valueOf({ from, to, traffic, mtlsRatio, health }: GraphEdge, by: Column, nameOf: (id: string) => string): string | number | null {
  switch (by) {
    case 'from':
      return nameOf(from);
    case 'to':
      return nameOf(to);
    case 'protocol':
      return traffic.protocol;
    case 'rate':
      // Requests and bytes are no common quantity: bytes stand after all requests.
      return traffic.requestsPerSecond ?? (traffic.bytesPerSecond === null ? null : traffic.bytesPerSecond / 1e15);
    case 'errors':
      return traffic.errorRatio;
    case 'p95':
      return traffic.p95Ms;
    case 'mtls':
      return mtlsRatio;
    case 'health':
      return severity[health];
  }
}

function compare(a: string | number | null, b: string | number | null, way: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' && typeof b === 'string') return way * a.localeCompare(b);
  return way * (Number(a) - Number(b));
}
