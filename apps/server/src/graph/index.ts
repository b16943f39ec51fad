export { checkMayLook } from './may-look.ts';
export { graphRoutes } from './routes.ts';
