import type { TrafficGraph } from '@vigla/contract/graph';
import { type Kept, pathThrough } from '../drawing/path.ts';

/** What stays at full strength while something is selected. Groups call each other in circles, so that every path leads everywhere: there it is the neighbours. */
export function keptFor(graph: TrafficGraph, selected: readonly string[]): Kept | null {
  if (graph.gathered === null) return pathThrough(graph, selected);
  const chosen = new Set(selected);
  const edges = graph.edges.filter(({ id, from, to }) => chosen.has(id) || chosen.has(from) || chosen.has(to));
  const nodes = new Set([
    ...selected.filter((id) => graph.nodes.some((node) => node.id === id)),
    ...edges.flatMap(({ from, to }) => [from, to]),
  ]);
  return nodes.size === 0 ? null : { nodes, edges: new Set(edges.map(({ id }) => id)) };
}
