import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';

/** How old data may be, counted in refresh intervals, before the band says so and before it gives up. Source: W6 of the wall's requirements. */
const lateAfter = 2;
const oldAfter = 5;

/** What the band says, as facts; the view puts them into words. `late`: the picture is shown as the past. */
export interface BandState {
  readonly kind: 'healthy' | 'degraded' | 'failing' | 'partial' | 'no_traffic' | 'old';
  readonly late: boolean;
  /** Elements in this state: degraded ones, or failing origins. */
  readonly count: number;
  /** The worst of them, as `namespace/name` and its share of failed requests (0..1). */
  readonly worst: {
    readonly name: string;
    readonly version: string | null;
    readonly namespace: string | null;
    readonly errorRatio: number | null;
  } | null;
  readonly ageSeconds: number | null;
}

/** Reads the state of the whole wall from one graph. `ageSeconds` is measured from the newest sample; null when nothing was measured. */
export function bandState(graph: TrafficGraph, ageSeconds: number | null, intervalSeconds: number): BandState {
  const failing = origins(graph);
  const degraded = graph.nodes.filter(({ health }) => health === 'degraded');
  const state = (kind: BandState['kind'], ill: readonly GraphNode[] = []): BandState => ({
    kind,
    late: ageSeconds !== null && ageSeconds > lateAfter * intervalSeconds,
    count: ill.length,
    worst: worstOf(ill),
    ageSeconds,
  });
  if (ageSeconds !== null && ageSeconds > oldAfter * intervalSeconds) return state('old');
  if (failing.length > 0) return state('failing', failing);
  if (degraded.length > 0) return state('degraded', degraded);
  if (graph.gaps.length > 0) return state('partial');
  if (!graph.edges.some(({ traffic }) => (traffic.requestsPerSecond ?? traffic.bytesPerSecond ?? 0) > 0)) return state('no_traffic');
  return state('healthy');
}

/** The failing elements none of whose own callees fails: causes, not victims. When all fail in a circle, all of them. */
function origins({ nodes, edges }: TrafficGraph): readonly GraphNode[] {
  const failing = new Map(nodes.filter(({ health }) => health === 'failing').map((node) => [node.id, node]));
  const victims = new Set(edges.filter(({ from, to }: GraphEdge) => from !== to && failing.has(to)).map(({ from }) => from));
  const causes = [...failing.values()].filter(({ id }) => !victims.has(id));
  return causes.length > 0 ? causes : [...failing.values()];
}

function worstOf(ill: readonly GraphNode[]): BandState['worst'] {
  const ratioOf = (node: GraphNode): number => Math.max(0, ...node.inbound.map(({ errorRatio }) => errorRatio ?? 0));
  const [first] = [...ill].sort((a, b) => ratioOf(b) - ratioOf(a) || (a.id < b.id ? -1 : 1));
  if (!first) return null;
  const measured = first.inbound.some(({ errorRatio }) => errorRatio !== null);
  return { name: first.name, version: first.version, namespace: first.namespace, errorRatio: measured ? ratioOf(first) : null };
}
