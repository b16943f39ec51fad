import type { GroupBy, TrafficGraph } from '@vigla/contract/graph';
import type { Answers } from '../bookinfo/index.ts';
import type { KubeObject } from '@vigla/contract/objects';

/** What may be asked of a graph here. */
export interface Wish {
  readonly groupBy?: GroupBy;
  readonly namespaces?: readonly string[];
  readonly services?: boolean;
  readonly operations?: boolean;
  readonly waypoints?: boolean;
  readonly idleEdges?: boolean;
}

/** Something that is true of the graph, whoever keeps the metrics. `is` is compared number by number, as near as metrics can be. */
export interface Fact {
  readonly says: string;
  readonly wish?: Wish;
  readonly reads: (graph: TrafficGraph) => unknown;
  readonly is: unknown;
}

/** A mesh in which requests are easily counted twice, or not at all. */
export interface MeshCase {
  readonly name: string;
  /** Rates, by the questions that ask for them. */
  readonly answers: Answers;
  /** What Kubernetes knows; null: it was not asked. */
  readonly objects: readonly KubeObject[] | null;
  readonly facts: readonly Fact[];
}
