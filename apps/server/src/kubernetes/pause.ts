import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, without keeping the process alive for it. Resolves early when `signal` fires: whoever waits looks at the signal next. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/**
 * How long to wait before the next try after `failures` failures in a row.
 * Units: milliseconds, 250 doubled each time, at most 4 s, so that ten seconds after an outage all is known again; between
 * half and all of it, so that many watches do not return in step.
 */
export const backoffMs = (failures: number, random: () => number): number =>
  Math.min(4000, 250 * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2);

/** Waits that can all be cut short together. */
export interface Naps {
  /** As `pause`, but ends early once `wakeAll` is called; never before half a second, so that a flapping cluster is not hammered. */
  take(ms: number, signal: AbortSignal): Promise<void>;
  wakeAll(): void;
}

const leastMs = 500;

/** A place for all who wait for the same thing to come back: the first who finds it there wakes the others. */
export function createNaps(): Naps {
  const sleeping = new Set<AbortController>();
  return {
    async take(ms, signal) {
      const nap = new AbortController();
      sleeping.add(nap);
      try {
        await pause(Math.min(ms, leastMs), signal);
        if (ms > leastMs) await pause(ms - leastMs, AbortSignal.any([signal, nap.signal]));
      } finally {
        sleeping.delete(nap);
      }
    },
    wakeAll() {
      for (const nap of sleeping) nap.abort();
    },
  };
}
