import type { KubeObject } from '@vigla/contract/objects';
import { at, equal, isRecord, list, text, without } from '../json/json.ts';
import type { Resource } from '../resources/resource.ts';
import { type FieldSet, fieldsOf, fromFieldsV1, minus, toFieldsV1, union, valueAt } from './field-set.ts';

/** Who wrote which fields of an object, how, and when. */
export interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string;
  readonly fields: FieldSet;
}

/** Who makes a write. `time`: as Kubernetes writes instants. */
export interface Writer {
  readonly manager: string;
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string;
}

/** Reads the owners an object names. An entry without fields keeps its place: scenarios may only know who and when. */
export const ownersOf = (object: KubeObject | undefined): readonly Owner[] =>
  list(at(object, 'metadata', 'managedFields'))
    .filter((entry) => text(at(entry, 'manager')) !== '')
    .map((entry) => ({
      manager: text(at(entry, 'manager')),
      operation: at(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
      apiVersion: text(at(entry, 'apiVersion')),
      subresource: text(at(entry, 'subresource')),
      time: text(at(entry, 'time')),
      fields: fromFieldsV1(at(entry, 'fieldsV1')),
    }));

/** The object with its owners written down; owners of nothing are dropped unless they never named a field. */
export function withOwners(object: KubeObject, owners: readonly Owner[]): KubeObject {
  const managedFields = owners.map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
    manager,
    operation,
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(fields),
    ...(subresource ? { subresource } : {}),
  }));
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: managedFields.length > 0 ? { ...metadata, managedFields } : metadata };
}

export const sameOwner = (
  a: Pick<Owner, 'manager' | 'operation' | 'subresource'>,
  b: Pick<Owner, 'manager' | 'operation' | 'subresource'>,
): boolean => a.manager === b.manager && a.operation === b.operation && a.subresource === b.subresource;

/**
 * Who owns what after somebody wrote `after` over `before`: the writer owns the fields that changed, and nobody else does any more.
 * `given`: the owners to start from.
 */
export function ownersAfterUpdate(
  resource: Resource,
  before: KubeObject | undefined,
  after: KubeObject,
  given: readonly Owner[],
  writer: Writer,
): readonly Owner[] {
  const oldFields = before ? fieldsOf(resource, before) : new Set<string>();
  const newFields = fieldsOf(resource, after);
  const changed = new Set([...newFields].filter((path) => !oldFields.has(path) || differs(valueAt(before, path), valueAt(after, path))));
  const gone = minus(oldFields, newFields);
  if (changed.size === 0 && gone.size === 0) return given;
  const self = { ...writer, operation: 'Update' as const };
  const lost = union(changed, gone);
  const kept = given.flatMap((owner) => {
    const fields = minus(owner.fields, lost);
    return sameOwner(owner, self) || (fields.size === 0 && owner.fields.size > 0) ? [] : [{ ...owner, fields }];
  });
  const own = given.find((owner) => sameOwner(owner, self));
  return [...kept, { ...self, fields: union(minus(own?.fields ?? new Set(), gone), changed) }];
}

/** An item of a keyed list is there or not; what changes are the fields in it, and they count for themselves. */
const differs = (before: unknown, after: unknown): boolean => !(isRecord(before) && isRecord(after)) && !equal(before, after);

/** Whether two objects say the same, whoever wrote them and when. */
export const sameContent = (a: KubeObject, b: KubeObject): boolean => equal(bare(a), bare(b));

const bare = (object: KubeObject): unknown => ({
  ...object,
  apiVersion: undefined,
  metadata: without(object.metadata, 'managedFields', 'resourceVersion', 'generation'),
});
