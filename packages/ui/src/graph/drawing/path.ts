import type { TrafficGraph } from '@vigla/contract/graph';

type Connected = Pick<TrafficGraph, 'edges'> & { readonly nodes: readonly { readonly id: string }[] };

/** What stays at full strength while something is selected. */
export interface Kept {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/**
 * Everything on a path through the selected elements, from the doors to the stores: what leads to them and what they
 * lead to. Null where nothing of the selection is on the picture: then nothing fades.
 */
export function pathThrough(graph: Connected, selected: readonly string[]): Kept | null {
  const known = new Set(graph.nodes.map(({ id }) => id));
  const edge = graph.edges.find(({ id }) => selected.includes(id));
  const chosen = selected.filter((id) => known.has(id));
  if (!edge && chosen.length === 0) return null;
  const up = walk(graph, edge ? [edge.from] : chosen, 'from');
  const down = walk(graph, edge ? [edge.to] : chosen, 'to');
  return {
    nodes: new Set([...up.nodes, ...down.nodes]),
    edges: new Set([...up.edges, ...down.edges, ...(edge ? [edge.id] : [])]),
  };
}

function walk({ edges }: Connected, starts: readonly string[], towards: 'from' | 'to'): Kept {
  const behind = towards === 'from' ? 'to' : 'from';
  const by = Map.groupBy(edges, (edge) => edge[behind]);
  const nodes = new Set(starts);
  const walked = new Set<string>();
  const open = [...starts];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of by.get(id) ?? []) {
      walked.add(edge.id);
      if (nodes.has(edge[towards])) continue;
      nodes.add(edge[towards]);
      open.push(edge[towards]);
    }
  }
  return { nodes, edges: walked };
}
