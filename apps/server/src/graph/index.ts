export { graphRoutes } from './routes.ts';
