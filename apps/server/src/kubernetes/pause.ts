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
