import type { EpochSeconds } from '@vigla/contract/units';
import { AppError } from '../http/index.ts';
import type { Prometheus } from '../sources/index.ts';

/** How often Prometheus takes a sample, as far as it has told. Never waits: asks anew in the background when the last word is old. */
export interface Cadence {
  readonly scrapeIntervalSeconds: () => number | null;
  /** How far apart readings of the mesh are: nothing new comes in between scrapes, and no more often than every 5 s is worth asking. */
  readonly alignSeconds: () => number;
}

const goodForSeconds = 300;
const againAfterSeconds = 10;
const usualSeconds = 15;

export function createCadence(prometheus: Pick<Prometheus, 'scrapeIntervalSeconds'>, now: () => EpochSeconds): Cadence {
  const never = new AbortController().signal;
  let told: number | null = null;
  let askAt = 0;

  async function ask(): Promise<void> {
    askAt = now() + againAfterSeconds;
    try {
      told = await prometheus.scrapeIntervalSeconds(never);
      askAt = now() + goodForSeconds;
    } catch (error) {
      // Not every server that speaks this API tells its configuration; the last word stays. The source's own state has the reason.
      if (!(error instanceof AppError)) throw error;
    }
  }
  const scrapeIntervalSeconds = (): number | null => {
    if (now() >= askAt) void ask();
    return told;
  };
  scrapeIntervalSeconds();
  return {
    scrapeIntervalSeconds,
    alignSeconds: () => Math.max(5, Math.ceil(scrapeIntervalSeconds() ?? usualSeconds)),
  };
}
