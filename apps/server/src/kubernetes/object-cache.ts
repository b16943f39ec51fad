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

const sameVersion = (a: KubeObject, b: KubeObject): boolean =>
  a.metadata.uid === b.metadata.uid &&
  a.metadata.resourceVersion !== undefined &&
  a.metadata.resourceVersion === b.metadata.resourceVersion;

/** An empty cache. Lists are handed out as they are held: equal arrays until something changes. */
export function createObjectCache(): ObjectCache {
  let objects = createShelf();
  const lists = new Map<string | undefined, readonly KubeObject[]>();

  const put = (object: KubeObject): ObjectChange | undefined => {
    const before = objects.get(object);
    if (before && sameVersion(before, object)) return undefined;
    objects.set(object);
    lists.clear();
    return before ? { type: 'changed', object, before } : { type: 'added', object };
  };

  return {
    put,
    drop(object) {
      if (!objects.delete(object)) return undefined;
      lists.clear();
      return { type: 'deleted', object };
    },
    replace(complete) {
      const fresh = createShelf();
      for (const object of complete) fresh.set(object);
      const gone = objects
        .all()
        .filter((object) => !fresh.get(object))
        .map((object): ObjectChange => ({ type: 'deleted', object }));
      const changed = complete.map(put).filter((change) => change !== undefined);
      objects = fresh;
      lists.clear();
      return [...gone, ...changed];
    },
    list(namespace) {
      const held = lists.get(namespace);
      if (held) return held;
      const list = namespace === undefined ? objects.all() : objects.of(namespace);
      lists.set(namespace, list);
      return list;
    },
  };
}

/** Objects by namespace and then by name: a text that joins both would stand in memory once more for each object. */
function createShelf() {
  const spaces = new Map<string, Map<string, KubeObject>>();
  const spaceOf = ({ metadata }: KubeObject): Map<string, KubeObject> | undefined => spaces.get(metadata.namespace ?? '');
  return {
    get: (object: KubeObject): KubeObject | undefined => spaceOf(object)?.get(object.metadata.name),
    set(object: KubeObject): void {
      const space = spaceOf(object) ?? new Map<string, KubeObject>();
      spaces.set(object.metadata.namespace ?? '', space.set(object.metadata.name, object));
    },
    delete(object: KubeObject): boolean {
      const space = spaceOf(object);
      if (!space?.delete(object.metadata.name)) return false;
      if (space.size === 0) spaces.delete(object.metadata.namespace ?? '');
      return true;
    },
    all: (): readonly KubeObject[] => [...spaces.values()].flatMap((space) => [...space.values()]),
    of: (namespace: string): readonly KubeObject[] => [...(spaces.get(namespace)?.values() ?? [])],
  };
}
