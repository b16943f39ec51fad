import type { GraphNode } from '@vigla/contract/graph';

/**
 * The service whose traffic can be shifted where a node stands: the one callers asked for, `reviews.bookinfo.svc.cluster.local`;
 * else the one of the application's name. Null for what is no service of this mesh.
 */
export function serviceOf({ kind, namespace, name, app, hosts }: GraphNode): { readonly namespace: string; readonly name: string } | null {
  if (namespace === null) return null;
  if (kind === 'service') return { namespace, name };
  if (kind !== 'workload' && kind !== 'app') return null;
  const own = hosts.map((host) => /^([a-z0-9-]+)\.([a-z0-9-]+)(\.svc(\..+)?)?$/.exec(host)).find((match) => match?.[2] === namespace);
  const service = own?.[1] ?? app ?? (kind === 'app' ? name : null);
  return service ? { namespace, name: service } : null;
}
