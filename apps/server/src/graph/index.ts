export { checkMayLook } from './may-look.ts';
export { createProjections } from './projections.ts';
export { type GraphParts, graphRoutes } from './routes.ts';
