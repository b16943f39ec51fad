import type { Person } from '@vigla/contract/session';
import type { EpochSeconds } from '@vigla/contract/units';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../http/index.ts';
import { maxCookieLength, readCookie, writeCookie } from './cookie.ts';
import { createRevoked } from './revoked.ts';
import { beginSession, openSession, type SealedSession, sealSession } from './sealed-session.ts';
import type { Sealer } from './sealer.ts';

/** The session that a browser holds for us in its cookie. */
export interface CookieSessions {
  /** The request's session; null when it has none that is still good. */
  of(request: FastifyRequest): SealedSession | null;
  /** Begins a session and ends the one before. Fails: invalid_request for a token that no cookie can hold. */
  begin(request: FastifyRequest, reply: FastifyReply, holder: { readonly token: string; readonly person: Person }): SealedSession;
  /** Seals it anew where it was sealed with an older key. */
  renew(request: FastifyRequest, reply: FastifyReply): void;
  end(request: FastifyRequest, reply: FastifyReply): void;
}

export function createCookieSessions(sealer: Sealer, now: () => EpochSeconds): CookieSessions {
  const revoked = createRevoked(now);
  const opened = (request: FastifyRequest) => {
    const found = openSession(sealer, readCookie(request), now());
    return found && !revoked.has(found.session.id) ? found : null;
  };
  return {
    of: (request) => opened(request)?.session ?? null,
    begin(request, reply, { token, person }) {
      const session = beginSession(token, person, now());
      const sealed = sealSession(sealer, session);
      if (sealed.length > maxCookieLength) {
        throw new AppError(
          'invalid_request',
          'This token is too long to be kept in a cookie. Ask for one with fewer groups or claims in it.',
        );
      }
      revoked.add(opened(request)?.session);
      writeCookie(request, reply, sealed);
      return session;
    },
    renew(request, reply) {
      const found = opened(request);
      if (found && !found.current) writeCookie(request, reply, sealSession(sealer, found.session));
    },
    end(request, reply) {
      revoked.add(opened(request)?.session);
      writeCookie(request, reply, '');
    },
  };
}
