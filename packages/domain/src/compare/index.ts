export { compareGraphs } from './compare-graphs.ts';
export { type Event, startsOf } from './nearby-change.ts';
export type { Counted } from './sightings.ts';
export { pairsToSee, withSightings } from './with-sightings.ts';
