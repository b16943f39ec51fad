import type { KubeObject } from '@vigla/contract/objects';
import { at, type Json, list, text } from '../json/json.ts';
import { matrix } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';
import { conflict } from '../status/status.ts';
import type { Store } from '../store/store.ts';
import { type Answer, type Call, instant, inVersion, isDryRun } from './call.ts';
import { readOne, readPage } from './read.ts';

/** Deletes one object, or marks it where finalizers hold it. */
export function removeOne(call: Call, options: Json): Answer {
  const { store, target } = call;
  const object = readOne(store, target);
  checkPreconditions(target.resource, object, options);
  const marked = isDryRun(withOptions(call.query, options))
    ? undefined
    : removeObject(store, target.resource, object, orphans(call, options));
  if (marked) return { code: 200, body: inVersion(target, marked) };
  const { uid } = object.metadata;
  const { group, plural } = target.resource;
  return {
    code: 200,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: object.metadata.name, ...(group ? { group } : {}), kind: plural, uid },
    },
  };
}

/** Deletes everything the selectors fit. Answers with the list of what went. */
export function removeMany(call: Call, options: Json): Answer {
  const { store, target } = call;
  const page = readPage(call);
  const dry = isDryRun(withOptions(call.query, options));
  for (const { metadata } of page.items) {
    const object = store.get(target.resource, metadata.namespace, metadata.name);
    if (object && !dry) removeObject(store, target.resource, object, orphans(call, options));
  }
  return {
    code: 200,
    body: {
      kind: `${target.resource.kind}List`,
      apiVersion: page.items[0]?.apiVersion ?? 'v1',
      metadata: page.metadata,
      items: page.items,
    },
  };
}

/** Takes an object away; returns it marked where something holds it back. Namespaces are held until they are empty. */
export function removeObject(store: Store, resource: Resource, object: KubeObject, orphan = false): KubeObject | undefined {
  const held = resource.kind === 'Namespace' || list(at(object, 'metadata', 'finalizers')).length > 0;
  if (!held) {
    if (orphan) disown(store, object);
    store.remove(resource, object);
    return undefined;
  }
  if (object.metadata.deletionTimestamp) return object;
  const status = resource.kind === 'Namespace' ? { status: { ...object.status, phase: 'Terminating' } } : {};
  return store.save(resource, {
    ...object,
    ...status,
    metadata: { ...object.metadata, deletionTimestamp: instant(store.now()), deletionGracePeriodSeconds: 0 },
  });
}

/** Lets what an object owns outlive it. */
function disown(store: Store, owner: KubeObject): void {
  for (const [resource, object] of ownedBy(store, owner)) {
    const ownerReferences = object.metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid) ?? [];
    store.save(resource, { ...object, metadata: { ...object.metadata, ownerReferences } });
  }
}

/** Everything that names an object as its owner. */
export function ownedBy(store: Store, owner: KubeObject): readonly (readonly [Resource, KubeObject])[] {
  return matrix
    .filter(({ question }) => !question)
    .flatMap((resource) =>
      store
        .list(resource, owner.metadata.namespace)
        .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))
        .map((object) => [resource, object] as const),
    );
}

const orphans = ({ query }: Call, options: Json): boolean =>
  (query.get('propagationPolicy') ?? text(options['propagationPolicy'])) === 'Orphan';

function withOptions(query: URLSearchParams, options: Json): URLSearchParams {
  const all = new URLSearchParams(query);
  for (const value of list(options['dryRun'])) all.append('dryRun', text(value));
  return all;
}

function checkPreconditions(resource: Resource, { metadata }: KubeObject, options: Json): void {
  const [uid, version] = ['uid', 'resourceVersion'].map((name) => text(at(options, 'preconditions', name)));
  if (uid && uid !== metadata.uid)
    throw conflict(resource, metadata.name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`);
  if (version && version !== metadata.resourceVersion)
    throw conflict(
      resource,
      metadata.name,
      `Precondition failed: ResourceVersion in precondition: ${version}, ResourceVersion in object meta: ${metadata.resourceVersion}`,
    );
}
