import type { IstioObject } from '@vigla/contract/istio';

const kept = ['name', 'namespace', 'resourceVersion', 'labels', 'annotations'] as const;

/** An object as its author would write it: without what the cluster added, but with the version it was read at, so that a write over somebody else's is refused. */
export function asWritten({ apiVersion, kind, metadata, spec }: IstioObject): IstioObject {
  const mine = Object.fromEntries(kept.flatMap((field) => (metadata[field] === undefined ? [] : [[field, metadata[field]]])));
  return { apiVersion, kind, metadata: { ...mine, name: metadata.name, namespace: metadata.namespace }, ...(spec && { spec }) };
}
