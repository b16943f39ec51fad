import type { Culprit, TrafficGraph } from '@vigla/contract/graph';
import type { GraphPlace } from '../place/graph-place.ts';

const mostOpen = 100;

/** The page with one more group open. */
export const withOpen = (place: GraphPlace, id: string): GraphPlace => ({
  ...place,
  open: [...place.open.filter((one) => one !== id), id].slice(-mostOpen),
});

/** The page on which a member at fault is pointed at: its group opens. */
export const showingCulprit = (place: GraphPlace, { id, group }: Culprit): GraphPlace => ({
  ...(group === id ? place : withOpen(place, group)),
  selected: id,
  panel: 'auto',
});

/** What is drawn for a selection: itself, or the group that holds it. */
export function drawnFor(graph: TrafficGraph, selected: string | null): string | null {
  const { gathered, nodes } = graph;
  if (selected === null || gathered === null || nodes.some(({ id }) => id === selected)) return selected;
  return gathered.worst.find(({ id }) => id === selected)?.group ?? selected;
}

/** A group as a panel looks at it, closed or open; null of anything else. */
export const groupIn = ({ nodes, gathered }: TrafficGraph, id: string | null) =>
  nodes.find((node) => node.id === id && node.kind === 'group') ?? gathered?.open.find((group) => group.id === id) ?? null;

/**
 * The page with a group opened, or closed where it is open; null where the id is no group's. What was asked for counts: the
 * answer of the server may still be on its way.
 */
export function toggledGroup(graph: TrafficGraph, place: GraphPlace, id: string): GraphPlace | null {
  if (place.open.includes(id)) return { ...place, open: place.open.filter((one) => one !== id), selected: id };
  return graph.nodes.some((node) => node.id === id && node.kind === 'group') ? { ...withOpen(place, id), selected: id } : null;
}

/** The page with the group closed that one stands on, or that holds what one stands on, the innermost; null where there is none. */
export function closedAround({ gathered }: TrafficGraph, place: GraphPlace, id: string): GraphPlace | null {
  const around = gathered?.open.filter(({ members }) => members.includes(id)) ?? [];
  const innermost = around.toSorted((a, b) => a.members.length - b.members.length)[0]?.id ?? null;
  const group = place.open.includes(id) ? id : innermost;
  return group === null ? null : { ...place, open: place.open.filter((one) => one !== group), selected: group };
}

/** The page with the group opened or closed that one stands on, or closed that holds what one stands on; null where there is none. */
export const toggledAround = (graph: TrafficGraph, place: GraphPlace, id: string): GraphPlace | null =>
  toggledGroup(graph, place, id) ?? closedAround(graph, place, id);
