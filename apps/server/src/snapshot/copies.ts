import type { EpochSeconds } from '@vigla/contract/units';
import { countedOnce } from '@vigla/domain/promql';
import type { Prometheus } from '../sources/index.ts';

/** What is known of proxies that several jobs scrape: each of their series is there once for each job, and sums would count it as often. */
export interface Copies {
  /** Whether it is time to look again. */
  readonly isDue: () => boolean;
  /** Jobs that scrape what another scrapes too. Answers whether questions asked until now were counted otherwise than they should be. */
  readonly found: (jobs: readonly string[]) => boolean;
  /** The question failed: it waits as long as if it had been answered. */
  readonly missed: () => void;
  readonly any: () => boolean;
}

const goodForSeconds = 300;

/** `onFound`: told once for each set of jobs, and with none when they are gone. */
export function createCopies(now: () => EpochSeconds, onFound: (jobs: readonly string[]) => void = () => {}): Copies {
  let known: readonly string[] = [];
  let lookAt = 0;
  return {
    isDue: () => now() >= lookAt,
    missed: () => {
      lookAt = now() + goodForSeconds;
    },
    any: () => known.length > 0,
    found(jobs) {
      lookAt = now() + goodForSeconds;
      const sorted = [...jobs].sort();
      const isOther = sorted.length > 0 !== known.length > 0;
      if (sorted.join('\n') !== known.join('\n')) onFound(sorted);
      known = sorted;
      return isOther;
    },
  };
}

/** The same Prometheus, asked so that what several jobs scrape counts once. Graph, charts, history and explanations ask it alike. */
export function countingOnce(prometheus: Prometheus, copies: Copies): Prometheus {
  const asked = (query: string): string => (copies.any() ? countedOnce(query) : query);
  return {
    ...prometheus,
    instant: (query, at, signal) => prometheus.instant(asked(query), at, signal),
    range: (query, steps, signal) => prometheus.range(asked(query), steps, signal),
  };
}
