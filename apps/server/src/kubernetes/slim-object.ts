import type { KubeObject } from '@vigla/contract/objects';
import type { Resource } from '../sources/index.ts';

/** A copy of the whole object as it was last applied: as large as the object, and a place where secrets have leaked from. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What of an object is kept in the shared reading: all but the field lists of managedFields and kubectl's copy of the object.
 * Items of a list carry no apiVersion and kind of their own; they get them from the resource.
 * Total: undefined for anything that is no object with a name.
 */
export function slimObject(value: unknown, { group, version, kind }: Resource): KubeObject | undefined {
  if (!isRecord(value) || !isRecord(value['metadata']) || typeof value['metadata']['name'] !== 'string') return undefined;
  const { managedFields, annotations, ...metadata } = value['metadata'];
  return {
    ...value,
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    metadata: {
      ...metadata,
      ...(Array.isArray(managedFields) && { managedFields: managedFields.filter(isRecord).map(writerOf) }),
      ...(isRecord(annotations) && { annotations: withoutLastApplied(annotations) }),
    },
  } as KubeObject;
}

const writerOf = ({ fieldsV1: _, fieldsType: __, ...writer }: Record<string, unknown>) => writer;

const withoutLastApplied = ({ [lastApplied]: _, ...rest }: Record<string, unknown>) => rest;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
