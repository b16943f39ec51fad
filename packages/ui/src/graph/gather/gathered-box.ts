import type { Gathered, GraphNode } from '@vigla/contract/graph';

/** A box that gathering draws: around the members of an open group, or around groups that share the value of a label. */
export interface GatheredBox {
  readonly id: string;
  readonly kind: 'group' | 'label';
  readonly title: string;
  readonly namespace: string | null;
}

/** The box of a node in a gathered graph; null for nodes in none, and in graphs that are not gathered. Of groups within groups, the innermost. */
export function gatheredBoxOf(gathered: Gathered | null): (node: Pick<GraphNode, 'id' | 'labels'>) => GatheredBox | null {
  if (gathered === null) return () => null;
  const { within } = gathered;
  const opened = new Map<string, GatheredBox>();
  const smallestLast = [...gathered.open].sort((a, b) => b.members.length - a.members.length);
  for (const { id, name, namespace, members } of smallestLast)
    for (const member of members) opened.set(member, { id, kind: 'group', title: name, namespace });
  return ({ id, labels }) => {
    const value = within === null ? undefined : labels[within];
    return opened.get(id) ?? (value === undefined ? null : { id: `label:${value}`, kind: 'label', title: value, namespace: null });
  };
}
