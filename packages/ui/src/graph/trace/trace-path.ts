import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { TraceSpan } from '@vigla/contract/traces';
import type { Kept } from '../drawing/path.ts';

/** One call of a trace: the edge that it took, and the span that tells of it. */
export interface TraceStep {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  readonly span: TraceSpan;
}

/**
 * The way of a trace over a graph, call by call in the order in which they began. Calls that the graph does not show,
 * and spans of what the reader may not see, are passed over.
 */
export function traceSteps(graph: Pick<TrafficGraph, 'nodes' | 'edges'>, spans: readonly TraceSpan[]): readonly TraceStep[] {
  const nodeOf = new Map(spans.map((span) => [span.id, graph.nodes.find((node) => isOf(span, node))]));
  const children = Map.groupBy(spans, ({ parent }) => parent);
  return spans.flatMap((span): readonly TraceStep[] => {
    const from = nodeOf.get(span.id);
    if (!from) return [];
    const answered = (children.get(span.id) ?? []).filter(({ service }) => service !== span.service);
    const targets = answered.length > 0 ? answered.map(({ id }) => nodeOf.get(id)?.id) : meant(graph, span, from);
    return targets.flatMap((to) => {
      const edge = graph.edges.find((one) => one.from === from.id && one.to === to);
      return edge ? [{ edge: edge.id, from: edge.from, to: edge.to, span }] : [];
    });
  });
}

/** What stays at full strength while a trace is painted; null where the graph shows nothing of it. */
export function traceKept(steps: readonly TraceStep[]): Kept | null {
  if (steps.length === 0) return null;
  return { nodes: new Set(steps.flatMap(({ from, to }) => [from, to])), edges: new Set(steps.map(({ edge }) => edge)) };
}

function isOf({ service, pod }: TraceSpan, { kind, namespace, name, app }: GraphNode): boolean {
  if (namespace === null || service !== `${app ?? name}.${namespace}`) return false;
  return kind === 'app' || kind === 'service' || pod === null || pod.startsWith(`${name}-`);
}

/** Where a request that nobody answered was sent: the calls of its caller that go there, those in trouble before others. */
function meant({ nodes, edges }: Pick<TrafficGraph, 'nodes' | 'edges'>, { sentTo }: TraceSpan, from: GraphNode): readonly string[] {
  if (sentTo === null) return [];
  const there = nodes.filter(({ namespace, name, app }) => `${app ?? name}.${namespace ?? ''}` === sentTo).map(({ id }) => id);
  const calls = edges.filter((edge) => edge.from === from.id && there.includes(edge.to));
  const failing = calls.filter(({ health }) => health === 'failing' || health === 'degraded');
  return (failing.length > 0 ? failing : calls).slice(0, 1).map(({ to }) => to);
}
