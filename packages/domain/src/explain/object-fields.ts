import type { KubeObject } from '@vigla/contract/objects';
import type { ObjectReference } from '@vigla/contract/istio';
import { fieldOf } from '../inventory/index.ts';

/** The steps of a path such as `spec.http[0].route[1].weight` or `metadata.labels.istio-injection`. */
export const stepsOf = (path: string): readonly (string | number)[] =>
  [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name = '']) => (index === undefined ? name : Number(index)));

/** What stands at a path, as people write it; null where nothing does. Lists and maps are JSON, cut where they are long. */
export function valueAt(object: unknown, path: string): string | null {
  const found = fieldOf(object, ...stepsOf(path));
  if (found === undefined || found === null) return null;
  if (typeof found === 'string') return cut(found);
  if (typeof found === 'number' || typeof found === 'boolean') return String(found);
  return cut(JSON.stringify(found));
}

const longest = 120;
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

export const refOf = ({ apiVersion, kind, metadata }: KubeObject): ObjectReference => ({
  apiVersion,
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name,
});

/** The object that the semantics name; of two kinds of one name the one of Istio. */
export function findObject(
  objects: readonly KubeObject[],
  wanted: { readonly kind: string; readonly namespace: string; readonly name: string },
): KubeObject | undefined {
  const found = objects.filter(
    ({ kind, metadata }) => kind === wanted.kind && metadata.name === wanted.name && (metadata.namespace ?? '') === wanted.namespace,
  );
  return found.find(({ apiVersion }) => apiVersion.includes('istio.io')) ?? found[0];
}
