import type { KubeObject } from '@vigla/contract/objects';
import { objectId, timestamp } from '../scenarios/index.ts';

/** Who wrote, when, and the dice for what the cluster makes up itself. */
export interface Stamp {
  readonly by: string;
  readonly atMs: number;
  readonly seed: number;
}

/** An object as the cluster keeps it after a write: it remembers who wrote last, and when. */
export function stamped(after: KubeObject, before: KubeObject | undefined, { by, atMs, seed }: Stamp): KubeObject {
  const entry = {
    manager: by,
    operation: 'Update',
    apiVersion: after.apiVersion,
    time: timestamp(atMs),
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': {} },
  };
  const others = (before?.metadata.managedFields ?? []).filter(({ manager }) => manager !== by);
  const born = {
    uid: objectId(seed, 'told', after.kind, after.metadata.namespace ?? '', after.metadata.name, atMs),
    creationTimestamp: timestamp(atMs),
  };
  return {
    ...after,
    metadata: {
      ...born,
      ...after.metadata,
      ...(before && {
        uid: before.metadata.uid ?? born.uid,
        creationTimestamp: before.metadata.creationTimestamp ?? born.creationTimestamp,
      }),
      generation: (before?.metadata.generation ?? 0) + 1,
      managedFields: [...others, entry],
    },
  };
}
