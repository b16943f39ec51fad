import { durationMs, isTree, number, text } from './read.ts';

/** How often and for what a failed attempt is repeated. `perTryMs` null: as long as the route allows. */
export interface Retry {
  readonly attempts: number;
  /** Conditions of the proxy, `connect-failure`, and status codes, `503`. */
  readonly on: readonly string[];
  readonly perTryMs: number | null;
}

const conditions = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', 'retriable-status-codes'];

/**
 * What proxies of a version do where no route says otherwise.
 * Source: Istio 1.24 change notes: 503 is no longer among the default status codes. An unknown version is a current one.
 */
export function builtInRetry(meshVersion: string | null): Retry {
  const [major = 0, minor = 0] = (meshVersion ?? '').split('.').map(Number);
  const old = meshVersion !== null && (major < 1 || (major === 1 && minor < 24));
  return { attempts: 2, on: old ? [...conditions, '503'] : conditions, perTryMs: null };
}

export const noRetry: Retry = { attempts: 0, on: [], perTryMs: null };

/** Reads a retry policy; `standard` says what stands where nothing is written. */
export function readRetry(retries: unknown, standard: Retry): Retry {
  if (!isTree(retries)) return standard;
  const on = text(retries['retryOn']);
  return {
    attempts: Math.min(25, Math.max(0, number(retries['attempts']) ?? 0)),
    on: on ? on.split(',').map((condition) => condition.trim()) : standard.on,
    perTryMs: durationMs(retries['perTryTimeout']) ?? null,
  };
}
