import type { KubeObject } from '@vigla/contract/objects';
import { groupVersion } from '../resources/resource.ts';
import { badRequest, expired, type StatusError } from '../status/status.ts';
import type { Write, WriteKind } from '../store/history.ts';
import { type Call, inVersion } from './call.ts';
import { checkNotFuture, naturalNumber, readPage, selection } from './read.ts';

/** Where a watch sends its events. `send` may find the receiver too slow and close it. */
export interface Receiver {
  /** `object`: null for a bookmark of this version. */
  readonly send: (type: WriteKind | 'BOOKMARK', object: KubeObject) => void;
  readonly fail: (error: StatusError) => void;
  readonly end: () => void;
}

/** Sends what was written since a version and what is written from now on. Returns how to stop. */
export function watch(call: Call, receiver: Receiver, bookmarkMs: number): () => void {
  const { store, target, query } = call;
  const fits = selection(call);
  const from = query.get('resourceVersion') ?? '';
  const initial = query.get('sendInitialEvents') === 'true';
  if (query.get('sendInitialEvents') !== null && query.get('resourceVersionMatch') !== 'NotOlderThan') {
    throw badRequest('sendInitialEvents: needs resourceVersionMatch=NotOlderThan');
  }
  checkNotFuture(store, query);
  const bookmarks = query.get('allowWatchBookmarks') === 'true';
  const tell = (write: Write): void => {
    const event = seen(write, fits);
    if (event) receiver.send(event.type, inVersion(target, event.object));
  };

  if (initial || from === '' || from === '0') {
    const present = readPage({ store, target, query: withoutPaging(query) }).items;
    for (const object of present.toSorted(byVersion)) receiver.send('ADDED', object);
    if (initial && bookmarks) receiver.send('BOOKMARK', bookmark(call, { 'k8s.io/initial-events-end': 'true' }));
  } else {
    const missed = store.writesSince(target.resource, naturalNumber(query, 'resourceVersion'));
    if (!missed) {
      receiver.fail(expired(`too old resource version: ${from} (${store.version()})`));
      return () => undefined;
    }
    missed.forEach(tell);
  }
  const timers = [setTimeout(receiver.end, (naturalNumber(query, 'timeoutSeconds') || 2700) * 1000).unref()];
  if (bookmarks) timers.push(setInterval(() => receiver.send('BOOKMARK', bookmark(call)), bookmarkMs).unref());
  const stop = store.onWrite((resource, write) => {
    if (resource === target.resource) tell(write);
  });
  return () => {
    stop();
    for (const timer of timers) clearTimeout(timer);
  };
}

/** The write as somebody with selectors sees it: what leaves the selection is deleted, what enters it is added. */
function seen(
  { type, object, previous }: Write,
  fits: (object: KubeObject) => boolean,
): { readonly type: WriteKind; readonly object: KubeObject } | undefined {
  const before = type !== 'ADDED' && previous !== undefined && fits(previous);
  const after = type !== 'DELETED' && fits(object);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object };
  if (!before || !previous) return undefined;
  const { resourceVersion } = object.metadata;
  return {
    type: 'DELETED',
    object: { ...previous, metadata: { ...previous.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) } },
  };
}

/** Oldest write first: a client that resumes from the last version it saw then misses nothing. */
const byVersion = (a: KubeObject, b: KubeObject): number => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion);

function withoutPaging(query: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams(query);
  for (const name of ['limit', 'continue', 'resourceVersion', 'resourceVersionMatch']) kept.delete(name);
  return kept;
}

function bookmark({ store, target }: Call, annotations?: Readonly<Record<string, string>>): KubeObject {
  const { group, kind } = target.resource;
  return {
    apiVersion: groupVersion(group, target.version),
    kind,
    metadata: {
      name: '',
      resourceVersion: String(store.version()),
      creationTimestamp: undefined,
      ...(annotations ? { annotations: { ...annotations } } : {}),
    },
  };
}
