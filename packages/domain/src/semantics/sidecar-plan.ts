import type { Step } from './explanation.ts';
import type { Reference } from './reference.ts';
import { findService, type Service } from './registry.ts';
import type { RequestClass } from './request-class.ts';
import type { Asker } from './route-match.ts';
import { concerns, type Plan } from './route-plan.ts';
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
  const asker: Asker = { caller, gateways: ['mesh'], port: request.port, scheme: 'http' };
  // One that has no rule for this caller at all leaves the host to the next.
  const owner = owners.find((one) => rulesFor(one, request).some((rule) => concerns(rule, request, asker)));
  const rules = owner ? rulesFor(owner, request) : [];
  const owned = owner !== undefined && request.protocol !== 'tcp';
  return {
    asker,
    rules,
    otherwise: () => (owned ? { kind: 'no_route', service: service ?? null } : defaultRoute(book, caller, request, { service, sidecar })),
    steps: () => [listening(book, caller, request, { service, sidecar }), ...owning(owners, owner, host)],
  };
}

function visibleService(book: RouteBook, caller: Workload, { host, port }: RequestClass, sidecar: Sidecar | null): Service | undefined {
  const exported = seesExported(caller.namespace);
  return findService(book.registry, host, caller.namespace, (one) => exported(one) && showsService(sidecar, caller, port, one));
}

/** Rules for requests, or for connections: those for TLS count where a name was asked for. */
function rulesFor({ http, tls, tcp }: VirtualService, { protocol, sni }: RequestClass): readonly RouteRule[] {
  if (protocol !== 'tcp') return http;
  return sni.kind === 'known' && sni.value === null ? tcp : [...new Set([...tls, ...tcp])];
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

function owning(owners: readonly VirtualService[], owner: VirtualService | undefined, host: string): readonly Step[] {
  const place = owner ? owners.indexOf(owner) : owners.length;
  return owners.map((one, index) => {
    const verdict = index < place ? 'not_for_caller' : index === place ? 'owns_host' : 'host_has_owner';
    return { stage: 'route', object: one.object, path: 'spec.hosts', verdict, facts: { host } };
  });
}
