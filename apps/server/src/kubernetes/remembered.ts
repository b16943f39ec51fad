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

/**
 * Remembers at most `most` answers, the oldest forgotten first.
 * Fails: as the question does; a caller who goes away leaves the question to the others. A refusal is never remembered and
 * never covered up: only silence of the cluster lets an older answer stand in.
 */
export function createRemembered<T>({ now, freshSeconds, outageSeconds, most }: RememberOptions): Remembered<T> {
  const entries = new Map<string, Entry<T>>();
  const asking = new Map<string, Promise<T>>();

  async function renew(key: string, ask: () => Promise<T>): Promise<T> {
    try {
      const value = await ask();
      entries.delete(key);
      entries.set(key, { at: now(), value });
      for (const oldest of entries.keys()) {
        if (entries.size <= most) break;
        entries.delete(oldest);
      }
      return value;
    } catch (error) {
      const old = entries.get(key);
      if (old && isSilence(error) && now() - old.at <= outageSeconds) return old.value;
      throw error;
    } finally {
      asking.delete(key);
    }
  }

  return {
    async get(key, ask, signal) {
      signal.throwIfAborted();
      const entry = entries.get(key);
      if (entry && now() - entry.at <= freshSeconds) return entry.value;
      const shared = asking.get(key) ?? renew(key, ask);
      asking.set(key, shared);
      return await orAborted(shared, signal);
    },
  };
}

const isSilence = (error: unknown): boolean =>
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
