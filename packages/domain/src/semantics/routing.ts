import { clientPolicy, ruleFor, type ClientPolicy, type DestinationRule } from './destination-rule.ts';
import { admits, serversOf, type GatewayServer } from './gateways.ts';
import { closeness, covers } from './hosts.ts';
import type { MeshSettings } from './mesh-settings.ts';
import { selects } from './read.ts';
import type { Reference } from './reference.ts';
import { findService, type Endpoints, type Registry, type Service } from './registry.ts';
import type { Call } from './request.ts';
import { defaultRetry, type Fault, type HttpRule, type Retry, type RouteTarget, type VirtualService } from './virtual-service.ts';
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
  readonly endpoints: readonly Endpoints[];
}

/** What the caller's proxy does with a request. */
export type Route =
  | {
      readonly kind: 'forward';
      /** The VirtualService that decided; null for the default route. */
      readonly object: Reference | null;
      readonly name: string | null;
      readonly fault: Fault | null;
      readonly timeoutMs: number | null;
      readonly retry: Retry;
      readonly legs: readonly Leg[];
      readonly mirrors: readonly Leg[];
    }
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
  /** Order: oldest first. */
  readonly virtualServices: readonly VirtualService[];
  readonly destinationRules: readonly DestinationRule[];
  readonly servers: readonly GatewayServer[];
}

/** Routes one request of a workload that has a proxy. */
export function route(book: RouteBook, caller: Workload, call: Call): Route {
  return caller.proxy === 'gateway' ? routeAtGateway(book, caller, call) : routeAtSidecar(book, caller, call);
}

/** The default route to a service: all of its endpoints. Also what a caller without a proxy gets, less the proxy's doing. */
export function plainLeg(book: RouteBook, caller: Workload | null, service: Service, port: number): Leg {
  return legFor(book, caller?.namespace ?? '', { host: service.host, subset: null, port, weight: 1 }, { share: 1, port });
}

function routeAtSidecar(book: RouteBook, caller: Workload, call: Call): Route {
  const service = findService(book.registry, call.host, caller.namespace);
  const host = service?.host ?? call.host;
  const chosen = closestFor(
    book.virtualServices.filter((one) => one.gateways.includes('mesh') && visible(one, caller.namespace)),
    host,
    caller.namespace,
  );
  if (!chosen) {
    if (!service) return { kind: book.settings.unknownHosts === 'block' ? 'blocked' : 'passthrough' };
    return {
      kind: 'forward',
      object: null,
      name: null,
      fault: null,
      timeoutMs: null,
      retry: defaultRetry,
      legs: [plainLeg(book, caller, service, call.port)],
      mirrors: [],
    };
  }
  if (call.protocol === 'tcp') return routeTcp(book, caller, call, { chosen, service });
  const rule = chosen.http.find(({ matches }) => matches.length === 0 || matches.some(({ holds }) => holds(call, caller, 'mesh')));
  return rule ? forward(book, caller, call, { rule, object: chosen.object }) : { kind: 'no_route', service: service ?? null };
}

/** The VirtualService of a host: the one that names it most closely; private before public, then the oldest. */
function closestFor(candidates: readonly VirtualService[], host: string, namespace: string): VirtualService | undefined {
  const ranked = candidates.flatMap((one, age) => {
    const best = Math.max(-1, ...one.hosts.filter((pattern) => covers(pattern, host)).map(closeness));
    return best < 0 ? [] : [{ one, age, best, reach: reachOf(one, namespace) }];
  });
  return ranked.sort((a, b) => b.best - a.best || a.reach - b.reach || a.age - b.age)[0]?.one;
}

function reachOf({ exportTo }: VirtualService, namespace: string): number {
  if (exportTo.includes('.')) return 0;
  return exportTo.includes(namespace) ? 1 : 2;
}

const visible = ({ exportTo, namespace }: VirtualService, caller: string): boolean =>
  exportTo.length === 0 || exportTo.some((to) => to === '*' || to === caller || (to === '.' && namespace === caller));

function routeTcp(
  book: RouteBook,
  caller: Workload,
  call: Call,
  { chosen, service }: { chosen: VirtualService; service: Service | undefined },
): Route {
  const rule = chosen.tcp.find(({ matches }) => matches.length === 0 || matches.some(({ holds }) => holds(call, caller, 'mesh')));
  if (rule) {
    const legs = legsFor(book, caller, rule.targets, call.port);
    return { kind: 'forward', object: chosen.object, name: null, fault: null, timeoutMs: null, retry: defaultRetry, legs, mirrors: [] };
  }
  if (!service) return { kind: 'no_route', service: null };
  return {
    kind: 'forward',
    object: null,
    name: null,
    fault: null,
    timeoutMs: null,
    retry: defaultRetry,
    legs: [plainLeg(book, caller, service, call.port)],
    mirrors: [],
  };
}

/** Gateways join the VirtualServices of one host into one list, in order, with the catch-all rules last. */
function routeAtGateway(book: RouteBook, caller: Workload, call: Call): Route {
  const servers = serversOf(book.servers, caller, gatewayPorts(book, caller, call.port));
  if (servers.length === 0) return { kind: 'no_listener' };
  const bound = book.virtualServices.flatMap((one) =>
    one.hosts
      .filter((host) => covers(host, call.host))
      .filter((host) => servers.some((server) => one.gateways.includes(server.gateway) && admits(server, host, one.namespace)))
      .map((host) => ({ one, host })),
  );
  const closest = Math.max(-1, ...bound.map(({ host }) => closeness(host)));
  const rules = bound
    .filter(({ host }) => closeness(host) === closest)
    .flatMap(({ one }) => one.http.map((rule) => ({ rule, object: one.object, gateways: one.gateways })));
  const ordered = [...rules.filter(({ rule }) => !isCatchAll(rule)), ...rules.filter(({ rule }) => isCatchAll(rule))];
  const found = ordered.find(
    ({ rule, gateways }) =>
      rule.matches.length === 0 || rule.matches.some(({ holds }) => gateways.some((name) => holds(call, caller, name))),
  );
  return found ? forward(book, caller, call, found) : { kind: 'no_route', service: null };
}

/** A Gateway may name the port of the gateway's Service or the port of its pods. */
function gatewayPorts({ registry }: RouteBook, caller: Workload, port: number): readonly number[] {
  const own = [...registry.services.values()].filter(({ endpoints }) => endpoints.some(({ workload }) => workload.key === caller.key));
  return [port, ...own.flatMap(({ ports }) => ports.filter(({ number }) => number === port).map(({ target }) => target))];
}

const isCatchAll = ({ matches }: HttpRule): boolean => matches.length === 0 || matches.some(({ always }) => always);

function forward(book: RouteBook, caller: Workload, call: Call, { rule, object }: { rule: HttpRule; object: Reference }): Route {
  const { action, fault, timeoutMs, retry, name } = rule;
  if (action.kind === 'direct') return { kind: 'direct', code: action.code, object };
  // A delegate is reported as not followed when it is read; a request that meets it has no route here.
  if (action.kind === 'refused' || action.targets.length === 0) return { kind: 'no_route', service: null };
  const legs = legsFor(book, caller, action.targets, call.port);
  const mirrors = rule.mirrors.map(({ target, share }) => legFor(book, caller.namespace, target, { share, port: call.port }));
  return { kind: 'forward', object, name, fault, timeoutMs, retry, legs, mirrors };
}

function legsFor(book: RouteBook, caller: Workload, targets: readonly RouteTarget[], port: number): readonly Leg[] {
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  return targets.map((target) => legFor(book, caller.namespace, target, { share: target.weight / total, port }));
}

function legFor(book: RouteBook, namespace: string, target: RouteTarget, { share, port: asked }: { share: number; port: number }): Leg {
  const service = findService(book.registry, target.host, namespace) ?? null;
  const own = service ? portOf(service, target, asked) : undefined;
  const port = own?.number ?? target.port ?? asked;
  const nobody = {
    share,
    service,
    host: service?.host ?? target.host,
    subset: target.subset,
    port,
    endpoints: [],
    ...clientPolicy(undefined, null, port),
  };
  if (!service || !own) return { ...nobody, missing: 'host' };
  const rule = ruleFor(book.destinationRules, service.host, {
    caller: namespace,
    service: service.namespace,
    root: book.settings.rootNamespace,
  });
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

/** A route without a port keeps the port of the request, or takes the service's only one, as behind a gateway. */
function portOf({ ports }: Service, target: RouteTarget, asked: number) {
  const named = ports.find(({ number }) => number === (target.port ?? asked));
  return named ?? (target.port === null && ports.length === 1 ? ports[0] : undefined);
}
