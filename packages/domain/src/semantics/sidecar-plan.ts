import type { Step } from './explanation.ts';
import type { Reference } from './reference.ts';
import { findService } from './registry.ts';
import type { Service } from './reachable.ts';
import type { RequestClass } from './request-class.ts';
import type { Plan } from './route-plan.ts';
import type { RouteRule } from './route-rule.ts';
import { plainLeg, seesExported, type Route, type RouteBook } from './routing.ts';
import { ownersOf } from './rules-index.ts';
import { showsRules, showsService, sidecarOf, type Sidecar } from './sidecar.ts';
import { noRetry } from './retry.ts';
import type { VirtualService } from './virtual-service.ts';
import type { Workload } from './workloads.ts';

/** What a request of a workload with a sidecar meets: the rules of whoever owns its host. */
export function planAtSidecar(book: RouteBook, caller: Workload, request: RequestClass): Plan {
  const sidecar = sidecarOf(book.sidecars, caller, book.settings.rootNamespace);
  const service = visibleService(book, caller, request, sidecar);
  const host = service && !service.host.startsWith('*') ? service.host : request.host.toLowerCase();
  const owners = ownersOf(book.rules, { host, port: request.port, namespace: caller.namespace }, (one) =>
    showsRules(sidecar, caller, request.port, one),
  );
  const owner = owners[0];
  const rules = owner ? rulesFor(owner, request) : [];
  const anyone = owner !== undefined && request.protocol !== 'tcp';
  return {
    asker: { caller, gateways: ['mesh'], port: request.port, scheme: 'http' },
    rules,
    otherwise: () => (anyone ? { kind: 'no_route', service: service ?? null } : defaultRoute(book, caller, request, { service, sidecar })),
    steps: () => [listening(book, caller, request, { service, sidecar }), ...owning(owners, host)],
  };
}

function visibleService(book: RouteBook, caller: Workload, { host, port }: RequestClass, sidecar: Sidecar | null): Service | undefined {
  const exported = seesExported(caller.namespace);
  return findService(book.registry, host, caller.namespace, (one) => exported(one) && showsService(sidecar, caller, port, one));
}

/** Rules for requests, or for connections: those for TLS count where a name was asked for. */
function rulesFor({ http, tls, tcp }: VirtualService, { protocol, sni }: RequestClass): readonly RouteRule[] {
  if (protocol !== 'tcp') return http;
  return sni.kind === 'known' && sni.value === null ? tcp : [...tls, ...tcp];
}

interface Meant {
  readonly service: Service | undefined;
  readonly sidecar: Sidecar | null;
}

function defaultRoute(book: RouteBook, caller: Workload, { port, protocol }: RequestClass, { service, sidecar }: Meant): Route {
  if (!service) {
    const policy = sidecar?.unknownHosts ?? book.settings.unknownHosts;
    return { kind: policy === 'block' ? 'blocked' : 'passthrough' };
  }
  return {
    kind: 'forward',
    object: null,
    name: null,
    fault: null,
    timeoutMs: null,
    retry: protocol === 'tcp' ? noRetry : book.settings.retry,
    legs: [plainLeg(book, caller, service, port)],
    mirrors: [],
    rewrite: null,
  };
}

function listening(book: RouteBook, caller: Workload, { host, port }: RequestClass, { service, sidecar }: Meant): Step {
  const step = (verdict: string, object: Reference | null, facts: Step['facts']): Step => ({
    stage: 'listener',
    object,
    path: null,
    verdict,
    facts: { host, port, ...facts },
  });
  if (service) return step('host_known', null, { service: service.host, external: service.external });
  const hidden = findService(book.registry, host, caller.namespace);
  if (!hidden) return step('host_unknown', null, {});
  const exported = seesExported(caller.namespace)(hidden);
  return step(exported ? 'hidden_by_sidecar' : 'not_exported', exported ? (sidecar?.object ?? null) : null, { service: hidden.host });
}

const owning = (owners: readonly VirtualService[], host: string): readonly Step[] =>
  owners.map((one, index) => ({
    stage: 'route',
    object: one.object,
    path: 'spec.hosts',
    verdict: index === 0 ? 'owns_host' : 'host_has_owner',
    facts: { host },
  }));
