import type { Person, Session } from '@vigla/contract/session';
import type { EpochSeconds } from '@vigla/contract/units';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type Identity, type SessionKeeper } from '../http/index.ts';
import type { Kubernetes } from '../sources/index.ts';
import { bearerOf } from './bearer.ts';
import { createCookieSessions } from './cookie-sessions.ts';
import { createKnownPeople } from './known-people.ts';
import type { SealedSession } from './sealed-session.ts';
import { createSealer } from './sealer.ts';

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
  const sealer = createSealer(options.secrets);
  const cookies = createCookieSessions(sealer, options.now);
  const people = createKnownPeople(options, sealer);

  const identify = async (request: FastifyRequest): Promise<Identity | null> => {
    if (request.headers.authorization !== undefined) {
      const bearer = bearerOf(request);
      return bearer && (await people.holderOf(bearer));
    }
    const session = cookies.of(request);
    if (session) return await people.holderOf({ way: 'token', token: session.token }, session.person);
    return options.local ? await people.holderOf({ way: 'local' }, unreachable) : null;
  };
  const csrfOf = (request: FastifyRequest): string => {
    if (request.headers.authorization !== undefined) return sealer.sign(`csrf of bearer ${JSON.stringify(bearerOf(request))}`);
    return sealer.sign(csrfText(cookies.of(request)));
  };
  const present = async (request: FastifyRequest): Promise<Session> => answer(options, described(await identify(request)), csrfOf(request));
  const begin = (request: FastifyRequest, reply: FastifyReply, holder: Pick<SealedSession, 'token' | 'person'>): Session =>
    answer(options, { person: holder.person, way: 'token' }, sealer.sign(csrfText(cookies.begin(request, reply, holder))));

  return {
    identify,
    csrfOf,
    async describe(request, reply) {
      cookies.renew(request, reply);
      return await present(request);
    },
    signIn: async (request, reply, pasted, signal) => begin(request, reply, await holderOfPasted(options, pasted, signal)),
    async signOut(request, reply) {
      cookies.end(request, reply);
      return await present(request);
    },
    usePersona(request, reply, id) {
      const { username, groups, token } = personaOf(options, id);
      return begin(request, reply, { token, person: { username, groups: [...groups] } });
    },
  };
}

const csrfText = (session: SealedSession | null): string => (session ? `csrf of session ${session.id}` : 'csrf of nobody');

/** Shown for the kubeconfig's own user while the cluster, which alone knows the name, does not answer. */
const unreachable: Person = { username: 'kubeconfig user (the cluster does not answer)', groups: [] };

async function holderOfPasted({ kubernetes }: SessionOptions, pasted: string, signal: AbortSignal) {
  const token = pasted.replace(/^Bearer\s+/i, '');
  if (!/^[\x21-\x7e]+$/.test(token)) throw new AppError('invalid_request', 'A token is one word of plain characters; this is not one.');
  const person = await kubernetes.whoIs({ way: 'token', token }, signal);
  if (person) return { token, person };
  throw new AppError('not_signed_in', 'The cluster does not accept this token. It may have expired, or belong to another cluster.');
}

function personaOf({ personas }: SessionOptions, id: string): Persona {
  if (!personas) throw new AppError('not_configured', 'Only the demo has personas.');
  const persona = personas.find((one) => one.id === id);
  if (persona) return persona;
  throw new AppError('not_found', `The lab has no persona of this name. It has: ${personas.map((one) => one.id).join(', ')}.`);
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
