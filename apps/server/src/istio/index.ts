export { istioRoutes } from './routes.ts';
