import type { KubeObject } from '@vigla/contract/objects';
import { letters } from '../flow/index.ts';

/** A write in the past of an object. */
export interface PastWrite {
  readonly by: string;
  readonly atMs: number;
}

/** What is told about an object beside its content. The first write made it. */
export interface Told {
  readonly seed: number;
  readonly writes: readonly [PastWrite, ...PastWrite[]];
}

/** The content of an object before the cluster has stored it. */
export interface Draft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: KubeObject;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Clusters count creation in whole seconds. */
export const timestamp = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** An object as a cluster would hold it after these writes: same seed, same object. */
export function object({ apiVersion, kind, name, namespace, labels, annotations, owner, body }: Draft, { seed, writes }: Told): KubeObject {
  const [made] = writes;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      uid: objectId(seed, kind, namespace ?? '', name, made.atMs),
      creationTimestamp: timestamp(made.atMs),
      generation: writes.length,
      ...(labels && { labels: { ...labels } }),
      ...(annotations && { annotations: { ...annotations } }),
      ...(owner && { ownerReferences: [reference(owner)] }),
      managedFields: latestByManager(writes).map(({ by, atMs }) => ({
        manager: by,
        operation: 'Update',
        apiVersion,
        time: timestamp(atMs),
        fieldsType: 'FieldsV1',
        fieldsV1: Object.fromEntries(
          Object.keys(body)
            .filter((field) => field !== 'status')
            .map((field) => [`f:${field}`, {}]),
        ),
      })),
    },
    ...body,
  };
}

/** A version-4 UUID from the dice. */
export function objectId(seed: number, ...keys: readonly (string | number)[]): string {
  const hex = letters('0123456789abcdef', 30, seed, 'uid', ...keys);
  const variant = letters('89ab', 1, seed, 'variant', ...keys);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

const reference = ({ apiVersion, kind, metadata }: KubeObject) => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

/** A cluster keeps one entry per manager, with the time of its last write. */
function latestByManager(writes: readonly PastWrite[]): readonly PastWrite[] {
  return [...new Map(writes.map((write) => [write.by, write])).values()];
}
