import type { Comparison } from '@vigla/contract/compare';
import type { GraphPlace } from '../place/graph-place.ts';

/** Where an element is asked about: what is gone was there in the earlier window, and is not on the graph of now. */
export function askedPlace(place: GraphPlace, comparison: Comparison | null, element: string | null): GraphPlace {
  if (!comparison || element === null) return place;
  const isGone =
    comparison.edges.some(({ edge, change }) => edge.id === element && change === 'gone') ||
    comparison.nodes.some(({ node, change }) => node.id === element && change === 'gone');
  return isGone ? { ...place, atEpochSeconds: comparison.before.at } : place;
}
