import type { GraphNode } from '@vigla/contract/graph';

/** A service of the mesh. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** The service that a host names, `reviews.bookinfo.svc.cluster.local`; null for a name outside. */
export function serviceNamed(host: string): ServiceName | null {
  const [, name, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(\.[a-z0-9.-]+)?(:\d+)?$/.exec(host) ?? [];
  return name !== undefined && namespace !== undefined ? { namespace, name } : null;
}

/**
 * The service whose traffic can be shifted where a node stands: the one callers asked for, `reviews.bookinfo.svc.cluster.local`;
 * else the one of the application's name. Null for what is no service of this mesh.
 */
export function serviceOf({ kind, namespace, name, app, hosts }: GraphNode): ServiceName | null {
  if (namespace === null) return null;
  if (kind === 'service') return { namespace, name };
  if (kind !== 'workload' && kind !== 'app') return null;
  const own = hosts.map((host) => /^([a-z0-9-]+)\.([a-z0-9-]+)(\.svc(\..+)?)?$/.exec(host)).find((match) => match?.[2] === namespace);
  const service = own?.[1] ?? app ?? (kind === 'app' ? name : null);
  return service ? { namespace, name: service } : null;
}
