import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { KubeObject } from '@vigla/contract/objects';
import type { Flow } from '../graph/index.ts';
import type { MeshFacts } from '../inventory/index.ts';
import type { Mesh } from '../semantics/index.ts';
import type { Onset } from './onset.ts';
import type { Reports } from './reports.ts';
import type { SemanticCall } from './semantic-call.ts';

/** Mean response time as one side counts it. Units: ms. */
export interface Times {
  readonly reporter: string;
  readonly code: string;
  readonly meanMs: number;
}

/** All that is known of the calls of one edge. */
export interface EdgeMatter {
  /** The reader's own graph: nothing in it is hidden from them. */
  readonly graph: TrafficGraph;
  readonly edge: GraphEdge;
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly flows: readonly Flow[];
  readonly reports: Reports;
  readonly times: readonly Times[];
  /** The same just before failures began; empty where nobody asked. */
  readonly timesBefore: readonly Times[];
  readonly onset: Onset | null;
  /** Null where the cluster was not read. */
  readonly mesh: Mesh | null;
  readonly call: SemanticCall | null;
  readonly facts: MeshFacts | null;
  /** Everything that the server read, hidden namespaces included. */
  readonly objects: readonly KubeObject[];
  readonly maySee: (namespace: string) => boolean;
}
