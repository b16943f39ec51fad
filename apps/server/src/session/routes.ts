import { getSession, signIn, signOut, usePersona } from '@vigla/contract/session';
import { fastifyCookie } from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import { bind } from '../http/index.ts';
import type { Sessions } from './sessions.ts';

/** Who one is here, and becoming somebody else. */
export function sessionRoutes(app: FastifyInstance, sessions: Sessions): void {
  void app.register(fastifyCookie);
  bind(app, getSession, (_, { request, reply }) => sessions.describe(request, reply));
  bind(app, signIn, ({ body }, { request, reply, signal }) => sessions.signIn(request, reply, body.token, signal));
  bind(app, signOut, (_, { request, reply }) => sessions.signOut(request, reply));
  bind(app, usePersona, async ({ body }, { request, reply }) => sessions.usePersona(request, reply, body.persona));
}
