import type { Cadence, ClusterFacts, Readings } from '../snapshot/index.ts';
import type { Sources } from '../sources/index.ts';
import type { InTurn } from './in-turn.ts';
import type { Projections } from './projections.ts';

/** What every route that tells of the mesh shares: readings, facts and views are made once for everybody. */
export interface GraphParts {
  readonly sources: Sources;
  readonly readings: Readings;
  readonly cadence: Cadence;
  readonly clusterFacts: () => ClusterFacts;
  readonly projections: Projections;
  /** Has views drawn that are not there yet. */
  readonly inTurn: InTurn;
}
