import { at, type DurationSeconds, type EpochSeconds } from '@vigla/contract/units';
import { createInFlight, createTurns, type Prometheus } from '../sources/index.ts';
import type { Cadence } from './cadence.ts';
import type { Copies } from './copies.ts';
import { manySeries } from './many-series.ts';
import { type Reading, readMesh } from './read-mesh.ts';
import type { GraphQueryName } from '@vigla/domain/promql';
import { createRecentlyUsed } from './recently-used.ts';
import type { Recordings } from './recordings.ts';
import { createThrift } from './thrift.ts';
import { createWatchedWindows } from './watched-windows.ts';

/** The shared readings of the mesh. Whoever asks for the same window at the same time gets the same one. */
export interface Readings {
  /** The reading of a window that ends now, or at `instant`. For "now" the one before is good enough while its successor is being made. */
  read(window: DurationSeconds, instant: EpochSeconds | null, signal: AbortSignal): Promise<Reading>;
  /** Makes the newest reading of every window that somebody looks at, where it is not there yet. */
  refresh(): void;
  /** Called once for each new instant of the present, when all that somebody looks at has been read. */
  onRead(listener: (at: EpochSeconds) => void): () => void;
  /**
   * Called with each reading of the present, whoever asked for it. Where there is one before it, that one is served until what the
   * listener promises is done: then nobody waits for a picture.
   */
  onMade(listener: Preparing): () => void;
}

type Preparing = (reading: Reading) => Promise<unknown>;

interface ReadingsOptions {
  readonly prometheus: Pick<Prometheus, 'instant'>;
  readonly cadence: Cadence;
  readonly copies: Copies;
  readonly recordings: Pick<Recordings, 'covering'>;
  readonly now: () => EpochSeconds;
  readonly onServed?: (how: 'made' | 'kept' | 'late') => void;
  /** Called when a reading is made and all that it was made of is garbage. `series`: how many were read. */
  readonly onOver?: ((series: number) => void) | undefined;
}

/** Enough for several windows of the present and for somebody who walks through the past. */
const mostKept = 24;
/** All of them together: in a mesh of 200,000 series only the newest ones stay. */
const mostSeries = 400_000;

export function createReadings(options: ReadingsOptions): Readings {
  const { cadence, now, onServed } = options;
  const aligned = (instant: number): EpochSeconds => at(Math.max(0, instant - (instant % cadence.alignSeconds())));
  const { make, ready, listeners, makers } = createMaker(options, () => aligned(now()));
  const watched = createWatchedWindows(now);
  const never = new AbortController().signal;
  /** Windows of which one is being made that nobody asked for. */
  const ahead = new Set<DurationSeconds>();
  /** Nobody waits for it: whoever asks next meets the failure, and the source's state has it already. */
  const makeAhead = (window: DurationSeconds): void => {
    // One that takes longer than it is good for is not begun again meanwhile: they would pile up, here and in Prometheus.
    if (ahead.has(window)) return;
    ahead.add(window);
    void make(window, aligned(now()), never)
      .catch(() => watched.failed(window))
      .finally(() => ahead.delete(window));
  };

  const refresh = (): void => {
    for (const window of watched.due()) if (!ready(window, aligned(now()))) makeAhead(window);
  };

  return {
    async read(window, instant, signal) {
      const wanted = aligned(Math.min(instant ?? now(), now()));
      if (instant === null) watched.looked(window);
      const kept = ready(window, wanted);
      const before = kept || instant !== null ? undefined : ready(window, aligned(wanted - 1));
      if (before) makeAhead(window);
      // Those who listen are told once, so what the others look at is made at the same time.
      if (!kept && instant === null && listeners.size > 0) refresh();
      onServed?.(kept ? 'kept' : before ? 'late' : 'made');
      return kept ?? before ?? make(window, wanted, signal);
    },
    refresh,
    onRead: (listener) => listening(listeners, listener),
    onMade: (listener) => listening(makers, listener),
  };
}

function listening<T>(all: Set<T>, listener: T): () => void {
  all.add(listener);
  return () => all.delete(listener);
}

/**
 * Makes each reading once, and keeps those that will not get better. Of many series one is made after the other, its pictures
 * included: what is read of two instants or windows would stand in memory beside each other.
 */
function createMaker({ prometheus, cadence, copies, recordings, now, onOver }: ReadingsOptions, present: () => EpochSeconds) {
  const reader = { prometheus, copies, recordings, thrift: createThrift<GraphQueryName>(now) };
  const kept = createRecentlyUsed<Reading>(mostKept, { most: mostSeries, of: ({ cost }) => cost.series });
  const making = createInFlight<Reading>();
  const listeners = new Set<(at: EpochSeconds) => void>();
  const makers = new Set<Preparing>();
  const underWay = new Map<EpochSeconds, number>();
  const turns = createTurns(1);
  let isLarge = false;
  let [fresh, told]: (EpochSeconds | null)[] = [null, null];
  const keyOf = (window: DurationSeconds, instant: EpochSeconds): string => `${window}@${instant}`;
  /** One of the past never takes the place of what everybody looks at: where both are too much, it goes with whoever asked for it. */
  const keep = (reading: Reading): void => {
    const shared = kept.values().filter(({ at: instant }) => fresh !== null && instant === fresh && reading.at < fresh);
    for (const one of [reading, ...shared]) kept.set(keyOf(one.window, one.at), one);
  };
  const hasBefore = ({ window, at: instant }: Reading): boolean =>
    kept.values().some((one) => one.window === window && one.at < instant && instant - one.at <= cadence.alignSeconds());
  const settle = (instant: EpochSeconds): void => {
    const left = (underWay.get(instant) ?? 1) - 1;
    if (left > 0) underWay.set(instant, left);
    else underWay.delete(instant);
    if (left > 0 || fresh !== instant || told === instant) return;
    told = instant;
    listeners.forEach((tell) => tell(instant));
  };

  async function makeOne(window: DurationSeconds, instant: EpochSeconds, gone: AbortSignal): Promise<Reading> {
    const reading = await readMesh(reader, window, instant, gone);
    isLarge = reading.cost.series >= manySeries;
    onOver?.(reading.cost.series);
    const isPresent = instant >= present();
    const prepared = Promise.all(isPresent ? [...makers].map((prepare) => prepare(reading)) : []);
    if (hasBefore(reading)) await prepared;
    // A gap of the present goes with the next reading; one of the past would stay.
    if (isPresent || reading.gaps.length === 0) keep(reading);
    if (isPresent) fresh = instant;
    return reading;
  }

  return {
    listeners,
    makers,
    ready: (window: DurationSeconds, instant: EpochSeconds) => kept.get(keyOf(window, instant)),
    make: (window: DurationSeconds, instant: EpochSeconds, signal: AbortSignal): Promise<Reading> =>
      making.join(keyOf(window, instant), signal, async (gone) => {
        underWay.set(instant, (underWay.get(instant) ?? 0) + 1);
        try {
          const made = (): Promise<Reading> => makeOne(window, instant, gone);
          return isLarge ? await turns.take(gone, made) : await made();
        } finally {
          settle(instant);
        }
      }),
  };
}
