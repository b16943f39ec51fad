export { createProjections } from './projections.ts';
export { type GraphParts, graphRoutes } from './routes.ts';
