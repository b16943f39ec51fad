import type { TrafficGraph } from '@vigla/contract/graph';
import type { GraphPlace } from '../place/graph-place.ts';

const mostHops = 10;
const isNode = ({ nodes }: Pick<TrafficGraph, 'nodes'>, id: string | null): id is string => nodes.some((node) => node.id === id);

/** One level up: out of the explanation, the panel, the selection, then the neighbourhood. Null where one is at the top. */
export function outermost(place: GraphPlace): GraphPlace | null {
  if (place.panel === 'explain') return { ...place, panel: 'auto' };
  if (place.selected !== null || place.panel === 'graph') return { ...place, selected: null, panel: 'auto' };
  return place.focus === null ? null : { ...place, focus: null, hops: 1 };
}

/** Narrows the graph to a node and its neighbours; once more, back to all. */
export function narrowed(place: GraphPlace, graph: Pick<TrafficGraph, 'nodes'>, id: string | null): GraphPlace {
  if (place.focus !== null && (place.focus === id || !isNode(graph, id))) return { ...place, focus: null, hops: 1 };
  return isNode(graph, id) ? { ...place, focus: id, hops: 1, viewport: null } : place;
}

/** One step further away from the node in the middle. */
export function widened(place: GraphPlace, graph: Pick<TrafficGraph, 'nodes'>, id: string | null): GraphPlace {
  if (place.focus === null) return narrowed(place, graph, id);
  return { ...place, hops: Math.min(mostHops, place.hops + 1), viewport: null };
}
