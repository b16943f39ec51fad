import { planAtGateway } from './gateway-plan.ts';
import { known, type Tri } from './known.ts';
import type { Reference } from './reference.ts';
import { classOf, split, type RequestClass } from './request-class.ts';
import type { Call } from './request.ts';
import { settleRewrite } from './rewrite.ts';
import { waysOf, type Plan, type Way } from './route-plan.ts';
import type { RouteRule } from './route-rule.ts';
import { legFor, legsFor, type Route, type RouteBook } from './routing.ts';
import { planAtSidecar } from './sidecar-plan.ts';
import type { CompiledMatch } from './route-match.ts';
import type { Workload } from './workloads.ts';

/** A route that is possible. */
export interface PossibleRoute {
  readonly route: Route;
  /** `yes`, or the attributes of the request it hangs on. */
  readonly given: Tri;
  /** The rule that leads there; null where no rule does. */
  readonly by: { readonly object: Reference; readonly path: string; readonly match: string | null } | null;
}

/** A share of the requests with every route that is possible for it. Never empty; several only where something is unknown. */
export interface DecidedPart {
  readonly share: number;
  readonly request: RequestClass;
  readonly routes: readonly PossibleRoute[];
}

/** Every route that a bundle of requests may take. Order: as the proxy asks its rules. Shares of the parts add up to 1. */
export const decide = (book: RouteBook, caller: Workload, request: RequestClass): readonly DecidedPart[] =>
  split(request).map(({ share, request: part }) => ({ share, request: part, routes: possibleRoutes(book, caller, part) }));

/** Routes one request of a workload that has a proxy. */
export function route(book: RouteBook, caller: Workload, call: Call): Route {
  const request = classOf(call);
  const plan = planFor(book, caller, request);
  const [way] = waysOf(plan, asSeen(caller, request));
  return way ? follow(book, { plan, way, request }) : plan.otherwise();
}

function possibleRoutes(book: RouteBook, caller: Workload, request: RequestClass): readonly PossibleRoute[] {
  const plan = planFor(book, caller, request);
  return waysOf(plan, asSeen(caller, request)).map((way) => ({
    route: follow(book, { plan, way, request }),
    given: way.given,
    by: way.rule && { object: way.rule.object, path: way.rule.path, match: way.match?.path ?? null },
  }));
}

/** Which rules a request meets, at whatever kind of proxy its caller has. */
export const planFor = (book: RouteBook, caller: Workload, request: RequestClass): Plan =>
  caller.proxy === 'gateway' ? planAtGateway(book, caller, request) : planAtSidecar(book, caller, request);

/** Whoever comes to a TLS port of a gateway asks for the host it means: a class that says nothing of TLS is taken to. */
export const asSeen = ({ proxy }: Workload, request: RequestClass): RequestClass =>
  proxy === 'gateway' && request.sni.kind === 'known' && request.sni.value === null ? { ...request, sni: known(request.host) } : request;

interface Taken {
  readonly plan: Plan;
  readonly way: Way;
  readonly request: RequestClass;
}

/** The route at the end of a way. */
export function follow(book: RouteBook, { plan, way, request }: Taken): Route {
  return way.rule ? routeOf(book, plan.asker.caller, { rule: way.rule, match: way.match, port: request.port }) : plan.otherwise();
}

function routeOf(
  book: RouteBook,
  caller: Workload,
  { rule, match, port }: { rule: RouteRule; match: CompiledMatch | null; port: number },
): Route {
  const { action, object, fault, timeoutMs, retry, name } = rule;
  if (action.kind === 'direct') return { kind: 'direct', code: action.code, object };
  if (action.targets.length === 0) return { kind: 'no_route', service: null };
  return {
    kind: 'forward',
    object,
    name,
    fault,
    timeoutMs,
    retry,
    legs: legsFor(book, caller, action.targets, port),
    mirrors: rule.mirrors.map(({ target, share }) => legFor(book, caller.namespace, target, { share, port })),
    rewrite: settleRewrite(rule.rewrite, match ? match.prefix : '/'),
  };
}
