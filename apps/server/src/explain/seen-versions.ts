import type { KubeObject } from '@vigla/contract/objects';
import type { Kubernetes } from '../sources/index.ts';

/** Earlier versions of mesh configuration, as far as this server saw them while it watched. */
export interface SeenVersions {
  /** The newest version that was seen before the one of now; null where none was. */
  before(object: KubeObject): KubeObject | null;
  close(): void;
}

/** So many objects, the longest unchanged forgotten first: a bounded memory, some megabytes at most. */
const mostObjects = 500;
const meshKinds = /\.istio\.io\/|^gateway\.networking\.k8s\.io\//;

const isKept = ({ apiVersion, kind }: KubeObject): boolean => meshKinds.test(apiVersion) || kind === 'Namespace';
const keyOf = ({ apiVersion, kind, metadata }: KubeObject): string =>
  `${apiVersion.split('/')[0] ?? ''} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

/** Remembers what configuration was before it changed. The shared reading itself holds only what is now. */
export function createSeenVersions(kubernetes: Pick<Kubernetes, 'onChange'>): SeenVersions {
  const latest = new Map<string, KubeObject>();
  const earlier = new Map<string, KubeObject>();
  const keep = (map: Map<string, KubeObject>, key: string, object: KubeObject): void => {
    map.delete(key);
    map.set(key, object);
    const [oldest] = map.keys();
    if (map.size > mostObjects && oldest !== undefined) map.delete(oldest);
  };
  const close = kubernetes.onChange(({ type, object, before }) => {
    if (!isKept(object)) return;
    const key = keyOf(object);
    const previous = before ?? latest.get(key);
    if (
      type === 'changed' &&
      previous &&
      JSON.stringify([previous.spec, previous.metadata.labels]) !== JSON.stringify([object.spec, object.metadata.labels])
    )
      keep(earlier, key, previous);
    keep(latest, key, object);
  });
  return { before: (object) => earlier.get(keyOf(object)) ?? null, close };
}
