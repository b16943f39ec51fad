import type { KubeObject } from '@vigla/contract/objects';
import type { Named, Write } from './story.ts';

/** Whether an object is the one that is named. Of two groups that share the word Gateway, Istio's is meant. */
export const isNamed =
  ({ kind, where }: Named) =>
  ({ kind: own, metadata, apiVersion }: KubeObject): boolean =>
    own === kind && whereOf(metadata) === where && !(kind === 'Gateway' && apiVersion.startsWith('gateway.networking.k8s.io/'));

/** Where an object is, as `Named` writes it. */
export const whereOf = ({ namespace, name }: KubeObject['metadata']): string => (namespace === undefined ? name : `${namespace}/${name}`);

/** An object in somebody's editor. */
export interface Editor {
  readonly object: KubeObject;
  /** The object with every place that fits replaced, whatever field it is in. */
  readonly text: (pattern: RegExp, by: string) => KubeObject;
}

/** Somebody opens an object, changes it, and saves it: `Deployment bookinfo/reviews-v3`. */
export function edit(what: string, by: string, change: (editor: Editor) => KubeObject): Write {
  const [kind = '', where = ''] = what.split(' ');
  const replaceIn = (value: unknown, pattern: RegExp, text: string): unknown => {
    if (typeof value === 'string') return value.replaceAll(pattern, text);
    if (Array.isArray(value)) return value.map((one: unknown) => replaceIn(one, pattern, text));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaceIn(one, pattern, text)]));
  };
  return {
    kind: 'edit',
    of: { kind, where },
    by,
    change: (object) =>
      change({
        object,
        text: (pattern, text) => ({ ...object, spec: Object.assign({}, replaceIn(object.spec, pattern, text)) }),
      }),
  };
}

/** Somebody opens an object, changes its spec, and saves it. */
export const editSpec = (
  what: string,
  by: string,
  change: (spec: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Write => edit(what, by, ({ object }) => ({ ...object, spec: change(object.spec ?? {}) }));

/** Somebody applies a piece of mesh configuration that was not there. */
export function create(what: string, by: string, spec: Readonly<Record<string, unknown>>): Write {
  const [kind = '', where = ''] = what.split(' ');
  const [namespace = '', name = ''] = where.split('/');
  return {
    kind: 'create',
    by,
    object: { apiVersion: versions[kind] ?? 'networking.istio.io/v1', kind, metadata: { name, namespace }, spec },
  };
}

const versions: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
};
