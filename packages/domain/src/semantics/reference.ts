import type { KubeObject } from '@vigla/contract/objects';

/** Names one object, to say which of them decided something. */
export interface Reference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A part of the configuration that the semantics do not follow: whoever shows results must show these too. */
export interface Unsupported {
  readonly object: Reference;
  /** Where in the object, `spec.http[0].delegate`. */
  readonly path: string;
  readonly detail: string;
}

export const reference = (object: KubeObject): Reference => ({
  kind: object.kind,
  namespace: object.metadata.namespace ?? '',
  name: object.metadata.name,
});

/** When an object was made, in whole seconds as the cluster counts. Units: ms. An unreadable time reads as 0. */
export function createdMs(object: KubeObject): number {
  const parsed = Date.parse(object.metadata.creationTimestamp ?? '');
  return Number.isNaN(parsed) ? 0 : parsed;
}

/**
 * Order: oldest first, ties by name and then by namespace.
 * Source: Istio's own order of configuration; creation times have whole seconds, so ties are common.
 */
export function byAge(a: KubeObject, b: KubeObject): number {
  return (
    createdMs(a) - createdMs(b) || order(a.metadata.name, b.metadata.name) || order(a.metadata.namespace ?? '', b.metadata.namespace ?? '')
  );
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
