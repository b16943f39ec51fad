export { meshRoutes } from './routes.ts';
export { sourceStates } from './source-states.ts';
export { createTicks } from './ticks.ts';
export { createRetention } from './retention.ts';
