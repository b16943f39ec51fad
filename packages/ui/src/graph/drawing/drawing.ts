import type { GraphEdge, GroupBy, NodeKind, Protocol, TrafficGraph } from '@vigla/contract/graph';
import { rankNodes } from '@vigla/domain/find';
import { worthDrawing } from '../gather/worth-drawing.ts';
import { isCounted } from './counting.ts';
import { type Frame, framesOf } from './frame.ts';
import { type Line, lineOf } from './line.ts';
import type { Look } from './look.ts';
import { type Plate, plateOf, type Speech } from './plate.ts';
import type { Flow } from './route.ts';

/** Everything on the picture, as plain data: what to draw, not where. */
export interface Drawing {
  readonly plates: readonly Plate[];
  readonly lines: readonly Line[];
  readonly frames: readonly Frame[];
  readonly flow: Flow;
}

/**
 * Turns traffic into what is drawn. Idle calls, protocols that are not counted, and nodes that only those reach, are left out.
 * Of a gathered graph only the calls that matter are drawn, and all of what is selected.
 */
export function drawGraph(graph: TrafficGraph, look: Look, speech: Speech, selected: string | null = null): Drawing {
  const { nodes, edges: all } = visible(graph, look);
  const edges = worthDrawing(all, graph.gathered, selected);
  const callers = Map.groupBy(edges, ({ to }) => to);
  const lanes = lanesOf(edges);
  const shareOf = sharesOf(graph);
  const ranks = look.show.includes('rank') ? rankNodes(graph, 'both') : null;
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  return {
    plates: nodes.map((node) => plateOf(node, graph, look, speech, ranks?.get(node.id))),
    lines: edges.map((edge) =>
      lineOf(graph.gathered && !look.show.includes('locks') ? { ...edge, mtlsRatio: null } : edge, {
        speech,
        look,
        lane: lanes.get(edge.id) ?? 0,
        // Among groups only trouble is written on lines: all else would lie on top of each other.
        callers: graph.gathered ? 1 : (callers.get(edge.to)?.length ?? 0),
        share: shareOf(edge),
        timed: isTimed(edge, graph.groupBy, kinds),
      }),
    ),
    frames: framesOf({ ...graph, nodes }, look.boxes),
    flow: look.flow,
  };
}

/** Total: calls to or from nodes that the answer does not hold are passed over. */
function visible(graph: TrafficGraph, look: Look): Pick<TrafficGraph, 'nodes' | 'edges'> {
  const idle = look.show.includes('idleEdges');
  const known = new Set(graph.nodes.map(({ id }) => id));
  const whole = graph.edges.filter(({ from, to }) => known.has(from) && known.has(to));
  const edges = whole.filter((edge) => isCounted(edge.traffic, look) && (idle || edge.health !== 'idle'));
  const touched = endsOf(edges);
  const left = endsOf(whole.filter(({ traffic }) => !isCounted(traffic, look)));
  const nodes = graph.nodes.filter(({ id, health }) => touched.has(id) || (!left.has(id) && (idle || health !== 'idle')));
  return { nodes, edges };
}

const endsOf = (edges: readonly GraphEdge[]): ReadonlySet<string> => new Set(edges.flatMap(({ from, to }) => [from, to]));

/** How much of what its caller sends by the same protocol a call takes; null where nothing was counted. Units: ratio 0..1. */
function sharesOf({ nodes, edges }: TrafficGraph): (edge: GraphEdge) => number | null {
  const keyOf = (from: string, protocol: Protocol): string => `${protocol} ${from}`;
  const sums = new Map<string, number>();
  for (const { from, traffic } of edges) {
    const key = keyOf(from, traffic.protocol);
    sums.set(key, (sums.get(key) ?? 0) + (traffic.requestsPerSecond ?? 0));
  }
  // A graph may hold but a part of what a node calls; its totals hold all.
  for (const { id, outbound } of nodes) {
    for (const { protocol, requestsPerSecond } of outbound) {
      const key = keyOf(id, protocol);
      sums.set(key, Math.max(sums.get(key) ?? 0, requestsPerSecond ?? 0));
    }
  }
  return ({ from, traffic: { protocol, requestsPerSecond } }) => {
    const whole = sums.get(keyOf(from, protocol)) ?? 0;
    return requestsPerSecond === null || whole === 0 ? null : requestsPerSecond / whole;
  };
}

/** Response times are told once: not on the way to a service that is drawn between caller and workload, nor around operations. */
function isTimed({ from, to }: GraphEdge, groupBy: GroupBy, kinds: ReadonlyMap<string, NodeKind>): boolean {
  if (kinds.get(from) === 'operation' || kinds.get(to) === 'operation') return false;
  return groupBy === 'service' || kinds.get(to) !== 'service';
}

function lanesOf(edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const groups = Map.groupBy(edges, ({ from, to }) => `${from}>${to}`);
  return new Map([...groups.values()].flatMap((group) => group.map(({ id }, lane): [string, number] => [id, lane])));
}
