import type { KubeObject } from '@vigla/contract/objects';
import { inBlock } from './address.ts';
import { closeness, covers, searchHosts } from './hosts.ts';
import { readService, type Members, type Service } from './reachable.ts';
import { tree } from './read.ts';
import { reference, type Unsupported } from './reference.ts';
import { readServiceEntries, readWorkloadEntries } from './service-entry.ts';
import { readWorkloads, type Workload } from './workloads.ts';

export type { Service } from './reachable.ts';

/** The services and workloads of a mesh, joined. */
export interface Registry {
  /** By host. Where several have one host, the one of the cluster, else the oldest. */
  readonly services: ReadonlyMap<string, Service>;
  readonly workloads: ReadonlyMap<string, Workload>;
  /** Labels by name. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** All that have a host. Order: of the cluster first, then oldest first. */
  readonly byHost: ReadonlyMap<string, readonly Service[]>;
  /** Those with wildcards. Order: closest first. */
  readonly wildcards: readonly Service[];
  /** Those that go by addresses too. */
  readonly addressed: readonly Service[];
  /** What stands before a workload, by the workload's key. */
  readonly before: ReadonlyMap<string, readonly Service[]>;
}

interface Options {
  /** Who sees a service that says nothing of it. */
  readonly exportTo?: readonly string[];
  readonly report?: (unsupported: Unsupported) => void;
}

/** Joins services and workloads the way the control plane does: by selector, counting ready pods only. Total. */
export function buildRegistry(objects: readonly KubeObject[], { exportTo = [], report = () => {} }: Options = {}): Registry {
  const workloads = readWorkloads(objects);
  const membersOf = byNamespace(objects, workloads, report);
  for (const object of objects) {
    if (object.kind !== 'Service' || tree(object.spec)['type'] !== 'ExternalName') continue;
    report({ object: reference(object), path: 'spec.type', detail: 'ExternalName is not followed: nobody stands behind the service' });
  }
  const services = [
    ...objects
      .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
      .map((object) => readService(object, membersOf(object.metadata.namespace ?? ''), exportTo)),
    ...readServiceEntries(objects, membersOf, { exportTo, report }),
  ];
  const namespaces = objects
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => [metadata.name, metadata.labels ?? {}] as const);
  const byHost = grouped(services.map((service) => [service.host, service] as const));
  return {
    workloads,
    services: new Map([...byHost].flatMap(([host, [first]]) => (first ? [[host, first] as const] : []))),
    namespaces: new Map(namespaces),
    byHost,
    wildcards: services.filter(({ host }) => host.startsWith('*')).sort((a, b) => closeness(b.host) - closeness(a.host)),
    addressed: services.filter(({ addresses }) => addresses.length > 0),
    before: grouped(services.flatMap((service) => service.endpoints.map(({ workload }) => [workload.key, service] as const))),
  };
}

function byNamespace(
  objects: readonly KubeObject[],
  workloads: ReadonlyMap<string, Workload>,
  report: (unsupported: Unsupported) => void,
): (namespace: string) => Members {
  const pods = grouped(objects.filter(({ kind }) => kind === 'Pod').map((pod) => [pod.metadata.namespace ?? '', pod] as const));
  const inside = grouped([...workloads.values()].map((workload) => [workload.namespace, workload] as const));
  const machines = grouped(readWorkloadEntries(objects, report).map((machine) => [machine.namespace, machine] as const));
  return (namespace) => ({
    pods: pods.get(namespace) ?? [],
    workloads: inside.get(namespace) ?? [],
    machines: machines.get(namespace) ?? [],
  });
}

/** Values by key, each in the order they came. */
export function grouped<K, V>(pairs: readonly (readonly [K, V])[]): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

const everyone = (): boolean => true;

/**
 * The service that a caller in a namespace reaches by a name or an address; undefined when nobody it sees has that
 * host. Order: exact hosts, wildcards, addresses; of several with one host that of the caller's namespace.
 */
export function findService(
  registry: Registry,
  host: string,
  namespace: string,
  sees: (service: Service) => boolean = everyone,
): Service | undefined {
  for (const candidate of searchHosts(host, namespace)) {
    const found = nearest(registry.byHost.get(candidate)?.filter(sees) ?? [], namespace);
    if (found) return found;
  }
  const wanted = host.toLowerCase();
  const wild = registry.wildcards.find((service) => covers(service.host, wanted) && sees(service));
  if (wild || !/^[\d.]+$|:/.test(wanted)) return wild;
  return registry.addressed.find((service) => service.addresses.some((block) => inBlock(wanted, block)) && sees(service));
}

/** The service of a whole host, as destinations of rules name it: nothing is searched for. */
export const serviceOf = (registry: Registry, host: string, namespace: string, sees: (service: Service) => boolean): Service | undefined =>
  nearest(registry.byHost.get(host)?.filter(sees) ?? [], namespace);

const nearest = (services: readonly Service[], namespace: string): Service | undefined =>
  services.length < 2
    ? services[0]
    : (services.find((service) => service.resolution === 'cluster') ??
      services.find((service) => service.namespace === namespace) ??
      services[0]);
