import { covers, type MeshFacts, type ServiceName, serviceKey, serviceOfHost } from '../inventory/index.ts';
import { type End, idOf } from './end.ts';
import type { Flow } from './flows.ts';

type WorkloadEnd = Extract<End, { kind: 'workload' }>;

/** Which workloads are behind which services: from Kubernetes where it was read, else from the traffic itself. */
export interface Neighbourhood {
  readonly workloadsOf: (service: ServiceName) => readonly WorkloadEnd[];
  readonly servicesOf: (workload: WorkloadEnd) => readonly ServiceName[];
  /** The service a caller means by a short name, if there is one. */
  readonly serviceOfName: (name: string, from: End) => ServiceName | null;
  readonly isRegistered: (host: string) => boolean;
  readonly workload: (namespace: string, name: string) => WorkloadEnd;
}

/** Joins what Kubernetes says with what the flows show. */
export function neighbourhood(flows: readonly Flow[], facts: MeshFacts | null): Neighbourhood {
  const seen = observed(flows);
  const workload = (namespace: string, name: string): WorkloadEnd => {
    const fact = facts?.workloads.get(serviceKey({ namespace, name }));
    const made: WorkloadEnd = {
      kind: 'workload',
      id: idOf.workload(namespace, name),
      namespace,
      name,
      app: fact?.app ?? null,
      version: fact?.version ?? null,
    };
    return seen.workloads.get(made.id) ?? made;
  };
  const known = (key: string): WorkloadEnd => {
    const { namespace, name } = nameOf(key);
    return workload(namespace, name);
  };
  return {
    workload,
    workloadsOf: (service) =>
      facts?.services.get(serviceKey(service))?.workloads.map(known) ?? [...(seen.behind.get(serviceKey(service))?.values() ?? [])],
    servicesOf: (end) => facts?.workloads.get(serviceKey(end))?.services.map(nameOf) ?? [...(seen.services.get(end.id)?.values() ?? [])],
    serviceOfName: (name, from) => {
      if (!('namespace' in from)) return null;
      const meant = serviceOfHost(name, from.namespace, (namespace) => facts?.namespaces.has(namespace) ?? false);
      return meant && (facts?.services.has(serviceKey(meant)) || seen.behind.has(serviceKey(meant))) ? meant : null;
    },
    isRegistered: (host) => facts?.registeredHosts.some((pattern) => covers(pattern, host)) ?? false,
  };
}

function observed(flows: readonly Flow[]) {
  const workloads = new Map<string, WorkloadEnd>();
  const behind = new Map<string, Map<string, WorkloadEnd>>();
  const services = new Map<string, Map<string, ServiceName>>();
  for (const { from, to, asked } of flows) {
    for (const end of [from, to]) if (end.kind === 'workload') workloads.set(end.id, end);
    if (to.kind !== 'workload' || asked === null || asked.namespace === null) continue;
    const service = { namespace: asked.namespace, name: asked.name };
    entry(behind, serviceKey(service)).set(to.id, to);
    entry(services, to.id).set(serviceKey(service), service);
  }
  return { workloads, behind, services };
}

function entry<V>(index: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = index.get(key) ?? new Map<string, V>();
  index.set(key, found);
  return found;
}

function nameOf(key: string): ServiceName {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
