import { randomUUID } from 'node:crypto';
import { Person } from '@vigla/contract/session';
import { EpochSeconds } from '@vigla/contract/units';
import * as z from 'zod';
import type { Sealer } from './sealer.ts';

/** What the cookie holds, sealed: nobody but this server can read the token in it. */
const SealedSession = z.object({ id: z.string(), token: z.string(), person: Person, until: EpochSeconds });
export type SealedSession = z.infer<typeof SealedSession>;

/** People sign in again after this long, whatever they do. Units: seconds. */
const lifetimeSeconds = 12 * 3600;

/** A session that begins now, with an id nobody had before. */
export const beginSession = (token: string, person: Person, now: EpochSeconds): SealedSession => ({
  id: randomUUID(),
  token,
  person,
  until: EpochSeconds.parse(now + lifetimeSeconds),
});

export const sealSession = (sealer: Sealer, session: SealedSession): string => sealer.seal(JSON.stringify(session));

/** The session in a sealed text; null when it is not ours or has run out. `current`: sealed with the newest key. */
export function openSession(
  sealer: Sealer,
  sealed: string,
  now: EpochSeconds,
): { readonly session: SealedSession; readonly current: boolean } | null {
  const opened = sealer.open(sealed);
  if (!opened) return null;
  const parsed = SealedSession.safeParse(JSON.parse(opened.text));
  return parsed.success && now < parsed.data.until ? { session: parsed.data, current: opened.current } : null;
}
