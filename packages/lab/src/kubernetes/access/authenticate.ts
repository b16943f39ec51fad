import { createHash, timingSafeEqual } from 'node:crypto';
import { unauthorized } from '../status/status.ts';
import { anonymous, type Persona, type User, userOf } from './persona.ts';

/** Finds out who holds a token; undefined where nobody does. */
export type TokenCheck = (token: string) => User | undefined;

/** Knows the personas by their tokens. Compares digests, so the time it takes tells nothing about a token. */
export function tokenCheck(personas: readonly Persona[]): TokenCheck {
  const known = personas.map((persona) => ({ user: userOf(persona), digest: digest(persona.token) }));
  return (token) => {
    const own = digest(token);
    return known.filter((one) => timingSafeEqual(one.digest, own)).at(0)?.user;
  };
}

/** Who makes a request, by its Authorization header. No header is an anonymous request; a wrong one is refused. */
export function authenticate(authorization: string | undefined, check: TokenCheck): User {
  if (authorization === undefined) return anonymous;
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  const user = token === undefined ? undefined : check(token);
  if (!user) throw unauthorized();
  return user;
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
