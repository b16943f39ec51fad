import type { DurationSeconds } from '@vigla/contract/units';

/** Remembers which questions proved too heavy for the source, so that they are not put to it again at every refresh. */
export interface Thrift<Name extends string> {
  /** Why this question had better not be asked now; null: ask it. */
  readonly leftOut: (name: Name, window: DurationSeconds) => string | null;
  readonly tooHeavy: (name: Name, window: DurationSeconds, why: string) => void;
  readonly answered: (name: Name, window: DurationSeconds) => void;
}

interface Pause {
  readonly window: DurationSeconds;
  /** Epoch seconds. */
  readonly until: number;
  readonly seconds: number;
  readonly why: string;
}

const firstSeconds = 60;
const longestSeconds = 600;

/** A longer window is heavier still; a shorter one may do. Each failure in a row doubles the pause, up to ten minutes. */
export function createThrift<Name extends string>(now: () => number): Thrift<Name> {
  const pauses = new Map<Name, Pause>();
  return {
    leftOut(name, window) {
      const pause = pauses.get(name);
      return pause && window >= pause.window && now() < pause.until ? pause.why : null;
    },
    tooHeavy(name, window, why) {
      const before = pauses.get(name);
      const seconds = before && window >= before.window ? Math.min(longestSeconds, before.seconds * 2) : firstSeconds;
      pauses.set(name, { window, seconds, until: now() + seconds, why });
    },
    answered(name, window) {
      const pause = pauses.get(name);
      if (pause && window >= pause.window) pauses.delete(name);
    },
  };
}
