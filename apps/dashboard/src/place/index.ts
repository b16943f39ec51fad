export { type PlaceInUrl, useGraphPlace } from './use-graph-place.ts';
