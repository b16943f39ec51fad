import type { KubeObject } from '@vigla/contract/objects';
import { letters } from '../flow/index.ts';

/** Who wrote, when, and the dice for what the cluster makes up itself. */
export interface Stamp {
  readonly by: string;
  readonly atMs: number;
  readonly seed: number;
}

/** Clusters keep times in whole seconds. */
export const seconds = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** An object as the cluster keeps it after a write: it remembers who wrote last, and when. */
export function stamped(after: KubeObject, before: KubeObject | undefined, { by, atMs, seed }: Stamp): KubeObject {
  const entry = {
    manager: by,
    operation: 'Update',
    apiVersion: after.apiVersion,
    time: seconds(atMs),
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': {} },
  };
  const others = (before?.metadata.managedFields ?? []).filter(({ manager }) => manager !== by);
  const born = {
    uid: uid(seed, after.kind, after.metadata.namespace ?? '', after.metadata.name, atMs),
    creationTimestamp: seconds(atMs),
  };
  return {
    ...after,
    metadata: {
      ...born,
      ...after.metadata,
      ...(before && { uid: before.metadata.uid ?? born.uid, creationTimestamp: before.metadata.creationTimestamp ?? born.creationTimestamp }),
      generation: (before?.metadata.generation ?? 0) + 1,
      managedFields: [...others, entry],
    },
  };
}

function uid(seed: number, ...keys: readonly (string | number)[]): string {
  const hex = letters('0123456789abcdef', 30, seed, 'told', ...keys);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}
