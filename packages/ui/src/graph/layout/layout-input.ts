import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import { clusterBoxOf, framesOf, namespaceBoxOf } from '../drawing/frame.ts';
import { gatheredBoxOf } from '../gather/gathered-box.ts';

/** How nodes are laid out. Boxes stand in the left-to-right layout only: in the others what belongs together need not stand together. */
export type Arrangement = Pick<GraphPlace, 'layout' | 'boxes'>;

/** From left to right, in the usual boxes. */
export const usualArrangement: Arrangement = { layout: defaultGraphPlace.layout, boxes: defaultGraphPlace.boxes };

/** A node as the layout sees it. */
export interface LayoutNode {
  readonly id: string;
  /** The cluster box around it; null where there is none. */
  readonly cluster: string | null;
  /** The box of its namespace, or of the open group it belongs to; null where it stands alone. */
  readonly box: string | null;
  /** The application box it shares with its sibling versions, if any. */
  readonly app: string | null;
  /** Traffic enters here: it stays on the left. `caller` is nobody we know and stands above what it calls. */
  readonly role: 'door' | 'caller' | 'inner';
  /** It stands for several, and calls in circles as single ones do not. */
  readonly group?: true;
}

/** What a layout is computed from; plain data, because it crosses to a worker. */
export interface LayoutInput {
  readonly layout: Arrangement['layout'];
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** The layout's view of a graph. Order: by id, so that the same mesh is laid out the same way whatever order it arrives in. */
export function layoutInput(
  graph: Pick<TrafficGraph, 'nodes' | 'edges' | 'groupBy' | 'namespaces' | 'gathered'>,
  { layout, boxes: wanted }: Arrangement = usualArrangement,
): LayoutInput {
  const boxes = layout === 'layered' ? wanted : [];
  const clusterOf = clusterBoxOf(graph.nodes, boxes);
  const ofNamespace = namespaceBoxOf(graph.nodes);
  const gatheredBox = gatheredBoxOf(graph.gathered);
  const boxOf = (node: GraphNode): string | null => gatheredBox(node)?.id ?? ofNamespace(node);
  const apps = framesOf(graph, boxes).filter(({ kind }) => kind === 'app');
  const appOf = new Map(apps.flatMap(({ id, members }) => members.map((member): [string, string] => [member, id])));
  const called = new Set(graph.edges.map(({ to }) => to));
  const nodes = graph.nodes.map((node): LayoutNode => {
    const unknownCaller = (node.kind === 'outside' || node.kind === 'restricted') && !called.has(node.id);
    return {
      id: node.id,
      cluster: clusterOf(node),
      box: boxes.includes('namespace') ? boxOf(node) : null,
      app: appOf.get(node.id) ?? null,
      ...(node.kind === 'group' && { group: true }),
      role: unknownCaller ? 'caller' : node.kind === 'gateway' ? 'door' : 'inner',
    };
  });
  const known = new Set(nodes.map(({ id }) => id));
  return {
    layout,
    nodes: nodes.sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: graph.edges.filter(({ from, to }) => known.has(from) && known.has(to)).map(({ from, to }) => ({ from, to })),
  };
}
