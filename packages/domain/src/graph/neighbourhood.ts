import { covers, type ServiceName, serviceOfHost } from '../inventory/index.ts';
import { type End, idOf, type Located } from './end.ts';
import type { Flow } from './flows.ts';
import type { LocatedFacts } from './locate-facts.ts';

type WorkloadEnd = Extract<End, { kind: 'workload' }>;

/** Which workloads are behind which services: from Kubernetes where it was read, else from the traffic itself. */
export interface Neighbourhood {
  readonly workloadsOf: (service: Located) => readonly WorkloadEnd[];
  readonly servicesOf: (workload: WorkloadEnd) => readonly Located[];
  /** The service a caller means by a short name, if there is one. */
  readonly serviceOfName: (name: string, from: End) => Located | null;
  readonly isRegistered: (host: string) => boolean;
  readonly workload: (at: Located) => WorkloadEnd;
}

/** Joins what Kubernetes says with what the flows show. */
export function neighbourhood(flows: readonly Flow[], facts: LocatedFacts): Neighbourhood {
  const seen = observed(flows);
  const workload = (at: Located): WorkloadEnd => {
    const fact = facts.workload(at);
    const made: WorkloadEnd = {
      kind: 'workload',
      id: idOf.workload(at.namespace, at.name, at.cluster),
      ...at,
      app: fact?.app ?? null,
      version: fact?.version ?? null,
    };
    return seen.workloads.get(made.id) ?? made;
  };
  const namesService = (at: Located): boolean => facts.service(at) !== undefined || seen.behind.has(serviceIdOf(at));
  return {
    workload,
    workloadsOf: (service) =>
      facts.service(service)?.workloads.map((key) => workload({ cluster: service.cluster, ...nameOf(key) })) ?? [
        ...(seen.behind.get(serviceIdOf(service))?.values() ?? []),
      ],
    servicesOf: (end) =>
      facts.workload(end)?.services.map((key) => ({ cluster: end.cluster, ...nameOf(key) })) ?? [
        ...(seen.services.get(end.id)?.values() ?? []),
      ],
    serviceOfName: (name, from) => {
      if (!('namespace' in from)) return null;
      const meant = serviceOfHost(name, from.namespace, (namespace) => facts.all?.namespaces.has(namespace) ?? false);
      const at = meant && { ...meant, cluster: from.cluster };
      return at && namesService(at) ? at : null;
    },
    isRegistered: (host) => facts.all?.registeredHosts.some((pattern) => covers(pattern, host)) ?? false,
  };
}

function observed(flows: readonly Flow[]) {
  const workloads = new Map<string, WorkloadEnd>();
  const behind = new Map<string, Map<string, WorkloadEnd>>();
  const services = new Map<string, Map<string, Located>>();
  for (const { from, to, asked } of flows) {
    for (const end of [from, to]) if (end.kind === 'workload') workloads.set(end.id, end);
    if (to.kind !== 'workload' || asked === null || asked.namespace === null) continue;
    const service = { cluster: asked.cluster, namespace: asked.namespace, name: asked.name };
    entry(behind, serviceIdOf(service)).set(to.id, to);
    entry(services, to.id).set(serviceIdOf(service), service);
  }
  return { workloads, behind, services };
}

const serviceIdOf = ({ namespace, name, cluster }: Located): string => idOf.service(namespace, name, cluster);

function entry<V>(index: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = index.get(key) ?? new Map<string, V>();
  index.set(key, found);
  return found;
}

function nameOf(key: string): ServiceName {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
