import type { FastifyRequest } from 'fastify';
import type { Identity } from './caller.ts';

/** What the gate in front of the rows needs to know of sessions; the session room implements it. */
export interface SessionKeeper {
  /** Who sent this request; null when nobody known did. Fails as AppError source_* when the cluster had to be asked and did not answer. */
  identify(request: FastifyRequest): Promise<Identity | null>;
  /** The value that `x-vigla-csrf` must carry for this request's session; there is one before sign-in too. */
  csrfOf(request: FastifyRequest): string;
}
