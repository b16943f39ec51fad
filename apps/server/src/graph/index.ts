export { checkMayLook } from './may-look.ts';
export { createProjections } from './projections.ts';
export type { GraphParts } from './graph-parts.ts';
export { createInTurn } from './in-turn.ts';
export { graphRoutes } from './routes.ts';
export { type GraphQuery, graphsFor, type Picture, pictureFor, plainPicture } from './graph-for.ts';
