import type { CallWithin, Within } from '@vigla/contract/explain';
import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { endOf } from '@vigla/domain/explain';

/** Lists of what is within are as long as can be read. */
const mostListed = 8;

/** Order: failing calls by how many requests fail, then the others by how many there are. */
export const worstFirst = (edges: readonly GraphEdge[]): readonly GraphEdge[] =>
  [...edges].sort((a, b) => rank(b) - rank(a) || failed(b) - failed(a) || amount(b) - amount(a) || (a.id < b.id ? -1 : 1));

const ranks: Readonly<Partial<Record<GraphEdge['health'], number>>> = { failing: 3, degraded: 2, not_ready: 1 };
const rank = ({ health }: { readonly health: GraphEdge['health'] }): number => ranks[health] ?? 0;
const failed = ({ traffic }: GraphEdge): number => traffic.failed ?? 0;
const amount = ({ traffic }: GraphEdge): number => traffic.requestsPerSecond ?? (traffic.bytesPerSecond ?? 0) / 1000;

/** What an element stands for, as lists that lead on. `members`: null of a call. */
export function withinOf(members: readonly GraphNode[] | null, calls: readonly GraphEdge[], graph: TrafficGraph): Within {
  const ill = (members ?? []).filter((node) => rank(node) > 0).sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
  return {
    nodes: members && members.length,
    worst: ill.slice(0, mostListed).map((node) => ({ node: endOf(node), health: node.health })),
    calls: calls.length,
    parts: worstFirst(calls)
      .slice(0, mostListed)
      .flatMap((edge) => partOf(edge, graph)),
  };
}

function partOf({ id, from, to, health, traffic }: GraphEdge, { nodes, window }: TrafficGraph): readonly CallWithin[] {
  const [caller, called] = [from, to].map((end) => nodes.find((node) => node.id === end));
  if (!caller || !called) return [];
  const { protocol, requestsPerSecond, failed: failures } = traffic;
  return [
    {
      element: id,
      from: endOf(caller),
      to: endOf(called),
      protocol,
      health,
      requestsPerSecond,
      failedPerSecond: failures === null ? null : failures / window,
    },
  ];
}
