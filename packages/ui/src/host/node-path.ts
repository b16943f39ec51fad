import type { NodePage } from './host.tsx';

const words = { workload: 'workloads', service: 'services', application: 'applications' } as const;

/** The path of a node's page below the embedding's own: `/workloads/shop/cart-v1`; where there are several, its cluster before it. */
export function nodePath({ kind, cluster, namespace, name }: NodePage): string {
  const path = [words[kind], namespace, name].map(encodeURIComponent).join('/');
  return cluster === null ? `/${path}` : `/clusters/${encodeURIComponent(cluster)}/${path}`;
}

/** Where such pages stand, as routes of the router. */
export const nodeRoutes: readonly { readonly path: string; readonly kind: NodePage['kind'] }[] = (
  ['workload', 'service', 'application'] as const
).flatMap((kind) => ['', 'clusters/:cluster/'].map((before) => ({ kind, path: `${before}${words[kind]}/:namespace/:name` })));
