import { createHash } from 'node:crypto';
import type { KubeObject } from '@vigla/contract/objects';
import { guardGrants } from '../access/escalation.ts';
import { admit } from '../admission/admission.ts';
import { at, equal, kubeObject, list, without } from '../json/json.ts';
import { byLetters } from '../ownership/field-set.ts';
import { type Owner, ownersAfterUpdate, ownersOf, sameContent, withOwners } from '../ownership/managers.ts';
import { rowOf } from '../resources/matrix.ts';
import { groupVersion, type Resource } from '../resources/resource.ts';
import { alreadyExists, conflict, invalid, notFound, StatusError, stale } from '../status/status.ts';
import type { Store } from '../store/store.ts';
import { type Call, instant, inVersion, isDryRun, managerOf } from './call.ts';
import { withDefaults } from './defaults.ts';
import { checked } from './prepare.ts';

/** Stores a new object after all checks. `owners`: who declares its fields, where that is known. */
export function create(call: Call, given: KubeObject, owners?: readonly Owner[]): KubeObject {
  const { store, target } = call;
  const { resource } = target;
  const named = withName(store, given);
  checkNamespace(store, target.namespace);
  if (store.get(resource, target.namespace, named.metadata.name)) throw alreadyExists(resource, named.metadata.name);
  if (named.metadata.resourceVersion)
    throw new StatusError(400, 'BadRequest', 'resourceVersion should not be set on objects to be created');
  const plain = resource.subresources.includes('status') ? withoutStatus(named) : named;
  const complete = withDefaults(resource, checked(call, plain), undefined);
  guardGrants(store, call.user, resource, complete);
  call.warnings.push(...admit(resource, complete));
  const { deletionTimestamp: _, ...metadata } = complete.metadata;
  const born: KubeObject = {
    ...complete,
    metadata: {
      ...metadata,
      uid: uidOf(store, resource, complete),
      creationTimestamp: instant(store.now()),
      ...(resource.counted ? { generation: 1 } : {}),
    },
  };
  const owned = withOwners(born, owners ?? ownersAfterUpdate(resource, undefined, born, [], writerOf(call)));
  return inVersion(target, isDryRun(call.query) ? owned : store.save(resource, owned));
}

/** Replaces an object after all checks; a write that changes nothing is not stored. `owners`: who declares its fields, where that is known. */
export function replace(call: Call, before: KubeObject, given: KubeObject, owners?: readonly Owner[]): KubeObject {
  const { store, target } = call;
  const { resource } = target;
  checkVersion(resource, before, given);
  const after = successor(call, before, given);
  if (target.subresource !== 'status') call.warnings.push(...admit(resource, after));
  const { managedFields } = given.metadata;
  const edited = managedFields !== undefined && !equal(managedFields, before.metadata.managedFields);
  if (!sameContent(before, after)) guardGrants(store, call.user, resource, after);
  const sameOwners = owners === undefined || sameFields(owners, ownersOf(before));
  if (sameContent(before, after) && !edited && sameOwners) return inVersion(target, before);
  const next = owners ?? ownersAfterUpdate(resource, before, after, ownersOf(managedFields ? given : before), writerOf(call));
  const owned = withOwners(recounted(resource, before, after), next);
  if (isDryRun(call.query)) return inVersion(target, owned);
  const released = before.metadata.deletionTimestamp !== undefined && list(at(owned, 'metadata', 'finalizers')).length === 0;
  return inVersion(target, released && resource.kind !== 'Namespace' ? store.remove(resource, owned) : store.save(resource, owned));
}

/** What a write makes of an object: its checked fields, under the metadata that only the server writes. */
function successor(call: Call, before: KubeObject, given: KubeObject): KubeObject {
  const { resource, subresource } = call.target;
  const complete =
    subresource === 'status'
      ? onlyStatus(before, given)
      : withDefaults(resource, checked(call, keptStatus(resource, before, given)), before);
  const metadata = { ...without(complete.metadata, ...written), ...systemFields(before), name: before.metadata.name };
  return { ...complete, metadata };
}

/** With the next generation where something but metadata and status changed. */
function recounted(resource: Resource, before: KubeObject, after: KubeObject): KubeObject {
  if (!resource.counted) return after;
  const generation = (before.metadata.generation ?? 0) + (equal(bare(before), bare(after)) ? 0 : 1);
  return { ...after, metadata: { ...after.metadata, generation } };
}

/** Everything but metadata and status: what `generation` counts the changes of. */
const bare = (object: KubeObject): unknown => without(object, 'apiVersion', 'metadata', 'status');
const withoutStatus = (object: KubeObject): KubeObject => kubeObject(without(object, 'status'));

function keptStatus(resource: Resource, before: KubeObject, given: KubeObject): KubeObject {
  if (!resource.subresources.includes('status')) return given;
  return before.status === undefined ? withoutStatus(given) : { ...given, status: before.status };
}

const onlyStatus = (before: KubeObject, given: KubeObject): KubeObject =>
  given.status === undefined ? withoutStatus(before) : { ...before, status: given.status };

/** What nobody but the server writes. */
const written = [
  'uid',
  'creationTimestamp',
  'resourceVersion',
  'generation',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
];
const systemFields = ({ metadata }: KubeObject): Partial<KubeObject['metadata']> =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => written.includes(key)));

function checkVersion(resource: Resource, before: KubeObject, given: KubeObject): void {
  const { resourceVersion, uid, name } = given.metadata;
  if (resourceVersion && resourceVersion !== before.metadata.resourceVersion) throw stale(resource, name);
  if (uid && uid !== before.metadata.uid)
    throw conflict(resource, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`);
}

/** A PUT of a custom resource must say which version it replaces. */
export function requireVersion(resource: Resource, { metadata }: KubeObject): void {
  if (!resource.custom || metadata.resourceVersion) return;
  throw invalid(resource, metadata.name, [
    { reason: 'FieldValueInvalid', field: 'metadata.resourceVersion', message: 'Invalid value: 0: must be specified for an update' },
  ]);
}

const sameFields = (a: readonly Owner[], b: readonly Owner[]): boolean => equal(comparable(a), comparable(b));
const comparable = (owners: readonly Owner[]): readonly string[] =>
  owners
    .map(({ manager, operation, apiVersion, subresource, fields }) =>
      JSON.stringify([manager, operation, apiVersion, subresource, [...fields].toSorted(byLetters)]),
    )
    .toSorted(byLetters);

/** Who makes the write of a request, and when. */
export const writerOf = (call: Call) => ({
  manager: managerOf(call),
  apiVersion: groupVersion(call.target.resource.group, call.target.version),
  subresource: call.target.subresource,
  time: instant(call.store.now()),
});

const digest = (...parts: readonly unknown[]): string => createHash('sha256').update(parts.join('\n')).digest('hex');

/** An id that depends on nothing but the object's place and the number of writes before it. */
export function uidOf(store: Store, { group, plural }: Resource, { metadata }: KubeObject): string {
  const hex = digest(store.version(), group, plural, metadata.namespace, metadata.name);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Five letters that look drawn by lot and are not. The letters are those Kubernetes uses. */
export function suffixOf(store: Store, ...parts: readonly unknown[]): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return [...Buffer.from(digest(store.version(), ...parts), 'hex').subarray(0, 5)].map((byte) => letters[byte % letters.length]).join('');
}

function withName(store: Store, object: KubeObject): KubeObject {
  const prefix = object.metadata['generateName'];
  if (object.metadata.name !== '' || typeof prefix !== 'string') return object;
  return { ...object, metadata: { ...object.metadata, name: `${prefix}${suffixOf(store, prefix, object.metadata.namespace)}` } };
}

function checkNamespace(store: Store, name: string | undefined): void {
  if (name === undefined) return;
  const namespaces = rowOf('Namespace');
  const found = store.get(namespaces, undefined, name);
  if (!found) throw notFound(namespaces, name);
  if (!found.metadata.deletionTimestamp) return;
  const message = `namespace ${name} is being terminated`;
  throw new StatusError(403, 'Forbidden', `unable to create new content in namespace ${name} because it is being terminated`, {
    causes: [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }],
  });
}
