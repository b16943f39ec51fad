import type { SourceState } from '@vigla/contract/mesh';
import type { KubeObject } from '@vigla/contract/objects';
import type { Identity } from '../http/index.ts';
import type { Kubernetes, ObjectChange, Visibility } from '../sources/index.ts';

export interface FakeKubernetes extends Kubernetes {
  /** Tells everybody who listens, as a watch would. */
  change(change: ObjectChange): void;
  listening(): number;
}

interface FakeKubernetesOptions {
  readonly objects?: readonly KubeObject[];
  readonly missing?: ReadonlyMap<string, string>;
  /** Everything for everybody unless told otherwise. */
  readonly visible?: (identity: Identity) => Visibility | Promise<Visibility>;
  readonly state?: () => Partial<SourceState>;
}

/** A cluster that holds these objects and answers without a network. What a test does not need fails loudly. */
export function fakeKubernetes({ objects = [], missing = new Map(), visible, state }: FakeKubernetesOptions = {}): FakeKubernetes {
  const listeners = new Set<(change: ObjectChange) => void>();
  const lists = new Map<string, readonly KubeObject[]>();
  const all: Visibility = {
    all: true,
    namespaces: new Set(objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name] : []))),
  };
  return {
    list(kind, namespace) {
      const key = `${kind} ${namespace ?? ''}`;
      const list =
        lists.get(key) ??
        objects.filter((object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace));
      lists.set(key, list);
      return list;
    },
    missingKinds: () => missing,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    visible: async (identity, signal) => {
      signal.throwIfAborted();
      return (await visible?.(identity)) ?? all;
    },
    may: async () => true,
    whoIs: async () => ({ username: 'somebody', groups: [] }),
    request: async ({ key }, { method, path }) => {
      throw new Error(`Nobody drew an answer for ${method} ${path} by ${key}.`);
    },
    state: () => ({
      name: 'kubernetes',
      state: 'ok',
      url: 'https://cluster',
      version: 'v1.34.0',
      lastOkAt: null,
      failingSince: null,
      detail: null,
      requests: 1,
      ...state?.(),
    }),
    close: () => listeners.clear(),
    change: (change) => listeners.forEach((listener) => listener(change)),
    listening: () => listeners.size,
  };
}
