import type { SourceState } from '@vigla/contract/mesh';
import type { EpochSeconds } from '@vigla/contract/units';
import { AppError } from '../http/index.ts';

interface Watched {
  readonly state: () => SourceState;
  /** One cheap question. What comes of it shows in the state. */
  readonly probe: (signal: AbortSignal) => Promise<unknown>;
}

const lookEveryMs = 2_500;
const idleSeconds = 10;

/**
 * Asks a cheap question of an upstream that nobody has asked for a while, so that its state is true even when nobody looks:
 * at once, every 10 s while it answers, at every look while it does not. Returns what ends the watch.
 */
export function keepWatch({ state, probe }: Watched, now: () => EpochSeconds, everyMs: number = lookEveryMs): () => void {
  const ended = new AbortController();
  let asking = false;
  const ask = async (): Promise<void> => {
    try {
      await probe(ended.signal);
    } catch (error) {
      // The record has kept the failure, and here there is nobody to tell. Anything else is a bug and must be seen.
      if (!(error instanceof AppError) && !ended.signal.aborted) throw error;
    } finally {
      asking = false;
    }
  };
  const look = (): void => {
    const { state: standing, lastOkAt } = state();
    if (asking || (standing === 'ok' && lastOkAt !== null && now() - lastOkAt < idleSeconds)) return;
    asking = true;
    void ask();
  };
  look();
  const timer = setInterval(look, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    ended.abort();
  };
}
