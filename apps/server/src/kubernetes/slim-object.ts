import type { KubeObject } from '@vigla/contract/objects';
import type { Resource } from '../sources/index.ts';
import { type Json, recordOf, recordsOf, textOf, without } from './json.ts';

/** A copy of the whole object as it was last applied: as large as the object, and a place where secrets have leaked from. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What of an object is kept in the shared reading: all but the field lists of managedFields and kubectl's copy of the object.
 * Items of a list carry no apiVersion and kind of their own; they get them from the resource.
 * Total: undefined for anything that is no object with a name.
 */
export function slimObject(value: unknown, { group, version, kind }: Resource): KubeObject | undefined {
  const object = recordOf(value);
  const { managedFields, annotations, ...metadata } = recordOf(object['metadata']);
  const slim = {
    ...object,
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    metadata: {
      ...metadata,
      ...(managedFields !== undefined && {
        managedFields: recordsOf(managedFields).map((writer) => without(writer, 'fieldsV1', 'fieldsType')),
      }),
      ...(annotations !== undefined && { annotations: without(recordOf(annotations), lastApplied) }),
    },
  };
  return isKubeObject(slim) ? slim : undefined;
}

/** The API server has checked the rest of the metadata when it stored the object. */
const isKubeObject = (value: { readonly metadata: Json }): value is KubeObject => textOf(value.metadata['name']) !== '';
