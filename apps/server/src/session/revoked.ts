import type { EpochSeconds } from '@vigla/contract/units';
import type { SealedSession } from './sealed-session.ts';

/** Sessions that were ended before their time: a copy of their cookie is worth nothing, as long as this process lives. */
export interface Revoked {
  add(session: SealedSession | undefined): void;
  has(id: string): boolean;
}

export function createRevoked(now: () => EpochSeconds): Revoked {
  const until = new Map<string, number>();
  return {
    add(session) {
      for (const [id, end] of until) if (end <= now()) until.delete(id);
      if (session) until.set(session.id, session.until);
    },
    has: (id) => until.has(id),
  };
}
