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
  const value = (edge: GraphEdge): Value => valueOf[by](edge, nameOf);
  const way = down ? -1 : 1;
  return [...edges].sort(
    (a, b) =>
      compare(value(a), value(b), way) ||
      (b.traffic.requestsPerSecond ?? -1) - (a.traffic.requestsPerSecond ?? -1) ||
      (a.id < b.id ? -1 : 1),
  );
}

type Value = string | number | null;

const valueOf: Readonly<Record<Column, (edge: GraphEdge, nameOf: (id: string) => string) => Value>> = {
  from: ({ from }, nameOf) => nameOf(from),
  to: ({ to }, nameOf) => nameOf(to),
  protocol: ({ traffic }) => traffic.protocol,
  // Requests and bytes are no common quantity: bytes stand after all requests.
  rate: ({ traffic }) => traffic.requestsPerSecond ?? (traffic.bytesPerSecond === null ? null : traffic.bytesPerSecond / 1e15),
  errors: ({ traffic }) => traffic.errorRatio,
  p95: ({ traffic }) => traffic.p95Ms,
  mtls: ({ mtlsRatio }) => mtlsRatio,
  health: ({ health }) => severity[health],
};

function compare(a: Value, b: Value, way: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' && typeof b === 'string') return way * a.localeCompare(b);
  return way * (Number(a) - Number(b));
}
