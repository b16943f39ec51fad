export { sessionRoutes } from './routes.ts';
export { createSessions, type Persona, type SessionOptions, type Sessions } from './sessions.ts';
