import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { Difference } from '@vigla/contract/compare';
import { type RankBy, rankNodes } from './rank.ts';

/** What a term can be about. */
export type Element = { readonly is: 'node'; readonly node: GraphNode } | { readonly is: 'edge'; readonly edge: GraphEdge };

/** How terms are to be understood where a page offers a choice, and what only the page knows. */
export interface FindSetting {
  /** Which response time `rt` means. */
  readonly time: 'avg' | 'p50' | 'p95' | 'p99';
  /** Which way `throughput` is told. */
  readonly throughput: 'request' | 'response';
  /** How compared elements differ, by id; null where nothing is compared. */
  readonly differences: ReadonlyMap<string, Difference> | null;
  /** How long ago configuration of a node was changed, by id; null where nobody asked. Units: seconds. */
  readonly changedSecondsAgo: ReadonlyMap<string, number> | null;
}

/** A graph, ready to be asked about any of its elements. */
export interface Surroundings extends FindSetting {
  readonly namespaces: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly calls: {
    readonly into: (id: string) => boolean;
    readonly outOf: (id: string) => boolean;
    readonly of: (id: string) => readonly GraphEdge[];
  };
  /** Computed when first asked for. */
  readonly ranks: (by: RankBy) => ReadonlyMap<string, number>;
}

/** What the page means where it does not say. */
export const plainSetting: FindSetting = {
  time: 'p95',
  throughput: 'request',
  differences: null,
  changedSecondsAgo: null,
};

type Asked = Pick<TrafficGraph, 'nodes' | 'edges' | 'namespaces'>;

/** Makes a graph ready to be asked. */
export function surroundingsOf(graph: Asked, setting: FindSetting): Surroundings {
  const of = new Map<string, GraphEdge[]>();
  const [into, outOf] = [new Set<string>(), new Set<string>()];
  const add = (id: string, edge: GraphEdge): void => void (of.get(id)?.push(edge) ?? of.set(id, [edge]));
  for (const edge of graph.edges) {
    into.add(edge.to);
    outOf.add(edge.from);
    add(edge.from, edge);
    if (edge.to !== edge.from) add(edge.to, edge);
  }
  const ranks = new Map<RankBy, ReadonlyMap<string, number>>();
  return {
    ...setting,
    namespaces: new Set(graph.namespaces),
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    calls: { into: (id) => into.has(id), outOf: (id) => outOf.has(id), of: (id) => of.get(id) ?? [] },
    ranks: (by) => {
      const known = ranks.get(by) ?? rankNodes(graph, by);
      ranks.set(by, known);
      return known;
    },
  };
}
