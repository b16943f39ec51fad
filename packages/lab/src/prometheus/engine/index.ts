export { sampleText } from './decimal.ts';
export { createEngine, type Answer, type Engine } from './engine.ts';
export { toJson, toLabels } from './label-set.ts';
export type { Limits } from './scope.ts';
