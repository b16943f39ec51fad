import type { GraphNode } from '@vigla/contract/graph';
import type { Tolerance } from '../health/index.ts';
import { eachInSteps, type InSteps } from '../steps/index.ts';
import type { Backdrop, nodeOf } from './describe-node.ts';
import type { PlaceFacts } from './place-facts.ts';
import type { Place } from './places.ts';
import type { EdgeTally } from './tally-edges.ts';

interface Known {
  readonly factsOf: (place: Place) => PlaceFacts;
  readonly tolerancesOf: (place: Place) => readonly Tolerance[];
  readonly nodeAt: typeof nodeOf;
}

const nodesAtOnce = 50;
const none: readonly EdgeTally[] = [];

/** All nodes of a graph, with what is known of each. Order: by id. */
export function* describeNodes(
  places: Iterable<Place>,
  edges: readonly EdgeTally[],
  { factsOf, tolerancesOf, nodeAt }: Known,
  backdrop: Backdrop,
): InSteps<GraphNode[]> {
  const incoming = new Map<string, EdgeTally[]>();
  const outgoing = new Map<string, EdgeTally[]>();
  for (const edge of edges) {
    push(incoming, edge.to.id, edge);
    push(outgoing, edge.from.id, edge);
  }
  const nodes: GraphNode[] = [];
  yield* eachInSteps(places, nodesAtOnce, (place) => {
    const traffic = { incoming: incoming.get(place.id) ?? none, outgoing: outgoing.get(place.id) ?? none };
    nodes.push(nodeAt({ place, known: factsOf(place), tolerances: tolerancesOf(place), ...traffic }, backdrop));
  });
  return nodes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function push(index: Map<string, EdgeTally[]>, key: string, value: EdgeTally): void {
  const found = index.get(key);
  if (found) found.push(value);
  else index.set(key, [value]);
}
