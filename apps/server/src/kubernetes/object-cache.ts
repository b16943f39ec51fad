import type { KubeObject } from '@vigla/contract/objects';
import type { ObjectChange } from '../sources/index.ts';

/** The present objects of one resource, kept by its follower. */
export interface ObjectCache {
  /** Takes over a complete list and says how it differs from what was held. */
  replace(objects: readonly KubeObject[]): readonly ObjectChange[];
  /** Undefined when the object was held like this already. */
  put(object: KubeObject): ObjectChange | undefined;
  drop(object: KubeObject): ObjectChange | undefined;
  list(namespace?: string): readonly KubeObject[];
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;
const sameVersion = (a: KubeObject, b: KubeObject): boolean =>
  a.metadata.uid === b.metadata.uid &&
  a.metadata.resourceVersion !== undefined &&
  a.metadata.resourceVersion === b.metadata.resourceVersion;

/** An empty cache. Lists are handed out as they are held: equal arrays until something changes. */
export function createObjectCache(): ObjectCache {
  let objects = new Map<string, KubeObject>();
  const lists = new Map<string | undefined, readonly KubeObject[]>();

  const put = (object: KubeObject): ObjectChange | undefined => {
    const before = objects.get(keyOf(object));
    if (before && sameVersion(before, object)) return undefined;
    objects.set(keyOf(object), object);
    lists.clear();
    return before ? { type: 'changed', object, before } : { type: 'added', object };
  };

  return {
    put,
    drop(object) {
      if (!objects.delete(keyOf(object))) return undefined;
      lists.clear();
      return { type: 'deleted', object };
    },
    replace(complete) {
      const present = new Set(complete.map(keyOf));
      const gone = [...objects].filter(([key]) => !present.has(key)).map(([, object]): ObjectChange => ({ type: 'deleted', object }));
      const changed = complete.map(put).filter((change) => change !== undefined);
      objects = new Map(complete.map((object) => [keyOf(object), object]));
      lists.clear();
      return [...gone, ...changed];
    },
    list(namespace) {
      const held = lists.get(namespace);
      if (held) return held;
      const all = [...objects.values()];
      const list = namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
      lists.set(namespace, list);
      return list;
    },
  };
}
