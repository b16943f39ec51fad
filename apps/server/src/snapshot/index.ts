export { type Cadence, createCadence } from './cadence.ts';
export { type ClusterFacts, createClusterFacts } from './cluster-facts.ts';
export { manySeries } from './many-series.ts';
export type { Reading } from './read-mesh.ts';
export { countingOnce, createCopies } from './copies.ts';
export { inSlices, sliceMs, slice } from './in-slices.ts';
export { createReadings, type Readings } from './readings.ts';
export { createRecordings, type Recordings } from './recordings.ts';
export { createRecentlyUsed } from './recently-used.ts';
