import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';

/** What the elements of an exported diagram say, in the reader's words. */
export interface ExportTexts {
  readonly node: (node: GraphNode) => string;
  readonly edge: (edge: GraphEdge) => string;
}

/** A graph by boxes, with ids that no name can disturb. */
export interface Boxed {
  readonly boxes: readonly { readonly title: string; readonly nodes: readonly GraphNode[] }[];
  /** What stands in no namespace. */
  readonly loose: readonly GraphNode[];
  /** Calls whose both ends are in the graph. */
  readonly edges: readonly GraphEdge[];
  /** `n0`, `n1` ...: names come from clusters and telemetry, and may hold anything. */
  readonly idOf: (node: string) => string;
}

/** Puts nodes into the boxes of their namespaces. Order: that of the answer. */
export function boxed({ nodes, edges }: Pick<TrafficGraph, 'nodes' | 'edges'>): Boxed {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const titles = [...new Set(nodes.map(({ namespace, cluster }) => titleOf(namespace, cluster)))].filter((title) => title !== null);
  return {
    boxes: titles.map((title) => ({ title, nodes: nodes.filter(({ namespace, cluster }) => titleOf(namespace, cluster) === title) })),
    loose: nodes.filter(({ namespace }) => namespace === null),
    edges: edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    idOf: (node) => ids.get(node) ?? 'n',
  };
}

/** Two clusters may have namespaces of one name. */
const titleOf = (namespace: string | null, cluster: string | null): string | null =>
  namespace === null ? null : cluster === null ? namespace : `${cluster} / ${namespace}`;

/** Everything that ends a line or is no text: it would end a statement, or a terminal's patience. */
// oxlint-disable-next-line no-control-regex -- these are what is taken out
export const onOneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g, ' ');
