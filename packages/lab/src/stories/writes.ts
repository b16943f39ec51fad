import type { KubeObject } from '@vigla/contract/objects';
import type { Named, Write } from './story.ts';

/** Whether an object is the one that is named. Of two groups that share the word Gateway, Istio's is meant. */
export const isNamed =
  ({ kind, where }: Named) =>
  ({ kind: own, metadata, apiVersion }: KubeObject): boolean =>
    own === kind && whereOf(metadata) === where && !(kind === 'Gateway' && apiVersion.startsWith('gateway.networking.k8s.io/'));

/** Where an object is, as `Named` writes it. */
export const whereOf = ({ namespace, name }: KubeObject['metadata']): string => (namespace === undefined ? name : `${namespace}/${name}`);

/** Somebody opens an object, changes its spec, and saves it. */
export const editSpec = (
  what: string,
  by: string,
  change: (spec: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Write => {
  const [kind = '', where = ''] = what.split(' ');
  return { kind: 'edit', of: { kind, where }, by, change: (object) => ({ ...object, spec: change(object.spec ?? {}) }) };
};

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
