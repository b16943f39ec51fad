export { defaultGraphPlace, type GraphPlace, readGraphPlace, writeGraphPlace } from './place/graph-place.ts';
