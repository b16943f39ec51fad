import type { Tick } from '@vigla/contract/mesh';
import type { EpochSeconds } from '@vigla/contract/units';
import { AppError, type EventStream, type Identity } from '../http/index.ts';
import type { ObjectChange, Sources } from '../sources/index.ts';
import { changeTicks } from './change-ticks.ts';
import { sourceStates } from './source-states.ts';

/** Everybody who watches, and what they are told. Nothing runs while nobody does. */
export interface Ticks {
  /** Fails: too_many_requests, when this caller or all together have too many streams open. */
  admit(identity: Identity): void;
  /** `stillAdmitted` is asked now and then; the stream ends when it says no. */
  attach(stream: EventStream<Tick>, identity: Identity, stillAdmitted: () => Promise<unknown>): void;
  close(): void;
}

interface Watcher {
  readonly stream: EventStream<Tick>;
  readonly identity: Identity;
  readonly pending: Map<string, ObjectChange>;
}

/** The readings of the mesh, as far as the stream is concerned. */
export interface Refreshed {
  /** Makes the newest reading of each window that somebody looks at, where it is not there yet. */
  refresh(): void;
  onRead(listener: (at: EpochSeconds) => void): () => void;
}

interface TicksOptions {
  readonly sources: Sources;
  readonly readings: Refreshed;
  readonly onCount?: (open: number) => void;
  readonly onTrouble: (message: string, error: unknown) => void;
  /** Patience, for tests. */
  readonly paceMs?: { readonly look: number; readonly changes: number; readonly check: number };
}

const mostPerCaller = 20;
const mostTogether = 1000;
/** A pile of changes this high means: look at everything again. The next snapshot tells pages to. */
const mostPending = 500;

export function createTicks({
  sources,
  readings,
  onCount,
  onTrouble,
  paceMs = { look: 1000, changes: 500, check: 30_000 },
}: TicksOptions): Ticks {
  const watchers = new Set<Watcher>();
  let stopLooking: (() => void) | null = null;

  const broadcast = (tick: Tick): void => watchers.forEach(({ stream }) => stream.send(tick));
  const start = (): (() => void) => {
    const known = new Map(sourceStates(sources).map(({ name, state }) => [name, state]));
    const look = (): void => {
      readings.refresh();
      for (const { name, state } of sourceStates(sources)) {
        if (known.get(name) !== state) broadcast({ kind: 'source', source: name, state });
        known.set(name, state);
      }
    };
    const timers = [
      setInterval(look, paceMs.look),
      setInterval(() => watchers.forEach((watcher) => void tellChanges(watcher)), paceMs.changes),
    ];
    const leave = [sources.kubernetes.onChange(pile), readings.onRead((at) => broadcast({ kind: 'snapshot', at }))];
    return () => {
      timers.forEach((timer) => clearInterval(timer));
      leave.forEach((end) => end());
    };
  };
  const pile = (change: ObjectChange): void => {
    const { kind, apiVersion, metadata } = change.object;
    const key = `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
    for (const { pending } of watchers) if (pending.size < mostPending) pending.set(key, change);
  };
  async function tellChanges({ pending, identity, stream }: Watcher): Promise<void> {
    if (pending.size === 0) return;
    const changes = [...pending.values()];
    pending.clear();
    try {
      const visible = await sources.kubernetes.visible(identity, stream.ended);
      changeTicks(changes, visible).forEach((tick) => stream.send(tick));
    } catch (error) {
      // What somebody may see is not known just now, so nothing is told; the next snapshot makes pages look again.
      if (!stream.ended.aborted) onTrouble('Changes were not told, since rights could not be checked.', error);
    }
  }

  return {
    admit({ key }) {
      const own = [...watchers].filter(({ identity }) => identity.key === key).length;
      if (own < mostPerCaller && watchers.size < mostTogether) return;
      throw new AppError(
        'too_many_requests',
        own < mostPerCaller
          ? 'Too many pages are open on this server.'
          : `You have ${own} pages of this console open, which is as many as one person may.`,
      );
    },
    attach(stream, identity, stillAdmitted) {
      const watcher: Watcher = { stream, identity, pending: new Map() };
      const check = setInterval(() => void endIfRefused(stream, stillAdmitted, onTrouble), paceMs.check);
      watchers.add(watcher);
      onCount?.(watchers.size);
      stopLooking ??= start();
      stream.ended.addEventListener('abort', () => {
        clearInterval(check);
        watchers.delete(watcher);
        onCount?.(watchers.size);
        if (watchers.size > 0) return;
        stopLooking?.();
        stopLooking = null;
      });
      stream.send({ kind: 'hello', now: sources.now() });
    },
    close: () => [...watchers].forEach(({ stream }) => stream.end()),
  };
}

/** A stream outlives no session. A cluster that is silent is no refusal. */
async function endIfRefused(
  stream: EventStream<Tick>,
  stillAdmitted: () => Promise<unknown>,
  onTrouble: TicksOptions['onTrouble'],
): Promise<void> {
  try {
    await stillAdmitted();
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_signed_in') stream.end();
    else onTrouble('A watching session could not be checked.', error);
  }
}
