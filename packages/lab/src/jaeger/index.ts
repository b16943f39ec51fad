export { follow } from './follow.ts';
export { createJaegerHandler } from './handler.ts';
export { clusterOf } from './names.ts';
export { writtenCode, type Deed, type Exchange, type Passage } from './passage.ts';
export { touchedFrom } from './reach.ts';
export { originsIn } from './sampler.ts';
export { walk } from './walk.ts';
