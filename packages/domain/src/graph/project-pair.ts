import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { worst } from '../health/index.ts';
import type { MeshFacts } from '../inventory/index.ts';
import { atOnce, type InSteps } from '../steps/index.ts';
import type { MeshFlows } from './flows.ts';
import { gatheringOf } from './gather-graph.ts';
import type { GraphQuestion } from './graph-question.ts';
import { finished, type Sketch, sketchGraph, wishOf } from './project-graph.ts';

/** A reading and when it ended. */
interface Timed {
  readonly mesh: MeshFlows;
  readonly at: GraphQuestion['at'];
}

/**
 * One caller's graphs of two readings, gathered in one way: a group stands for the same nodes in both, so that what moved from
 * one plate to another is no difference. Each is what `projectGraph` draws, but for that. Total.
 */
export const projectPair = (windows: Pair<Timed>, facts: MeshFacts | null, question: PairQuestion): Pair<TrafficGraph> =>
  atOnce(projectPairInSteps(windows, facts, question));

/** The same, bit by bit. */
export function* projectPairInSteps(
  { before, after }: Pair<Timed>,
  facts: MeshFacts | null,
  question: PairQuestion,
): InSteps<Pair<TrafficGraph>> {
  const sketch = ({ mesh, at }: Timed): InSteps<Sketch> => sketchGraph(mesh, facts, { ...question, at });
  const earlier = yield* sketch(before);
  yield;
  const later = yield* sketch(after);
  yield;
  const wish = wishOf({ ...question, at: after.at }, later.frame.namespaces);
  const gathering = yield* gatheringOf(together(earlier, later), wish, facts);
  yield;
  const drawn = yield* finished(earlier, gathering, facts);
  yield;
  return { before: drawn, after: yield* finished(later, gathering, facts) };
}

type PairQuestion = Omit<GraphQuestion, 'at'>;

interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** Every node and call of both. A node that was in trouble in either is worth a plate of its own. */
function together(earlier: Sketch, later: Sketch): Pick<Sketch, 'nodes' | 'edges'> {
  const was = new Map(earlier.nodes.map((node) => [node.id, node]));
  const is = new Set(later.nodes.map(({ id }) => id));
  const worse = (node: GraphNode): GraphNode => {
    const health = worst([node.health, was.get(node.id)?.health ?? 'unknown']);
    return health === node.health ? node : { ...node, health };
  };
  const nodes = [...later.nodes.map(worse), ...earlier.nodes.filter(({ id }) => !is.has(id))];
  const edges = new Map([...earlier.edges, ...later.edges].map((edge) => [edge.id, edge]));
  return { nodes: nodes.sort((a, b) => (a.id < b.id ? -1 : 1)), edges: [...edges.values()] };
}
