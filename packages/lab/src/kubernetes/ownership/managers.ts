import type { KubeObject } from '@vigla/contract/objects';
import { equal, record, text } from '../json/json.ts';
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
  (object?.metadata.managedFields ?? [])
    .filter((entry) => entry.manager !== undefined)
    .map((entry) => ({
      manager: entry.manager ?? '',
      operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: text(entry['apiVersion']),
      subresource: text(entry['subresource']),
      time: entry.time ?? '',
      fields: fromFieldsV1(entry['fieldsV1']),
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
  const changed = new Set([...newFields].filter((path) => !oldFields.has(path) || !equal(valueAt(before, path), valueAt(after, path))));
  const gone = minus(oldFields, newFields);
  if (changed.size === 0 && gone.size === 0) return given;
  const self = { ...writer, operation: 'Update' as const };
  const lost = union(changed, gone);
  const others = given
    .filter((owner) => !sameOwner(owner, self))
    .map((owner) => ({ ...owner, fields: minus(owner.fields, lost), hadFields: owner.fields.size > 0 }));
  const own = given.find((owner) => sameOwner(owner, self));
  const kept = others.filter(({ fields, hadFields }) => fields.size > 0 || !hadFields).map(({ hadFields: _, ...owner }) => owner);
  return [...kept, { ...self, fields: union(minus(own?.fields ?? new Set(), gone), changed) }];
}

/** Whether two objects say the same, whoever wrote them and when. */
export const sameContent = (a: KubeObject, b: KubeObject): boolean => equal(bare(a), bare(b));

const bare = (object: KubeObject): unknown => {
  const { managedFields: _, resourceVersion: __, generation: ___, ...metadata } = record(object.metadata);
  return { ...object, apiVersion: undefined, metadata };
};
