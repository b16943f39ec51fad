import type { KubeObject } from '@vigla/contract/objects';
import { equal } from '../json/json.ts';
import type { Resource } from '../resources/resource.ts';
import type { Store } from '../store/store.ts';
import { instant } from '../verbs/call.ts';
import { uidOf } from '../verbs/write.ts';

/** Saves an object of a controller under the identity it has, and not at all where nothing changed. */
export function keep(store: Store, row: Resource, object: KubeObject): void {
  const before = store.get(row, object.metadata.namespace, object.metadata.name);
  const born = { uid: uidOf(store, row, object), creationTimestamp: instant(store.now()), ...(row.counted ? { generation: 1 } : {}) };
  const after = { ...object, metadata: { ...(before?.metadata ?? born), ...object.metadata } };
  if (before && equal(before, after)) return;
  if (!before || !row.counted || equal(before.spec, after.spec)) {
    store.save(row, after);
    return;
  }
  store.save(row, { ...after, metadata: { ...after.metadata, generation: (before.metadata.generation ?? 1) + 1 } });
}

/** Saves another status of an object, and nothing where it says the same. */
export function keepStatus(store: Store, row: Resource, { metadata }: KubeObject, status: KubeObject['status']): void {
  const live = store.get(row, metadata.namespace, metadata.name);
  if (live && status && !equal(live.status, status)) store.save(row, { ...live, status });
}
