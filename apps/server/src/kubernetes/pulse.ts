import type { SourceState } from '@vigla/contract/mesh';
import type { EpochSeconds } from '@vigla/contract/units';

/** How the API server is doing, by every answer and every failure of this process. */
export interface Pulse {
  asked(): void;
  /** Any answer at all, a refusal too: the API server is there. */
  heard(): void;
  missed(detail: string): void;
  versionIs(version: string): void;
  /** Seconds since the API server was last heard; null when it never was. */
  silentSeconds(): number | null;
  state(): SourceState;
}

interface PulseOptions {
  /** Shown to people: it carries no credentials. */
  readonly url: string;
  readonly now: () => EpochSeconds;
  /** The API server answers again after it did not. */
  readonly onReturn: () => void;
}

/** A pulse that nobody has felt yet. */
export function createPulse({ url, now, onReturn }: PulseOptions): Pulse {
  let requests = 0;
  let lastOkAt: EpochSeconds | null = null;
  let failingSince: EpochSeconds | null = null;
  let detail: string | null = null;
  let version: string | null = null;
  return {
    asked() {
      requests += 1;
    },
    heard() {
      const wasAway = failingSince !== null;
      lastOkAt = now();
      failingSince = null;
      detail = null;
      if (wasAway) onReturn();
    },
    missed(why) {
      failingSince ??= now();
      detail = why;
    },
    versionIs(told) {
      version = told;
    },
    silentSeconds: () => (lastOkAt === null ? null : now() - lastOkAt),
    state: () => ({
      name: 'kubernetes',
      state: failingSince !== null ? 'failing' : lastOkAt === null ? 'not_asked_yet' : 'ok',
      url,
      version,
      lastOkAt,
      failingSince,
      detail,
      requests,
    }),
  };
}
