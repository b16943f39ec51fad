import type { GraphEdge, TrafficGraph } from '@vigla/contract/graph';
import type { Shown } from '../place/graph-place.ts';
import { type Frame, framesOf } from './frame.ts';
import { type Line, lineOf } from './line.ts';
import { type Plate, plateOf, type Speech } from './plate.ts';

/** Everything on the picture, as plain data: what to draw, not where. */
export interface Drawing {
  readonly plates: readonly Plate[];
  readonly lines: readonly Line[];
  readonly frames: readonly Frame[];
}

/** Turns traffic into what is drawn. Idle calls, and nodes that only they reach, are left out unless shown. */
export function drawGraph(graph: TrafficGraph, show: readonly Shown[], speech: Speech): Drawing {
  const { nodes, edges } = visible(graph, show.includes('idleEdges'));
  const callers = Map.groupBy(edges, ({ to }) => to);
  const lanes = lanesOf(edges);
  return {
    plates: nodes.map((node) => plateOf(node, graph.groupBy, show.includes('badges'), speech)),
    lines: edges.map((edge) => lineOf(edge, { speech, show, lane: lanes.get(edge.id) ?? 0, callers: callers.get(edge.to)?.length ?? 0 })),
    frames: framesOf(nodes, graph.groupBy),
  };
}

/** Total: calls to or from nodes that the answer does not hold are passed over. */
function visible(graph: TrafficGraph, idle: boolean): Pick<TrafficGraph, 'nodes' | 'edges'> {
  const known = new Set(graph.nodes.map(({ id }) => id));
  const edges = graph.edges.filter((edge) => known.has(edge.from) && known.has(edge.to) && (idle || edge.health !== 'idle'));
  if (idle) return { nodes: graph.nodes, edges };
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return { nodes: graph.nodes.filter(({ id, health }) => touched.has(id) || health !== 'idle'), edges };
}

function lanesOf(edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const groups = Map.groupBy(edges, ({ from, to }) => `${from}>${to}`);
  return new Map([...groups.values()].flatMap((group) => group.map(({ id }, lane): [string, number] => [id, lane])));
}
