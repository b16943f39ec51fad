import { AppError } from '../http/index.ts';
import type { ObjectChange, Resource } from '../sources/index.ts';
import { HistoryGone, refusal } from './failures.ts';
import { jsonLines } from './json-lines.ts';
import { recordOf } from './json.ts';
import type { ObjectCache } from './object-cache.ts';
import { backoffMs, type Naps } from './pause.ts';
import { readList } from './read-list.ts';
import { resourcePath } from './resource-path.ts';
import type { Share } from './sharing.ts';
import { slimObject } from './slim-object.ts';
import type { Transport } from './transport.ts';

/** Keeps one resource's cache equal to the cluster until it is closed. */
export interface Follower {
  /** Why the cache cannot be trusted to be complete and fresh; null when it can. */
  trouble(): string | null;
  /** Resolves when the first list has come or failed to come. */
  readonly tried: Promise<void>;
  close(): void;
}

export interface FollowOptions {
  readonly resource: Resource;
  readonly transport: Transport;
  readonly cache: ObjectCache;
  readonly share: Share;
  readonly naps: Naps;
  /** Told of every difference after the first complete list. */
  readonly onChange: (change: ObjectChange) => void;
  readonly random: () => number;
  /** A watch that says nothing for so long, not even a bookmark, is given up. */
  readonly silenceMs: number;
  /** How long to wait before asking again for what the server's account may not read or the cluster does not have. */
  readonly refusedMs: number;
}

/** A watch ends by itself about this often, so that a connection that only looks alive is noticed. */
const watchSeconds = 300;
const maxLineBytes = 16 * 1024 * 1024;

/** Lists, then watches from there; after any failure it waits a little and goes on, from a fresh list where history is lost. */
export function followResource(options: FollowOptions): Follower {
  const closed = new AbortController();
  const tried = Promise.withResolvers<void>();
  let trouble: string | null = 'has not been read yet';
  void followUntil(closed.signal, options, (why) => {
    trouble = why;
    tried.resolve();
  }).finally(tried.resolve);
  return { trouble: () => trouble, tried: tried.promise, close: () => closed.abort() };
}

/** How far a follower has come. `resourceVersion` null: a fresh list is needed. */
interface Progress {
  resourceVersion: string | null;
  listed: boolean;
  /** Failures, and watches that brought nothing, in a row. */
  failures: number;
}

async function followUntil(closed: AbortSignal, options: FollowOptions, setTrouble: (why: string | null) => void): Promise<void> {
  const progress: Progress = { resourceVersion: null, listed: false, failures: 0 };
  while (!closed.aborted) {
    try {
      progress.resourceVersion ??= await takeList(options, progress.listed, closed);
      progress.listed = true;
      setTrouble(null);
      await takeWatch(options, progress, closed);
      if (progress.failures > 1) await options.naps.take(backoffMs(progress.failures, options.random), closed);
    } catch (error) {
      if (closed.aborted) return;
      progress.failures += 1;
      if (!canResume(error, progress.failures)) progress.resourceVersion = null;
      setTrouble(error instanceof Error ? error.message : 'cannot be read');
      await options.naps.take(waitMs(error, progress.failures, options), closed);
    }
  }
}

/** A connection that broke is taken up again where it was, once; after that, or when the answer made no sense, only a list can be trusted. */
const canResume = (error: unknown, failures: number): boolean =>
  failures === 1 && error instanceof AppError && error.code === 'source_unavailable' && !(error instanceof HistoryGone);

function waitMs(error: unknown, failures: number, { refusedMs, random }: FollowOptions): number {
  if (error instanceof HistoryGone) return failures > 1 ? backoffMs(failures, random) : 0;
  const refused = error instanceof AppError && (error.code === 'forbidden' || error.code === 'not_found');
  return refused ? refusedMs * (0.5 + random() / 2) : backoffMs(failures, random);
}

async function takeList(options: FollowOptions, announce: boolean, closed: AbortSignal): Promise<string> {
  const { cache, onChange } = options;
  const { objects, resourceVersion } = await readList(options, closed);
  const changes = cache.replace(objects);
  if (announce) for (const change of changes) onChange(change);
  return resourceVersion;
}

/** Follows one watch to its end, noting how far it came. A watch that brought nothing counts as a failure, so that the next waits a little. */
async function takeWatch(options: FollowOptions, progress: Progress, closed: AbortSignal): Promise<void> {
  const { transport, resource, silenceMs, random } = options;
  const timeoutSeconds = String(Math.round(watchSeconds * (0.9 + random() / 5)));
  const query = { watch: 'true', allowWatchBookmarks: 'true', resourceVersion: progress.resourceVersion ?? '', timeoutSeconds };
  const chunks = await transport.stream({ method: 'GET', path: resourcePath(resource), query }, silenceMs, closed);
  let heard = false;
  for await (const line of jsonLines(chunks, maxLineBytes)) {
    progress.resourceVersion = takeEvent(options, line) ?? progress.resourceVersion;
    progress.failures = 0;
    heard = true;
  }
  if (!heard) progress.failures += 1;
}

/** Takes over one event; answers the point in history it stands for. Fails: with what an ERROR event says. */
function takeEvent({ resource, cache, share, onChange }: FollowOptions, line: unknown): string | undefined {
  const { type, object } = recordOf(line);
  if (type === 'ERROR') {
    const { code } = recordOf(object);
    throw refusal(typeof code === 'number' ? code : 500, object, { method: 'GET', path: resourcePath(resource), query: { watch: 'true' } });
  }
  const read = slimObject(object, resource, share);
  if (read && type !== 'BOOKMARK') {
    const change = type === 'DELETED' ? cache.drop(read) : cache.put(read);
    if (change) onChange(change);
  }
  const { resourceVersion } = recordOf(recordOf(object)['metadata']);
  return typeof resourceVersion === 'string' ? resourceVersion : undefined;
}
