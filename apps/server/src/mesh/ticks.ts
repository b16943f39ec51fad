import type { Tick } from '@vigla/contract/mesh';
import { AppError, type EventStream, type Identity } from '../http/index.ts';
import type { ObjectChange, Sources } from '../sources/index.ts';
import { changeTicks } from './change-ticks.ts';
import { type Refreshed, watchMesh } from './watch-mesh.ts';

/** Everybody who watches, and what they are told. Nothing runs while nobody does. */
export interface Ticks {
  /** Fails: too_many_requests, when this caller or all together have too many streams open. */
  admit(identity: Identity): void;
  /** `stillAdmitted` is asked now and then; the stream ends when it says no. */
  attach(stream: EventStream<Tick>, identity: Identity, stillAdmitted: () => Promise<unknown>): void;
  close(): void;
}

interface TicksOptions {
  readonly sources: Sources;
  readonly readings: Refreshed;
  readonly onCount?: (open: number) => void;
  readonly onTrouble: (message: string, error: unknown) => void;
}

const mostPerCaller = 20;
const mostTogether = 1000;
/** A pile of changes this high means: look at everything again. The next snapshot tells pages to. */
const mostPending = 500;
const changesEveryMs = 500;
const checkEveryMs = 30_000;

export function createTicks(options: TicksOptions): Ticks {
  const watchers = new Map<EventStream<Tick>, Watcher>();
  let stopWatching: (() => void) | null = null;
  const start = () =>
    watchMesh(options, {
      tell: (tick) => watchers.forEach((_, stream) => stream.send(tick)),
      changed: (change) => watchers.forEach((watcher) => watcher.note(change)),
    });

  return {
    admit({ key }) {
      const own = [...watchers.values()].filter(({ identity }) => identity.key === key).length;
      if (own < mostPerCaller && watchers.size < mostTogether) return;
      const detail =
        own < mostPerCaller ? 'Too many pages are open on this server.' : `You have ${own} pages open, which is as many as one person may.`;
      throw new AppError('too_many_requests', detail);
    },
    attach(stream, identity, stillAdmitted) {
      if (stream.ended.aborted) return;
      watchers.set(stream, createWatcher(stream, { identity, stillAdmitted }, options));
      options.onCount?.(watchers.size);
      stopWatching ??= start();
      stream.ended.addEventListener('abort', () => {
        watchers.get(stream)?.leave();
        watchers.delete(stream);
        options.onCount?.(watchers.size);
        if (watchers.size > 0) return;
        stopWatching?.();
        stopWatching = null;
      });
      stream.send({ kind: 'hello', now: options.sources.now() });
    },
    close: () => [...watchers.keys()].forEach((stream) => stream.end()),
  };
}

/** One page that watches: what it has not been told yet, and whether it may go on. */
interface Watcher {
  readonly identity: Identity;
  note(change: ObjectChange): void;
  leave(): void;
}

interface Guest {
  readonly identity: Identity;
  readonly stillAdmitted: () => Promise<unknown>;
}

function createWatcher(stream: EventStream<Tick>, { identity, stillAdmitted }: Guest, { sources, onTrouble }: TicksOptions): Watcher {
  const pending = new Map<string, ObjectChange>();
  const tellChanges = async (): Promise<void> => {
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
  };
  /** A stream outlives no session. A cluster that is silent is no refusal. */
  const endIfRefused = async (): Promise<void> => {
    try {
      await stillAdmitted();
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_signed_in') stream.end();
      else onTrouble('The session of somebody who watches could not be checked.', error);
    }
  };
  const timers = [setInterval(() => void tellChanges(), changesEveryMs), setInterval(() => void endIfRefused(), checkEveryMs)];
  return {
    identity,
    note(change) {
      const { kind, apiVersion, metadata } = change.object;
      if (pending.size < mostPending) pending.set(`${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`, change);
    },
    leave: () => timers.forEach((timer) => clearInterval(timer)),
  };
}
