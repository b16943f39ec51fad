import type { KubeObject } from '@vigla/contract/objects';
import { findByKind, matrix } from '../resources/matrix.ts';
import { type Resource, storedAs } from '../resources/resource.ts';
import { createHistory, type History, type Limits, type Write, type WriteKind } from './history.ts';

type Listener = (resource: Resource, write: Write) => void;

/**
 * The objects of the cluster and the order of their writes. Objects in it are never changed, only replaced.
 * One number counts all writes; it starts from the clock, so a lab that was restarted never repeats an old resourceVersion.
 */
export interface Store {
  readonly now: () => number;
  version(): number;
  get(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Order: by namespace, then by name. */
  list(resource: Resource, namespace?: string): readonly KubeObject[];
  /** The objects as they were at a version; undefined where that is forgotten. */
  listAt(resource: Resource, version: number, namespace?: string): readonly KubeObject[] | undefined;
  writesSince(resource: Resource, version: number): readonly Write[] | undefined;
  /** Stores an object as the new state and gives it its version. */
  save(resource: Resource, object: KubeObject): KubeObject;
  remove(resource: Resource, object: KubeObject): KubeObject;
  /** From now on every earlier version is forgotten. */
  forgetPast(): void;
  /** Tells of each write in the order of versions, also of those made while telling. Returns how to stop. */
  onWrite(listener: Listener): () => void;
}

interface Shelf {
  readonly objects: Map<string, KubeObject>;
  readonly history: History;
  sorted: readonly string[] | undefined;
}

const remembered: Limits = { writes: 20_000, ageMs: 30 * 60_000 };

/** A store that holds some objects to begin with. Fails: an object of a kind the lab does not serve. */
export function createStore(options: {
  readonly now: () => number;
  readonly objects: readonly KubeObject[];
  readonly limits?: Limits;
}): Store {
  let version = Math.floor(options.now() / 10);
  const begin = version + options.objects.length;
  const shelves = new Map<Resource, Shelf>(
    matrix.map((resource) => [
      resource,
      { objects: new Map(), history: createHistory(begin, options.limits ?? remembered), sorted: undefined },
    ]),
  );
  const shelf = (resource: Resource): Shelf => {
    const found = shelves.get(resource);
    if (!found) throw new Error(`The lab has no shelf for ${resource.plural}.`);
    return found;
  };
  const announce = announcer();

  for (const object of options.objects) {
    version += 1;
    const resource = resourceOf(object);
    shelf(resource).objects.set(keyOf(object), stamped(object, version, resource));
  }

  const write = (resource: Resource, type: WriteKind, object: KubeObject, previous: KubeObject | undefined): KubeObject => {
    version += 1;
    const at = shelf(resource);
    const key = keyOf(object);
    const saved = stamped(object, version, resource);
    if (type === 'DELETED') at.objects.delete(key);
    else at.objects.set(key, saved);
    if (type !== 'MODIFIED') at.sorted = undefined;
    const happened: Write = { type, version, atMs: options.now(), key, object: saved, previous };
    at.history.add(happened);
    announce.tell(resource, happened);
    return saved;
  };

  return {
    now: options.now,
    version: () => version,
    get: (resource, namespace, name) => shelf(resource).objects.get(`${namespace ?? ''}/${name}`),
    list: (resource, namespace) => listed(shelf(resource), namespace),
    listAt: (resource, wanted, namespace) => listedAt(shelf(resource), wanted, namespace),
    writesSince: (resource, wanted) => shelf(resource).history.since(wanted),
    save(resource, object) {
      const previous = shelf(resource).objects.get(keyOf(object));
      return write(resource, previous ? 'MODIFIED' : 'ADDED', object, previous);
    },
    remove: (resource, object) => write(resource, 'DELETED', object, object),
    forgetPast() {
      for (const { history } of shelves.values()) history.forgetUpTo(version);
    },
    onWrite: announce.listen,
  };
}

/** Where an object is kept within its resource. */
const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

function resourceOf(object: KubeObject): Resource {
  const found = findByKind(object.apiVersion, object.kind);
  if (!found || found.question) {
    throw new Error(
      `The lab does not serve ${object.kind} of ${object.apiVersion} (object ${object.metadata.name}). Add it to the matrix or leave it out.`,
    );
  }
  return found;
}

const stamped = (object: KubeObject, version: number, resource: Resource): KubeObject => ({
  ...object,
  apiVersion: storedAs(resource),
  metadata: { ...object.metadata, resourceVersion: String(version) },
});

function listed(at: Shelf, namespace: string | undefined): readonly KubeObject[] {
  at.sorted ??= [...at.objects.keys()].sort();
  const keys = namespace === undefined ? at.sorted : at.sorted.filter((key) => key.startsWith(`${namespace}/`));
  return keys.flatMap((key) => at.objects.get(key) ?? []);
}

/** Takes back the writes since then, newest first, from a copy of what is there now. */
function listedAt(at: Shelf, version: number, namespace: string | undefined): readonly KubeObject[] | undefined {
  const later = at.history.since(version);
  if (!later) return undefined;
  if (later.length === 0) return listed(at, namespace);
  const objects = new Map(at.objects);
  for (const { key, type, previous } of later.toReversed()) {
    if (type === 'ADDED' || !previous) objects.delete(key);
    else objects.set(key, previous);
  }
  return listed({ ...at, objects, sorted: undefined }, namespace);
}

/** Hands out writes one after the other: a listener that writes is told of its own write only after everybody heard of the first. */
function announcer(): { readonly tell: Listener; readonly listen: (listener: Listener) => () => void } {
  const listeners = new Set<Listener>();
  const waiting: Parameters<Listener>[] = [];
  let telling = false;
  return {
    tell(resource, write) {
      waiting.push([resource, write]);
      if (telling) return;
      telling = true;
      try {
        for (let next = waiting.shift(); next; next = waiting.shift()) for (const listener of listeners) listener(...next);
      } finally {
        telling = false;
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
