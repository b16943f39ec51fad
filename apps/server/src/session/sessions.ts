import type { Person, Session } from '@vigla/contract/session';
import type { EpochSeconds } from '@vigla/contract/units';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type Credentials, type Identity, type SessionKeeper } from '../http/index.ts';
import { createRemembered } from '../kubernetes/index.ts';
import type { Kubernetes } from '../sources/index.ts';
import { bearerOf } from './bearer.ts';
import { maxCookieLength, readCookie, writeCookie } from './cookie.ts';
import { createRevoked } from './revoked.ts';
import { beginSession, openSession, type SealedSession, sealSession } from './sealed-session.ts';
import { createSealer, type Sealer } from './sealer.ts';

/** Somebody of the lab whom people may go on as in the demo. */
export interface Persona {
  readonly id: string;
  readonly username: string;
  readonly groups: readonly string[];
  readonly token: string;
}

export interface SessionOptions {
  readonly kubernetes: Pick<Kubernetes, 'whoIs'>;
  readonly now: () => EpochSeconds;
  /** What sessions are sealed with; the first seals, all open. Empty: made up at start, sessions end with the process. */
  readonly secrets: readonly string[];
  /** Whoever can reach this server may act with the kubeconfig's own credentials: only for a server bound to loopback. */
  readonly local: boolean;
  /** Null when this is no demo. */
  readonly personas: readonly Persona[] | null;
  readonly readOnly: boolean;
}

/** Who is asking, and the four things a person can do about it. */
export interface Sessions extends SessionKeeper {
  describe(request: FastifyRequest, reply: FastifyReply): Promise<Session>;
  signIn(request: FastifyRequest, reply: FastifyReply, token: string, signal: AbortSignal): Promise<Session>;
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<Session>;
  usePersona(request: FastifyRequest, reply: FastifyReply, id: string): Session;
}

export function createSessions(options: SessionOptions): Sessions {
  const { now } = options;
  const sealer = createSealer(options.secrets);
  const revoked = createRevoked(now);
  const who = createWho(options, sealer);

  const opened = (request: FastifyRequest) => {
    const found = openSession(sealer, readCookie(request), now());
    return found && !revoked.has(found.session.id) ? found : null;
  };
  const identify = async (request: FastifyRequest): Promise<Identity | null> => {
    if (request.headers.authorization !== undefined) {
      const bearer = bearerOf(request);
      return bearer && (await who.holds(bearer));
    }
    const found = opened(request);
    if (found) return await who.holds({ way: 'token', token: found.session.token }, found.session.person);
    return options.local ? await who.holds({ way: 'local' }, unreachable) : null;
  };
  const csrfOf = (request: FastifyRequest): string => {
    if (request.headers.authorization !== undefined) return sealer.sign(`csrf of bearer ${JSON.stringify(bearerOf(request))}`);
    const found = opened(request);
    return sealer.sign(found ? `csrf of session ${found.session.id}` : 'csrf of nobody');
  };
  const begin = (request: FastifyRequest, reply: FastifyReply, token: string, person: Person): Session => {
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
    return answer(options, { person, way: 'token' }, sealer.sign(`csrf of session ${session.id}`));
  };

  return {
    identify,
    csrfOf,
    async describe(request, reply) {
      const found = opened(request);
      if (found && !found.current) writeCookie(request, reply, sealSession(sealer, found.session));
      return answer(options, described(await identify(request)), csrfOf(request));
    },
    async signIn(request, reply, pasted, signal) {
      const token = pasted.replace(/^Bearer\s+/i, '');
      if (!/^[\x21-\x7e]+$/.test(token)) throw new AppError('invalid_request', 'A token is one word of plain characters; this is not one.');
      const person = await options.kubernetes.whoIs({ way: 'token', token }, signal);
      if (!person)
        throw new AppError('not_signed_in', 'The cluster does not accept this token. It may have expired, or belong to another cluster.');
      return begin(request, reply, token, person);
    },
    async signOut(request, reply) {
      revoked.add(opened(request)?.session);
      writeCookie(request, reply, '');
      const local = options.local ? await who.holds({ way: 'local' }, unreachable) : null;
      return answer(options, described(local), sealer.sign('csrf of nobody'));
    },
    usePersona(request, reply, id) {
      if (!options.personas) throw new AppError('not_configured', 'Only the demo has personas.');
      const persona = options.personas.find((one) => one.id === id);
      if (!persona)
        throw new AppError(
          'not_found',
          `The lab has no persona of this name. It has: ${options.personas.map((one) => one.id).join(', ')}.`,
        );
      return begin(request, reply, persona.token, { username: persona.username, groups: [...persona.groups] });
    },
  };
}

/** Shown for the kubeconfig's own user while the cluster, which alone knows the name, does not answer. */
const unreachable: Person = { username: 'kubeconfig user (the cluster does not answer)', groups: [] };

/** Asks the cluster who holds credentials, at most once a minute for each. */
function createWho({ kubernetes, now }: SessionOptions, sealer: Sealer) {
  const people = createRemembered<Person | null>({ now, freshSeconds: 60, outageSeconds: 600, most: 2000 });
  const never = new AbortController().signal;
  return {
    /** `known`: who it was when last asked; stands in while the cluster is silent. */
    async holds(credentials: Credentials, known?: SealedSession['person']): Promise<Identity | null> {
      const key = sealer.sign(`identity ${JSON.stringify(credentials)}`);
      const person = await people
        .get(key, () => kubernetes.whoIs(credentials, never), never)
        .catch((error: unknown) => {
          const silent = error instanceof AppError && (error.code === 'source_unavailable' || error.code === 'source_timeout');
          if (known && silent) return known;
          throw error;
        });
      return person && { person, credentials, key };
    },
  };
}

const described = (identity: Identity | null) => ({ person: identity?.person ?? null, way: identity?.credentials.way ?? null });

function answer({ local, personas, readOnly }: SessionOptions, { person, way }: Pick<Session, 'person' | 'way'>, csrf: string): Session {
  return {
    person,
    way,
    ways: local ? ['local', 'token'] : ['token'],
    personas: (personas ?? []).map(({ id, username }) => ({ id, current: username === person?.username })),
    readOnly,
    demo: personas !== null,
    csrf,
  };
}
