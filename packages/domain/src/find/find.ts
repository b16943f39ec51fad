import type { TrafficGraph } from '@vigla/contract/graph';
import { marks } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { type FindSetting, plainSetting, surroundingsOf } from './surroundings.ts';

type Searched = Pick<TrafficGraph, 'nodes' | 'edges' | 'namespaces'>;

/** Ids of the nodes and calls that an expression marks. Total. */
export function findElements(graph: Searched, expression: Expression, setting: FindSetting = plainSetting): ReadonlySet<string> {
  const around = surroundingsOf(graph, setting);
  const nodes = graph.nodes.filter((node) => marks(expression, { is: 'node', node }, around));
  const edges = graph.edges.filter((edge) => marks(expression, { is: 'edge', edge }, around));
  return new Set([...nodes, ...edges].map(({ id }) => id));
}

/** Which calls are drawn: all, only those in trouble, or none. */
export type Drawable = 'all' | 'troubled' | 'none';

/** A graph without what was hidden, and how much that was. */
export interface Reduced {
  readonly graph: TrafficGraph;
  readonly nodes: number;
  readonly edges: number;
}

const troubled: ReadonlySet<string> = new Set(['degraded', 'failing']);

/**
 * Takes out the marked elements, then the calls that have lost an end and the nodes that have lost their last call
 * by it. A node that called nobody before stays: it lost nothing. Calls left out by `drawn` take no node along.
 */
export function hideElements(graph: TrafficGraph, marked: ReadonlySet<string>, drawn: Drawable = 'all'): Reduced {
  if (marked.size === 0 && drawn === 'all') return { graph, nodes: 0, edges: 0 };
  const left = graph.edges.filter(({ id, from, to }) => !marked.has(id) && !marked.has(from) && !marked.has(to));
  const [connected, stillConnected] = [endsOf(graph.edges), endsOf(left)];
  const nodes = graph.nodes.filter(({ id }) => !marked.has(id) && (stillConnected.has(id) || !connected.has(id)));
  const edges = drawn === 'all' ? left : left.filter(({ health }) => drawn === 'troubled' && troubled.has(health));
  return { graph: { ...graph, nodes, edges }, nodes: graph.nodes.length - nodes.length, edges: graph.edges.length - edges.length };
}

const endsOf = (edges: TrafficGraph['edges']): ReadonlySet<string> => new Set(edges.flatMap(({ from, to }) => [from, to]));
