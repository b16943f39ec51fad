import { at, type DurationSeconds, type EpochSeconds } from '@vigla/contract/units';
import type { Prometheus } from '../sources/index.ts';
import { createInFlight } from '../sources/index.ts';
import type { Cadence } from './cadence.ts';
import { type Reading, readMesh } from './read-mesh.ts';
import { createRecentlyUsed } from './recently-used.ts';

/** The shared readings of the mesh. Whoever asks for the same window at the same time gets the same one. */
export interface Readings {
  /** The reading of a window that ends now, or at `instant`. For "now" the one before is good enough while its successor is being made. */
  read(window: DurationSeconds, instant: EpochSeconds | null, signal: AbortSignal): Promise<Reading>;
  /** Makes the newest reading of every window that somebody looks at, where it is not there yet. */
  refresh(): void;
  /** Called with the instant of each new reading of the present. */
  onRead(listener: (at: EpochSeconds) => void): () => void;
}

interface ReadingsOptions {
  readonly prometheus: Pick<Prometheus, 'instant'>;
  readonly cadence: Cadence;
  readonly now: () => EpochSeconds;
  readonly onServed?: (how: 'made' | 'kept' | 'late') => void;
}

/** Enough for several windows of the present and for somebody who walks through the past. */
const mostKept = 24;
/** Somebody who has not asked for so long has closed the page. */
const watchedSeconds = 90;
const mostWatched = 4;
/** A source that has just failed is left alone for a moment. */
const patienceSeconds = 5;

export function createReadings({ prometheus, cadence, now, onServed }: ReadingsOptions): Readings {
  const kept = createRecentlyUsed<Reading>(mostKept);
  const making = createInFlight<Reading>();
  const watched = new Map<DurationSeconds, EpochSeconds>();
  const failedAt = new Map<DurationSeconds, EpochSeconds>();
  const listeners = new Set<(at: EpochSeconds) => void>();
  const never = new AbortController().signal;
  const keyOf = (window: DurationSeconds, instant: EpochSeconds): string => `${window}@${instant}`;
  const aligned = (instant: EpochSeconds): EpochSeconds => at(instant - (instant % cadence.alignSeconds()));
  const current = (): EpochSeconds => aligned(now());

  const make = (window: DurationSeconds, instant: EpochSeconds, signal: AbortSignal): Promise<Reading> =>
    making.join(keyOf(window, instant), signal, async (gone) => {
      const reading = await readMesh(prometheus, window, instant, gone);
      // A gap of the present goes with the next reading; one of the past would stay.
      const isPresent = instant >= current();
      if (isPresent || reading.gaps.length === 0) kept.set(keyOf(window, instant), reading);
      if (isPresent) listeners.forEach((tell) => tell(instant));
      return reading;
    });
  /** Nobody waits for it: whoever asks next meets the failure, and the source's state has it already. */
  const makeAhead = (window: DurationSeconds): void => {
    make(window, current(), never).then(
      () => failedAt.delete(window),
      () => failedAt.set(window, now()),
    );
  };
  const failedLately = (window: DurationSeconds): boolean => now() - (failedAt.get(window) ?? 0) < patienceSeconds;

  return {
    async read(window, instant, signal) {
      const present = current();
      const wanted = instant === null ? present : aligned(at(Math.min(instant, now())));
      if (instant === null) watch(watched, window, now());
      const ready = kept.get(keyOf(window, wanted));
      if (ready) {
        onServed?.('kept');
        return ready;
      }
      const before = instant === null ? kept.get(keyOf(window, aligned(at(Math.max(0, present - 1))))) : undefined;
      if (before) {
        makeAhead(window);
        onServed?.('late');
        return before;
      }
      const reading = await make(window, wanted, signal);
      onServed?.('made');
      return reading;
    },
    refresh() {
      for (const [window, lastAsked] of watched) {
        if (now() - lastAsked > watchedSeconds) watched.delete(window);
        else if (!kept.get(keyOf(window, current())) && !failedLately(window)) makeAhead(window);
      }
    },
    onRead(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Remembers that somebody looks at this window. The ones asked for last are kept. */
function watch(watched: Map<DurationSeconds, EpochSeconds>, window: DurationSeconds, instant: EpochSeconds): void {
  watched.delete(window);
  watched.set(window, instant);
  for (const oldest of watched.keys()) {
    if (watched.size <= mostWatched) return;
    watched.delete(oldest);
  }
}
