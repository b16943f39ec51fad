import type { EpochSeconds } from '@vigla/contract/units';
import { AppError } from '../http/index.ts';

/** Answers that are asked for once and remembered for a while; those who ask at the same time share one question. */
export interface Remembered<T> {
  get(key: string, ask: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

interface RememberOptions {
  readonly now: () => EpochSeconds;
  readonly freshSeconds: number;
  /** While the cluster does not answer at all, an older answer is good for so long. */
  readonly outageSeconds: number;
  readonly most: number;
}

interface Entry<T> {
  readonly at: number;
  readonly value: T;
}

/** How long a silent cluster is not asked the same again: people do not wait for its timeout with every click. */
const silentSeconds = 5;

/**
 * Remembers at most `most` answers, the oldest forgotten first.
 * Fails: as the question does; a caller who goes away leaves the question to the others. A refusal is never remembered and
 * never covered up: only silence of the cluster lets an older answer stand in.
 */
export function createRemembered<T>({ now, freshSeconds, outageSeconds, most }: RememberOptions): Remembered<T> {
  const entries = new Map<string, Entry<T>>();
  const silent = new Map<string, { readonly until: number; readonly error: AppError }>();
  const asking = new Map<string, Promise<T>>();

  const standIn = (key: string, error: AppError): T => {
    const old = entries.get(key);
    if (old && now() - old.at <= outageSeconds) return old.value;
    throw error;
  };

  async function renew(key: string, ask: () => Promise<T>): Promise<T> {
    try {
      // Even a question that fails at once is answered later: until then it is listed as being asked.
      const value = await Promise.resolve().then(ask);
      silent.clear();
      keep(entries, most, [key, { at: now(), value }]);
      return value;
    } catch (error) {
      if (!isSilence(error)) throw error;
      keep(silent, most, [key, { until: now() + silentSeconds, error }]);
      return standIn(key, error);
    } finally {
      asking.delete(key);
    }
  }

  return {
    async get(key, ask, signal) {
      signal.throwIfAborted();
      const entry = entries.get(key);
      if (entry && now() - entry.at <= freshSeconds) return entry.value;
      const silence = silent.get(key);
      if (silence && now() < silence.until) return standIn(key, silence.error);
      const shared = asking.get(key) ?? renew(key, ask);
      asking.set(key, shared);
      return await orAborted(shared, signal);
    },
  };
}

/** Puts the newest last, and forgets from the front what is too much. */
function keep<V>(map: Map<string, V>, most: number, [key, value]: readonly [string, V]): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}

const isSilence = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'source_unavailable' || error.code === 'source_timeout');

/** The answer, or the caller's own abort if that comes first. */
async function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([answer, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
