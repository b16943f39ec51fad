export { follow } from './follow.ts';
export { createJaegerHandler } from './handler.ts';
export { clusterOf } from './names.ts';
export type { Deed, Exchange, Passage } from './passage.ts';
export { touchedFrom } from './reach.ts';
export { originsIn } from './sampler.ts';
