import type { TrafficGraph } from '@vigla/contract/graph';
import type { Reading } from '../snapshot/index.ts';
import type { Visibility } from '../sources/index.ts';

/** One caller's sight of one reading: the graph is theirs, the reading is everybody's. */
export interface Sight {
  readonly reading: Reading;
  readonly graph: TrafficGraph;
  readonly visible: Visibility;
}
