import type { Culprit, GraphNode } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';

const most = 20;

/** Nodes at fault, worst first, each with what is drawn for it. */
export function worstOf(nodes: readonly GraphNode[], drawnIdOf: (id: string) => string): Pick<Counted, 'worst' | 'failing' | 'degraded'> {
  const at = (health: Health): readonly GraphNode[] => nodes.filter((node) => node.health === health);
  const [failing, degraded] = [at('failing'), at('degraded')];
  const ranked = [...[...failing].sort(byShare), ...[...degraded].sort(byShare)];
  const worst = ranked.slice(0, most).map((node) => ({
    id: node.id,
    name: node.name,
    namespace: node.namespace,
    group: drawnIdOf(node.id),
    health: node.health,
    errorRatio: errorRatioOf(node),
  }));
  return { worst, failing: failing.length, degraded: degraded.length };
}

interface Counted {
  readonly worst: Culprit[];
  readonly failing: number;
  readonly degraded: number;
}

function byShare(a: GraphNode, b: GraphNode): number {
  return (errorRatioOf(b) ?? -1) - (errorRatioOf(a) ?? -1) || (a.id < b.id ? -1 : 1);
}

/** Of what a node serves; of what it sends where it serves nothing, such as a gateway. Null where it handles no requests. */
function errorRatioOf({ inbound, outbound }: GraphNode): number | null {
  const served = inbound.some(({ requests }) => (requests ?? 0) > 0) ? inbound : outbound;
  const requests = served.reduce((sum, traffic) => sum + (traffic.requests ?? 0), 0);
  return requests > 0 ? Math.min(1, served.reduce((sum, { failed }) => sum + (failed ?? 0), 0) / requests) : null;
}

/** How much a node is worth seeing: trouble first, then traffic by powers of ten, so that small changes of rates change no order. */
export function importance(health: Health, amount: number): number {
  const trouble = health === 'failing' ? 3 : health === 'degraded' ? 2 : health === 'not_ready' ? 1 : 0;
  return trouble * 100 + Math.max(0, Math.round(Math.log10(1 + amount)));
}
