import type { EpochSeconds } from '@vigla/contract/units';
import { AppError } from '../http/index.ts';
import type { Prometheus } from '../sources/index.ts';

const goodForSeconds = 3600;
const againAfterSeconds = 60;

/** How long Prometheus keeps samples, as far as it has told; null where it does not tell. Never waits: asks in the background, and only once somebody wants to know. */
export function createRetention(prometheus: Pick<Prometheus, 'retentionSeconds'>, now: () => EpochSeconds): () => number | null {
  const never = new AbortController().signal;
  let told: number | null = null;
  let askAt = 0;
  const ask = async (): Promise<void> => {
    askAt = now() + againAfterSeconds;
    try {
      told = await prometheus.retentionSeconds(never);
      askAt = now() + goodForSeconds;
    } catch (error) {
      // Not every server that speaks this API has this page; the last word stays. The source's own state has the reason.
      if (!(error instanceof AppError)) throw error;
    }
  };
  return () => {
    if (now() >= askAt) void ask();
    return told;
  };
}
