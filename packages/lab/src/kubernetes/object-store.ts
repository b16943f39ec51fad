import type { KubeObject } from '@vigla/contract/objects';
import { ownersAfterUpdate, ownersOf, sameContent, withOwners } from './ownership/managers.ts';
import { findByKind, rowsOfKind } from './resources/matrix.ts';
import type { Resource } from './resources/resource.ts';
import type { WriteKind } from './store/history.ts';
import type { Store } from './store/store.ts';
import { instant } from './verbs/call.ts';
import { removeObject } from './verbs/remove.ts';
import { uidOf } from './verbs/write.ts';

/** What names an object. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The objects of the cluster as the rest of the lab sees them: no HTTP, no rights, no admission. */
export interface ObjectStore {
  /** The objects of a kind: `Pod`, or `Gateway.networking.istio.io` where two groups use the word. */
  list(kind: string, namespace?: string): readonly KubeObject[];
  /** Tells of each write, whoever made it, in order. Returns how to stop. */
  onWrite(listener: (write: { readonly type: WriteKind; readonly object: KubeObject }) => void): () => void;
  /** Stores an object for a story or a controller; one that changes nothing is not stored. Fails: a kind the lab does not serve. */
  put(object: KubeObject, manager: string): KubeObject;
  /** Deletes an object, or marks it where something holds it. Total: nothing happens where there is none. */
  remove(ref: ObjectRef): void;
}

/** The store with the doors the rest of the lab uses. */
export function createObjectStore(store: Store): ObjectStore {
  return {
    list: (kind, namespace) =>
      rowsOfKind(kind)
        .filter(({ question }) => !question)
        .flatMap((row) => store.list(row, namespace)),
    onWrite: (listener) => store.onWrite((_, { type, object }) => listener({ type, object })),
    put: (object, manager) => put(store, object, manager),
    remove({ apiVersion, kind, namespace, name }) {
      const row = served(apiVersion, kind);
      const found = store.get(row, namespace, name);
      if (found) removeObject(store, row, found);
    },
  };
}

function put(store: Store, given: KubeObject, manager: string): KubeObject {
  const row = served(given.apiVersion, given.kind);
  const before = store.get(row, given.metadata.namespace, given.metadata.name);
  const time = instant(store.now());
  const born = { uid: uidOf(store, row, given), creationTimestamp: time, ...(row.counted ? { generation: 1 } : {}) };
  const { uid = born.uid, creationTimestamp = time } = before?.metadata ?? {};
  const after: KubeObject = { ...given, metadata: before ? { ...given.metadata, uid, creationTimestamp } : { ...born, ...given.metadata } };
  if (before && sameContent(before, after)) return before;
  const generation = (before?.metadata.generation ?? 0) + 1;
  const counted = row.counted ? { ...after, metadata: { ...after.metadata, generation } } : after;
  const writer = { manager, apiVersion: given.apiVersion, subresource: '', time };
  return store.save(row, withOwners(counted, ownersAfterUpdate(row, before, counted, ownersOf(before), writer)));
}

function served(apiVersion: string, kind: string): Resource {
  const row = findByKind(apiVersion, kind);
  if (!row || row.question) throw new Error(`The lab does not serve ${kind} of ${apiVersion}.`);
  return row;
}
