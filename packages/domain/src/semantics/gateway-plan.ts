import type { Step } from './explanation.ts';
import { answersFor, serversOf, type GatewayServer } from './gateways.ts';
import { closeness, covers } from './hosts.ts';
import type { RequestClass } from './request-class.ts';
import type { Plan } from './route-plan.ts';
import { isCatchAll, type RouteRule } from './route-rule.ts';
import type { Route, RouteBook } from './routing.ts';
import type { VirtualService } from './virtual-service.ts';
import { seenFrom } from './visibility.ts';
import type { Workload } from './workloads.ts';

/** Rules that a server lets answer for a host. */
interface Binding {
  readonly server: GatewayServer;
  readonly one: VirtualService;
  readonly host: string;
}

/** What a request that reaches a gateway from outside meets: the rules bound to the servers that take it. */
export function planAtGateway(book: RouteBook, caller: Workload, request: RequestClass): Plan {
  const host = request.host.toLowerCase();
  const listening = serversOf(book.servers, caller, portsOf(book, caller, request.port));
  const serving = servingHost(listening, host);
  const bound = bindings(book, caller, serving, host);
  const closest = bound.filter((one) => closeness(one.host) === closeness(bound[0]?.host ?? ''));
  const redirecting =
    closest.length > 0 ? closest.find(({ server }) => server.redirects)?.server : serving.find(({ redirects }) => redirects);
  const first = serving[0];
  return {
    asker: {
      caller,
      gateways: [...new Set(serving.map(({ gateway }) => gateway))],
      port: first?.port ?? request.port,
      scheme: first?.tls === 'terminate' ? 'https' : 'http',
    },
    rules: redirecting ? [] : inOrder(closest),
    otherwise: () => unrouted(listening, serving, redirecting),
    steps: () => stepsOf(request, { listening, serving, closest, redirecting }),
  };
}

/** A Gateway may name the port of the gateway's Service or the port of its pods. */
const portsOf = ({ registry }: RouteBook, { key }: Workload, port: number): readonly number[] => [
  port,
  ...(registry.before.get(key) ?? []).flatMap(({ ports }) => ports.filter(({ number }) => number === port).map(({ target }) => target)),
];

/** Servers that have the host. Where they speak TLS the name asked for picks the closest one, before any request is seen. */
function servingHost(listening: readonly GatewayServer[], host: string): readonly GatewayServer[] {
  const ranked = listening.map((server) => ({ server, close: closenessOf(server, host) })).filter(({ close }) => close >= 0);
  const best = Math.max(-1, ...ranked.filter(({ server }) => server.tls !== 'none').map(({ close }) => close));
  return ranked.filter(({ server, close }) => server.tls === 'none' || close === best).map(({ server }) => server);
}

const closenessOf = ({ hosts }: GatewayServer, host: string): number =>
  Math.max(-1, ...hosts.filter((own) => covers(own.host, host)).map((own) => closeness(own.host)));

/** Order: closest host first, then oldest first. */
function bindings({ rules }: RouteBook, caller: Workload, serving: readonly GatewayServer[], host: string): readonly Binding[] {
  return serving
    .flatMap((server) =>
      (rules.byGateway.get(server.gateway) ?? [])
        .filter(({ exportTo, namespace }) => seenFrom(exportTo, namespace, caller.namespace))
        .flatMap((one) =>
          one.hosts
            .flatMap((own) => answersFor(server, own, one.namespace))
            .filter((own) => covers(own, host))
            .map((own): Binding => ({ server, one, host: own })),
        ),
    )
    .sort((a, b) => closeness(b.host) - closeness(a.host));
}

/** Gateways join the rules of one host into one list, in order, with those that take everything last. */
function inOrder(closest: readonly Binding[]): readonly RouteRule[] {
  const ones = closest.filter(({ one }, index) => closest.findIndex((other) => other.one === one) === index);
  const joined = ones.flatMap(({ server, one }) => {
    if (server.carries === 'requests') return one.http;
    return server.tls === 'passthrough' ? one.tls : one.tcp;
  });
  return [...joined.filter((rule) => !isCatchAll(rule)), ...joined.filter(isCatchAll)];
}

function unrouted(listening: readonly GatewayServer[], serving: readonly GatewayServer[], redirecting: GatewayServer | undefined): Route {
  if (redirecting) return { kind: 'direct', code: 301, object: redirecting.object };
  // A name that no TLS listener has is refused before there is a request to answer.
  const unanswered = serving.length === 0 && listening.every(({ tls }) => tls !== 'none');
  return unanswered ? { kind: 'no_listener' } : { kind: 'no_route', service: null };
}

interface Found {
  readonly listening: readonly GatewayServer[];
  readonly serving: readonly GatewayServer[];
  readonly closest: readonly Binding[];
  readonly redirecting: GatewayServer | undefined;
}

function stepsOf({ host, port }: RequestClass, { listening, serving, closest, redirecting }: Found): readonly Step[] {
  if (listening.length === 0) return [{ stage: 'listener', object: null, path: null, verdict: 'no_listener', facts: { host, port } }];
  const listeners = listening.map((server): Step => {
    const verdict = !serving.includes(server) ? 'host_not_served' : server === redirecting ? 'redirects_to_https' : 'listens';
    return { stage: 'listener', object: server.object, path: server.path, verdict, facts: { host, port, tls: server.tls } };
  });
  const owners = closest.map(
    ({ one, host: own }): Step => ({
      stage: 'route',
      object: one.object,
      path: 'spec.hosts',
      verdict: 'answers_for_host',
      facts: { host: own },
    }),
  );
  return [...listeners, ...owners];
}
