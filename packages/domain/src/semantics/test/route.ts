import type { KubeObject } from '@vigla/contract/objects';
import { compileMesh, type Mesh } from '../compile-mesh.ts';
import type { Call } from '../request.ts';
import type { Route } from '../routing.ts';
import type { Workload } from '../workloads.ts';
import { call, istio, service, workload } from './draw.ts';

/** A shop to route in: three services, a stranger in another namespace, and a gateway. */
export const shop: readonly KubeObject[] = [
  ...workload('bookinfo/productpage-v1', { pods: 2 }),
  ...workload('bookinfo/reviews-v1'),
  ...workload('bookinfo/reviews-v2'),
  ...workload('bookinfo/ratings-v1'),
  ...workload('clients/curl-v1'),
  ...workload('istio-system/ingress', { proxy: 'router' }),
  service('bookinfo/productpage'),
  service('bookinfo/reviews'),
  service('bookinfo/ratings'),
];

/** Subsets v1 and v2 of reviews. */
export const subsets = istio('DestinationRule bookinfo/reviews', {
  host: 'reviews',
  subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })),
});

/** A destination of reviews. */
export const to = (subset?: string, weight?: number) => ({
  destination: { host: 'reviews', ...(subset && { subset }) },
  ...(weight !== undefined && { weight }),
});

/** A VirtualService for reviews, or for what else `more` says. */
export const virtual = (http: readonly object[], more: object = {}, name = 'bookinfo/reviews'): KubeObject =>
  istio(`VirtualService ${name}`, { hosts: ['reviews'], http, ...more });

/** A workload of a mesh, the product page unless told otherwise. */
export function callerIn({ registry }: Mesh, key = 'bookinfo/productpage-v1'): Workload {
  const found = registry.workloads.get(key);
  if (!found) throw new Error(`There is no ${key}.`);
  return found;
}

/** The shop with more in it, and one of its workloads. */
export function meshWith(objects: readonly KubeObject[], caller?: string): { readonly mesh: Mesh; readonly caller: Workload } {
  const mesh = compileMesh([...shop, ...objects]);
  return { mesh, caller: callerIn(mesh, caller) };
}

export function routed(objects: readonly KubeObject[], request: Call = call('reviews'), from?: string): Route {
  const { mesh, caller } = meshWith(objects, from);
  return mesh.route(caller, request);
}

/** A route in short: `reviews-v1 90%, reviews-v2 10%`, `direct 301`, `no host 100%`. */
export function short(route: Route): string {
  if (route.kind === 'direct') return `direct ${route.code}`;
  if (route.kind !== 'forward') return route.kind;
  const where = route.legs.map(
    ({ share, endpoints, missing, missingCode }) =>
      `${missing ? `no ${missing}${missingCode === 500 ? ' (500)' : ''}` : endpoints.map(({ workload: one }) => one.name).join('+')} ${Math.round(share * 100)}%`,
  );
  return where.join(', ');
}

/** One row of a decision table. */
export type Row = readonly [why: string, source: string, objects: readonly KubeObject[], ending: string, request?: Call, caller?: string];

/** Rows as tests show them. */
export const named = (rows: readonly Row[]) => rows.map((row) => ({ why: row[0], source: row[1], row }));
