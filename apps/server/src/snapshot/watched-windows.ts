import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';

/** Which windows somebody looks at now, so that their next reading can be made before anybody asks for it. */
export interface WatchedWindows {
  looked(window: DurationSeconds): void;
  failed(window: DurationSeconds): void;
  /** Those that are looked at and have not failed just now. */
  due(): readonly DurationSeconds[];
}

/** Somebody who has not asked for so long has closed the page. */
const watchedSeconds = 90;
const most = 4;
/** A source that has just failed is left alone for a moment. */
const patienceSeconds = 5;

export function createWatchedWindows(now: () => EpochSeconds): WatchedWindows {
  const lookedAt = new Map<DurationSeconds, EpochSeconds>();
  const failedAt = new Map<DurationSeconds, EpochSeconds>();
  const forget = (window: DurationSeconds): void => {
    lookedAt.delete(window);
    failedAt.delete(window);
  };
  return {
    looked(window) {
      lookedAt.delete(window);
      lookedAt.set(window, now());
      for (const oldest of [...lookedAt.keys()].slice(0, -most)) forget(oldest);
    },
    failed: (window) => void failedAt.set(window, now()),
    due() {
      for (const [window, instant] of lookedAt) if (now() - instant > watchedSeconds) forget(window);
      return [...lookedAt.keys()].filter((window) => now() - (failedAt.get(window) ?? 0) >= patienceSeconds);
    },
  };
}
