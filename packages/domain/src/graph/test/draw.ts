import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { minutes } from '@vigla/contract/units';
import { type Answers, bookinfoObjects, noon } from '@vigla/testkit/bookinfo';
import { expect } from 'vitest';
import { type MeshFacts, readFacts } from '../../inventory/index.ts';
import type { GraphQuestion } from '../graph-question.ts';
import { projectGraph } from '../project-graph.ts';
import { readFlows } from '../read-flows.ts';

/** Five minutes, as most readings are. */
export const window = minutes(5);

/** Somebody who may see everything. */
export const everything = { all: true, namespaces: new Set<string>() };

/** Somebody who may see these namespaces. */
export const seeing = (...namespaces: string[]) => ({ all: false, namespaces: new Set(namespaces) });

/** What is asked of every reading unless a test asks otherwise. */
export const question: GraphQuestion = {
  at: noon,
  groupBy: 'version',
  namespaces: [],
  visible: everything,
  idle: false,
  idleEdges: false,
};

/** Bookinfo as Kubernetes knows it. */
export const facts = readFacts(bookinfoObjects);

/** The graph that follows from samples. */
export const draw = (samples: Partial<Answers>, changes: Partial<GraphQuestion> = {}, known: MeshFacts | null = facts): TrafficGraph =>
  projectGraph(readFlows(samples, window), known, { ...question, ...changes });

/** A node that must be there. */
export const node = ({ nodes }: TrafficGraph, id: string): GraphNode =>
  nodes.find((one) => one.id === id) ?? expect.unreachable(`no ${id} among ${nodes.map((one) => one.id).join(' ')}`);

/** An edge that must be there. */
export const edge = ({ edges }: TrafficGraph, id: string): GraphEdge =>
  edges.find((one) => one.id === id) ?? expect.unreachable(`no ${id} among ${edges.map((one) => one.id).join(' ')}`);

/** Ids of all nodes. */
export const ids = ({ nodes }: TrafficGraph): string[] => nodes.map(({ id }) => id);
