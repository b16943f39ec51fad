import type { IstioObject } from '@vigla/contract/istio';
import { fieldOf, listOf, serviceKey, serviceOfHost, textOf } from '../inventory/index.ts';
import { failed, ok, type Result } from '../result/index.ts';

/**
 * Why weights cannot be set in the VirtualService that is there. `route_is_conditional`: no rule takes all requests.
 * `route_without_destination`: the rule that does redirects, answers by itself or delegates. `route_goes_elsewhere`: it
 * also sends requests to another service. `route_is_not_http`: it routes TCP or TLS only.
 */
export type RouteProblem =
  | { readonly kind: 'route_is_conditional'; readonly name: string }
  | { readonly kind: 'route_is_not_http'; readonly name: string }
  | { readonly kind: 'route_without_destination'; readonly name: string }
  | { readonly kind: 'route_goes_elsewhere'; readonly name: string; readonly host: string };

interface Service {
  readonly namespace: string;
  readonly service: string;
}

interface Share {
  readonly subset: string;
  readonly percent: number;
}

type Spec = Record<string, unknown>;

/** The VirtualService's spec with these shares in the rule that takes every request no other rule took. All else is kept as it is. */
export function mergeWeights(existing: IstioObject | null, service: Service, shares: readonly Share[]): Result<Spec, RouteProblem> {
  if (!existing) return ok({ hosts: [service.service], http: [{ route: routeOf([], service, shares) }] });
  const spec = existing.spec ?? {};
  const name = existing.metadata.name;
  const rules = listOf(spec, 'http');
  if (rules.length === 0) {
    if (listOf(spec, 'tcp').length > 0 || listOf(spec, 'tls').length > 0) return failed([{ kind: 'route_is_not_http', name }]);
    return ok({ ...spec, http: [{ route: routeOf([], service, shares) }] });
  }
  // The first rule without conditions takes everything; Istio never reaches those behind it.
  const index = rules.findIndex((rule) => listOf(rule, 'match').length === 0);
  if (index < 0) return failed([{ kind: 'route_is_conditional', name }]);
  const rule = rules[index];
  const routes = listOf(rule, 'route');
  if (routes.length === 0) return failed([{ kind: 'route_without_destination', name }]);
  const stranger = routes.map((route) => textOf(route, 'destination', 'host') ?? '').find((host) => !means(host, existing, service));
  if (stranger !== undefined) return failed([{ kind: 'route_goes_elsewhere', name, host: stranger }]);
  const changed = { ...recordOf(rule), route: routeOf(routes, service, shares) };
  return ok({ ...spec, http: rules.map((other, i) => (i === index ? changed : other)) });
}

function means(host: string, { metadata }: IstioObject, { namespace, service }: Service): boolean {
  const meant = serviceOfHost(host, metadata.namespace, (name) => name === namespace);
  return meant !== null && serviceKey(meant) === serviceKey({ namespace, name: service });
}

/** Destinations in their present order with new weights; those that are new come last. A version that gets nothing is kept only if it was there. */
function routeOf(routes: readonly unknown[], { service }: Service, shares: readonly Share[]): readonly unknown[] {
  const whole = routes.find((route) => textOf(route, 'destination', 'subset') === undefined);
  const pattern = recordOf(fieldOf(whole ?? routes[0], 'destination'));
  const taken = new Set<string>();
  const present = routes.flatMap((route) => {
    const subset = textOf(route, 'destination', 'subset');
    if (subset === undefined) return [];
    const share = taken.has(subset) ? undefined : shares.find((candidate) => candidate.subset === subset);
    taken.add(subset);
    return [{ ...recordOf(route), weight: share?.percent ?? 0 }];
  });
  const added = shares
    .filter(({ subset, percent }) => percent > 0 && !taken.has(subset))
    .map(({ subset, percent }) => ({ ...recordOf(whole), destination: { host: service, ...pattern, subset }, weight: percent }));
  return [...present, ...added];
}

const recordOf = (value: unknown): Spec => (typeof value === 'object' && value !== null ? { ...value } : {});
