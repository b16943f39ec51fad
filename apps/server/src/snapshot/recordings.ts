import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import { covers, readRecorded, type Recorded, recordedQuery } from '@vigla/domain/promql';
import { AppError } from '../http/index.ts';
import type { Prometheus } from '../sources/index.ts';

/** Recording rules that Prometheus evaluates for us, as far as it has told. Never waits: asks anew in the background when the last word is old. */
export interface Recordings {
  /** The rules that run now; null while there are none, or nobody knows. */
  readonly running: () => Recorded | null;
  /** The rules that a window until `instant` may be read from; null: read raw series. */
  readonly covering: (window: DurationSeconds, instant: EpochSeconds) => Recorded | null;
}

/** With the two minutes within which a marker counts, rules that stop are noticed before the shortest window is empty. */
const againAfterSeconds = 60;

export function createRecordings(prometheus: Pick<Prometheus, 'instant'>, now: () => EpochSeconds): Recordings {
  const never = new AbortController().signal;
  let told: Recorded | null = null;
  let askAt = 0;

  async function ask(): Promise<void> {
    askAt = now() + againAfterSeconds;
    try {
      told = readRecorded(await prometheus.instant(recordedQuery, now(), never));
    } catch (error) {
      // Whoever cannot be asked may have lost the rules meanwhile; raw series are right in any case. The source's own state has the reason.
      if (!(error instanceof AppError)) throw error;
      told = null;
    }
  }
  const running = (): Recorded | null => {
    if (now() >= askAt) void ask();
    return told;
  };
  return {
    running,
    covering(window, instant) {
      const rules = running();
      return rules && covers(rules, window, instant) ? rules : null;
    },
  };
}
