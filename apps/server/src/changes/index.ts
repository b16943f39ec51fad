export { changesSeen, objectsSeen } from './changes-seen.ts';
export { changeRoutes } from './routes.ts';
