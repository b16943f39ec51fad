import type { SourceState } from '@vigla/contract/mesh';
import type { SourceName } from '@vigla/contract/problem';
import type { EpochSeconds } from '@vigla/contract/units';

/** Keeps the record of how an upstream has answered. */
export interface SourceRecord {
  asked(): void;
  answered(): void;
  failed(detail: string): void;
  versionIs(version: string): void;
  state(): SourceState;
}

export function createSourceRecord(name: SourceName, url: string, now: () => EpochSeconds): SourceRecord {
  let requests = 0;
  let version: string | null = null;
  let lastOkAt: EpochSeconds | null = null;
  let failure: { readonly since: EpochSeconds; readonly detail: string } | null = null;

  return {
    asked: () => void requests++,
    answered() {
      lastOkAt = now();
      failure = null;
    },
    failed: (detail) => {
      failure = { since: failure?.since ?? now(), detail };
    },
    versionIs: (told) => {
      version = told;
    },
    state: () => ({
      name,
      state: failure ? 'failing' : lastOkAt === null ? 'not_asked_yet' : 'ok',
      url,
      version,
      lastOkAt,
      failingSince: failure?.since ?? null,
      detail: failure?.detail ?? null,
      requests,
    }),
  };
}

/** The address as it may be shown: no user, no password, no query. Source: RFC 3986, 3.2.1. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
