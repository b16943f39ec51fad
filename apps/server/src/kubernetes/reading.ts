import type { KubeObject } from '@vigla/contract/objects';
import type { Kubernetes, ObjectChange, Resource } from '../sources/index.ts';
import { discover, fingerprintOf, readGroups } from './discover.ts';
import { followResource, type Follower, type FollowOptions } from './follow-resource.ts';
import { createObjectCache, type ObjectCache } from './object-cache.ts';
import { backoffMs, type Naps } from './pause.ts';
import { createSharing } from './sharing.ts';
import type { Transport } from './transport.ts';
import { watchedResources } from './watched-resources.ts';

interface ReadingOptions {
  readonly transport: Transport;
  readonly naps: Naps;
  readonly random: () => number;
  readonly silenceMs: number;
  readonly refusedMs: number;
  readonly onTrouble: (message: string, error: unknown) => void;
}

interface Followed {
  readonly resource: Resource;
  readonly cache: ObjectCache;
  readonly follower: Follower;
}

/** The shared reading of everything we watch, from the first discovery until it is closed. */
export interface Reading extends Pick<Kubernetes, 'list' | 'missingKinds' | 'onChange' | 'close'> {
  /** Resolves when everything has been tried once, well or not. */
  readonly tried: Promise<void>;
}

const placeOf = ({ group, version, plural }: Resource): string => `${group}/${version}/${plural}`;

export function createReading(options: ReadingOptions): Reading {
  const closed = new AbortController();
  const tried = Promise.withResolvers<void>();
  const followed = new Map<string, Followed>();
  const share = createSharing();
  const { listen, tell } = createListeners(options.onTrouble);
  let undiscovered: string | null = 'the cluster has not answered yet';

  const found = (resources: readonly Resource[]): void => {
    undiscovered = null;
    followOnly(resources, followed, { ...options, share, onChange: tell });
    void Promise.all([...followed.values()].map(({ follower }) => follower.tried)).then(() => tried.resolve());
  };
  void keepDiscovering(options, closed.signal, found, (why) => {
    if (followed.size === 0) undiscovered = why;
    tried.resolve();
  });

  return {
    tried: tried.promise,
    list: (kind, namespace) =>
      listOf(
        [...followed.values()].filter(({ resource }) => resource.kind === kind),
        namespace,
      ),
    missingKinds: () => missingOf([...followed.values()], undiscovered),
    onChange: listen,
    close() {
      closed.abort();
      for (const { follower } of followed.values()) follower.close();
    },
  };
}

type Listener = (change: ObjectChange) => void;

/** Those who want to hear of changes. One that fails does not keep it from the others. */
function createListeners(onTrouble: ReadingOptions['onTrouble']) {
  const listeners = new Set<Listener>();
  return {
    listen: (listener: Listener): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (change: ObjectChange): void => {
      for (const listener of listeners) {
        try {
          listener(change);
        } catch (error) {
          onTrouble('A listener for changes of objects failed.', error);
        }
      }
    },
  };
}

/** Begins to follow what is new among the resources and gives up what is no longer served, as if its objects were deleted. */
function followOnly(
  resources: readonly Resource[],
  followed: Map<string, Followed>,
  options: Omit<FollowOptions, 'resource' | 'cache'>,
): void {
  const wanted = new Map(resources.map((resource) => [placeOf(resource), resource]));
  for (const [place, { follower, cache }] of followed) {
    if (wanted.has(place)) continue;
    follower.close();
    followed.delete(place);
    for (const change of cache.replace([])) options.onChange(change);
  }
  for (const [place, resource] of wanted) {
    if (followed.has(place)) continue;
    const cache = createObjectCache();
    followed.set(place, { resource, cache, follower: followResource({ ...options, resource, cache }) });
  }
}

/** Two resources may share a kind, as the two kinds of Gateway do; their apiVersion tells the objects apart. */
const listOf = (followed: readonly Followed[], namespace: string | undefined): readonly KubeObject[] => {
  const [first, ...others] = followed.map(({ cache }) => cache.list(namespace));
  return first === undefined ? [] : others.length === 0 ? first : [first, ...others].flat();
};

function missingOf(followed: readonly Followed[], undiscovered: string | null): ReadonlyMap<string, string> {
  if (undiscovered !== null) return new Map(watchedResources.map(({ kind }) => [kind, undiscovered]));
  const missing = new Map<string, string>();
  for (const { resource, follower } of followed) {
    const why = follower.trouble();
    if (why !== null) missing.set(resource.kind, `${resource.plural}${resource.group && `.${resource.group}`}: ${why}`);
  }
  return missing;
}

/** Looks once what the cluster serves and then, now and then, whether that has changed: CRDs come and go. */
async function keepDiscovering(
  { transport, naps, random, refusedMs }: ReadingOptions,
  closed: AbortSignal,
  found: (resources: readonly Resource[]) => void,
  failed: (why: string) => void,
): Promise<void> {
  let failures = 0;
  let fingerprint = '';
  while (!closed.aborted) {
    try {
      if (fingerprint === '' || fingerprint !== fingerprintOf(await readGroups(transport, closed))) {
        const discovered = await discover(transport, watchedResources, closed);
        found(discovered.resources);
        ({ fingerprint } = discovered);
      }
      failures = 0;
      await naps.take(refusedMs, closed);
    } catch (error) {
      if (closed.aborted) return;
      failures += 1;
      failed(error instanceof Error ? error.message : 'the cluster cannot be asked what it serves');
      await naps.take(backoffMs(failures, random), closed);
    }
  }
}
