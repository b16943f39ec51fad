import type { KubeObject } from '@vigla/contract/objects';
import { AppError, type Caller } from '../http/index.ts';
import { resourcePath } from '../kubernetes/index.ts';
import type { Kubernetes, Resource } from '../sources/index.ts';
import { readItems, readObject } from './shown-object.ts';

/** A kind and the versions under which it may be served, best first. */
export interface Kind {
  readonly group: string;
  readonly versions: readonly string[];
  readonly plural: string;
  readonly kind: string;
}

const istio = { group: 'networking.istio.io', versions: ['v1', 'v1beta1', 'v1alpha3'] } as const;
export const virtualServiceKind: Kind = { ...istio, plural: 'virtualservices', kind: 'VirtualService' };
export const destinationRuleKind: Kind = { ...istio, plural: 'destinationrules', kind: 'DestinationRule' };

/** Reads one object with the caller's own rights. Fails: not_found, forbidden, source_*. */
export async function readOne(
  kubernetes: Kubernetes,
  caller: Caller,
  resource: Omit<Resource, 'kind'>,
  at: { namespace: string; name: string },
): Promise<KubeObject> {
  const { body } = await kubernetes.request(
    caller.identity,
    { method: 'GET', path: resourcePath(resource, at.namespace, at.name) },
    caller.signal,
  );
  return readObject(body);
}

/** Lists a kind in one namespace with the caller's own rights; empty when the cluster does not have the kind. Fails: forbidden, source_*. */
export async function listOwn(
  kubernetes: Kubernetes,
  { identity, signal }: Caller,
  kind: Kind,
  namespace: string,
): Promise<readonly KubeObject[]> {
  for (const version of kind.versions) {
    try {
      const { body } = await kubernetes.request(identity, { method: 'GET', path: resourcePath({ ...kind, version }, namespace) }, signal);
      return readItems(body, kind.group === '' ? version : `${kind.group}/${version}`, kind.kind);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'not_found')) throw error;
    }
  }
  return [];
}

/** The same, for what is good to know and not needed: empty where the caller may not look. */
export async function listAllowed(kubernetes: Kubernetes, caller: Caller, kind: Kind, namespace: string): Promise<readonly KubeObject[]> {
  try {
    return await listOwn(kubernetes, caller, kind, namespace);
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return [];
    throw error;
  }
}
