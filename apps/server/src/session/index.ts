export { sessionRoutes } from './routes.ts';
export { createSessions, type Persona, type Sessions } from './sessions.ts';
