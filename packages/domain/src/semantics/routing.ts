import { clientPolicy, ruleFor, type ClientPolicy, type DestinationRule } from './destination-rule.ts';
import type { GatewayServer } from './gateways.ts';
import type { MeshSettings } from './mesh-settings.ts';
import { selects } from './read.ts';
import type { Endpoints } from './reachable.ts';
import type { Reference } from './reference.ts';
import { serviceOf, type Registry, type Service } from './registry.ts';
import type { Retry } from './retry.ts';
import type { Rewrite } from './rewrite.ts';
import type { Fault, RouteTarget } from './route-rule.ts';
import type { RulesIndex } from './rules-index.ts';
import type { Sidecars } from './sidecar.ts';
import { seenFrom } from './visibility.ts';
import type { Workload } from './workloads.ts';

/** One destination of a route with its share of the requests, 0..1, and what the caller's proxy does towards it. */
export interface Leg extends ClientPolicy {
  readonly share: number;
  readonly service: Service | null;
  /** The host as the rule names it, for when nobody has it. */
  readonly host: string;
  readonly subset: string | null;
  readonly port: number;
  /** What the route names and nobody defines. */
  readonly missing: 'host' | 'subset' | null;
  /** What the caller is answered where something is missing. */
  readonly missingCode: 500 | 503;
  readonly endpoints: readonly Endpoints[];
}

/** What the caller's proxy does with a request. */
export type Route =
  | {
      readonly kind: 'forward';
      /** The VirtualService or HTTPRoute that decided; null for the default route. */
      readonly object: Reference | null;
      readonly name: string | null;
      readonly fault: Fault | null;
      readonly timeoutMs: number | null;
      readonly retry: Retry;
      readonly legs: readonly Leg[];
      readonly mirrors: readonly Leg[];
      /** What changes of the request before a destination sees it. */
      readonly rewrite: Rewrite | null;
    }
  /** Answered by the proxy itself: a redirect, a written answer, or a route that leads nowhere. */
  | { readonly kind: 'direct'; readonly code: number; readonly object: Reference }
  | { readonly kind: 'no_route'; readonly service: Service | null }
  /** The host is of nobody in the mesh: let through or blocked. */
  | { readonly kind: 'passthrough' }
  | { readonly kind: 'blocked' }
  /** A gateway does not listen on the port. */
  | { readonly kind: 'no_listener' };

/** Everything a router looks at. */
export interface RouteBook {
  readonly registry: Registry;
  readonly settings: MeshSettings;
  readonly rules: RulesIndex;
  /** By namespace. */
  readonly destinationRules: ReadonlyMap<string, readonly DestinationRule[]>;
  readonly servers: readonly GatewayServer[];
  readonly sidecars: Sidecars;
}

/** The default route to a service: all of its endpoints. Also what a caller without a proxy gets, less the proxy's doing. */
export function plainLeg(book: RouteBook, caller: Workload | null, service: Service, port: number): Leg {
  const target: RouteTarget = { host: service.host, subset: null, port, weight: 1, refused: false, missingCode: 503 };
  return legFor(book, caller?.namespace ?? '', target, { share: 1, port });
}

/** The destinations of a route with their shares, which add up to 1. */
export function legsFor(book: RouteBook, caller: Workload, targets: readonly RouteTarget[], port: number): readonly Leg[] {
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  return targets.map((target) => legFor(book, caller.namespace, target, { share: target.weight / total, port }));
}

/** One destination, for a caller in a namespace. */
export function legFor(
  book: RouteBook,
  namespace: string,
  target: RouteTarget,
  { share, port: asked }: { share: number; port: number },
): Leg {
  const { missingCode } = target;
  const service = target.refused ? null : (serviceOf(book.registry, target.host, namespace, seesExported(namespace)) ?? null);
  const own = service ? portOf(service, target, asked) : undefined;
  const port = own?.number ?? target.port ?? asked;
  const host = service?.host ?? target.host;
  const policyOfNone = clientPolicy(undefined, null, port);
  const nobody = { share, service, host, subset: target.subset, port, missingCode, endpoints: [], ...policyOfNone };
  if (!service || !own) return { ...nobody, missing: 'host' };
  const rule = ruleOf(book, service, namespace);
  const policy = clientPolicy(rule, target.subset, port);
  if (target.subset === null) return { ...nobody, missing: null, ...policy, endpoints: service.endpoints };
  const subset = rule?.subsets.get(target.subset);
  if (!subset) return { ...nobody, missing: 'subset' };
  return {
    ...nobody,
    missing: null,
    ...policy,
    endpoints: service.endpoints.filter(({ workload }) => selects(subset.labels, workload.labels)),
  };
}

/** The DestinationRule that callers of a namespace follow for a service. */
export function ruleOf({ destinationRules, settings }: RouteBook, service: Service, caller: string): DestinationRule | undefined {
  const places = { caller, service: service.namespace, root: settings.rootNamespace };
  const near = [...new Set(Object.values(places))].flatMap((place) => destinationRules.get(place) ?? []);
  return near.length === 0 ? undefined : ruleFor(near, service.host, places);
}

/** Whether a caller of a namespace sees a service by what the service says. A caller of no namespace sees all. */
export const seesExported =
  (namespace: string) =>
  ({ exportTo, namespace: own }: Service): boolean =>
    namespace === '' || seenFrom(exportTo, own, namespace);

/** A route without a port keeps the port of the request, or takes the service's only one, as behind a gateway. */
function portOf({ ports }: Service, target: RouteTarget, asked: number) {
  const named = ports.find(({ number }) => number === (target.port ?? asked));
  return named ?? (target.port === null && ports.length === 1 ? ports[0] : undefined);
}
