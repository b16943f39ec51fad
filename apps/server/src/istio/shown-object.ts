import { isDeepStrictEqual } from 'node:util';
import { IstioObject } from '@vigla/contract/istio';
import { KubeObject } from '@vigla/contract/objects';
import { stringify } from 'yaml';
import { AppError } from '../http/index.ts';
import { without } from '../kubernetes/index.ts';

/** kubectl's own copy of the object: kept when we write, shown to nobody. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Reads what the API server answered as an object. Fails: source_unavailable when it is none. */
export function readObject(body: unknown): KubeObject {
  const parsed = KubeObject.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError('source_unavailable', 'The cluster answered with something that is not an object.', {
    source: 'kubernetes',
    cause: parsed.error,
  });
}

/** The objects of a list that the API server answered, each with the apiVersion and kind that list items lack. */
export function readItems(body: unknown, apiVersion: string, kind: string): readonly KubeObject[] {
  const items = typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items) ? body.items : [];
  return items.map((item: unknown) => readObject({ ...(typeof item === 'object' ? item : {}), apiVersion, kind }));
}

/** The object as an editor takes it up: all that a person wrote, and what locking and ordering need. */
export function editable({ apiVersion, kind, metadata, spec }: KubeObject): IstioObject {
  const annotations = metadata.annotations && without(metadata.annotations, lastApplied);
  const shown = {
    ...without(metadata, 'managedFields', 'annotations'),
    ...(annotations && Object.keys(annotations).length > 0 && { annotations }),
  };
  return IstioObject.parse({ apiVersion, kind, metadata: shown, ...(spec && { spec }) });
}

/** The object as a person wrote it, for reading and comparing: nothing that the cluster adds by itself. */
export function written({ apiVersion, kind, metadata, spec }: KubeObject) {
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const own = without(annotations, lastApplied);
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(Object.keys(own).length > 0 && { annotations: own }),
    },
    spec: spec ?? {},
  };
}

export const yamlOf = (object: KubeObject): string => stringify(written(object), { lineWidth: 0 });

/** Whether two states of one object say the same, whatever the cluster has noted about them. */
export const sameContent = (a: KubeObject, b: KubeObject): boolean => isDeepStrictEqual(written(a), written(b));
