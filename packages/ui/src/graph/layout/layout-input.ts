import type { TrafficGraph } from '@vigla/contract/graph';
import { boxedIn, framesOf } from '../drawing/frame.ts';

/** A node as the layout sees it. */
export interface LayoutNode {
  readonly id: string;
  /** The namespace box it stands in; null where it stands alone. */
  readonly box: string | null;
  /** The application box it shares with its sibling versions, if any. */
  readonly app: string | null;
  /** Traffic enters here: it stays on the left. `caller` is nobody we know and stands above what it calls. */
  readonly role: 'door' | 'caller' | 'inner';
}

/** What a layout is computed from; plain data, because it crosses to a worker. */
export interface LayoutInput {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** The layout's view of a graph. Order: by id, so that the same mesh is laid out the same way whatever order it arrives in. */
export function layoutInput(graph: Pick<TrafficGraph, 'nodes' | 'edges' | 'groupBy'>): LayoutInput {
  const apps = framesOf(graph.nodes, graph.groupBy).filter(({ kind }) => kind === 'app');
  const appOf = new Map(apps.flatMap(({ id, members }) => members.map((member): [string, string] => [member, id])));
  const called = new Set(graph.edges.map(({ to }) => to));
  const nodes = graph.nodes.map((node): LayoutNode => {
    const unknownCaller = (node.kind === 'outside' || node.kind === 'restricted') && !called.has(node.id);
    return {
      id: node.id,
      box: boxedIn(node),
      app: appOf.get(node.id) ?? null,
      role: unknownCaller ? 'caller' : node.kind === 'gateway' ? 'door' : 'inner',
    };
  });
  const known = new Set(nodes.map(({ id }) => id));
  return {
    nodes: nodes.sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: graph.edges.filter(({ from, to }) => known.has(from) && known.has(to)).map(({ from, to }) => ({ from, to })),
  };
}
