import type { IstioObject, ServiceVersion, TrafficShiftStart } from '@vigla/contract/istio';
import type { KubeObject } from '@vigla/contract/objects';
import {
  fieldOf,
  labelsOf,
  listOf,
  type MeshFacts,
  numberOf,
  type ServiceName,
  serviceKey,
  serviceOfHost,
  textOf,
} from '../inventory/index.ts';

/** The part of a start that configuration decides; what the caller may do is added by who knows. */
export type Routing = Omit<TrafficShiftStart, 'canWrite' | 'missing'>;

/**
 * How a service is routed now: its versions, and the objects that decide. Null where there is no such service.
 * Of several VirtualServices for a host the oldest decides, as in the proxies. Versions are told apart by the pods' label `version`.
 */
export function startTrafficShift(objects: readonly KubeObject[], facts: MeshFacts, service: ServiceName): Routing | null {
  const known = facts.services.get(serviceKey(service));
  if (!known) return null;
  const means = (host: string, namespace: string): boolean => {
    const meant = serviceOfHost(host, namespace, (name) => facts.namespaces.has(name));
    return meant !== null && serviceKey(meant) === serviceKey(service);
  };
  const virtualServices = istioObjects(objects, 'VirtualService').filter((object) =>
    hostsOf(object).some((host) => means(host, object.metadata.namespace)),
  );
  const rules = istioObjects(objects, 'DestinationRule').filter(({ spec, metadata }) =>
    means(textOf(spec, 'host') ?? '', metadata.namespace),
  );
  const virtualService = virtualServices.find((object) => isInMesh(object)) ?? virtualServices[0] ?? null;
  const destinationRule = rules.find(({ metadata }) => metadata.namespace === service.namespace) ?? rules[0] ?? null;
  return {
    namespace: service.namespace,
    service: service.name,
    versions: versionsOf(known.workloads, facts, { virtualService, destinationRule }),
    virtualService,
    destinationRule,
    neighbours: [...virtualServices, ...rules].filter((object) => object !== virtualService && object !== destinationRule),
    managers: gitOpsManagers([virtualService, destinationRule]),
  };
}

function istioObjects(objects: readonly KubeObject[], kind: string): readonly IstioObject[] {
  const found = objects.filter((object) => object.kind === kind && object.apiVersion.startsWith('networking.istio.io/'));
  const oldestFirst = [...found].sort((a, b) => (age(a) < age(b) ? -1 : 1));
  return oldestFirst.flatMap((object) => (object.metadata.namespace === undefined ? [] : [asIstio(object, object.metadata.namespace)]));
}

const age = ({ metadata }: KubeObject): string => `${metadata.creationTimestamp ?? '9'} ${metadata.namespace ?? ''}/${metadata.name}`;

const asIstio = ({ apiVersion, kind, metadata, spec }: KubeObject, namespace: string): IstioObject => ({
  apiVersion,
  kind,
  metadata: { ...metadata, namespace },
  ...(spec && { spec }),
});

/** Hosts by which a VirtualService is asked for, and, where it is asked for at a gateway by names of the outside, those it sends requests to. */
const hostsOf = ({ spec }: IstioObject): readonly string[] => [
  ...listOf(spec, 'hosts').filter((host) => typeof host === 'string'),
  ...listOf(spec, 'http').flatMap((rule) => listOf(rule, 'route').map((route) => textOf(route, 'destination', 'host') ?? '')),
];

const isInMesh = ({ spec }: IstioObject): boolean => listOf(spec, 'gateways').length === 0 || listOf(spec, 'gateways').includes('mesh');

interface Deciding {
  readonly virtualService: IstioObject | null;
  readonly destinationRule: IstioObject | null;
}

function versionsOf(workloads: readonly string[], facts: MeshFacts, { virtualService, destinationRule }: Deciding): ServiceVersion[] {
  const percents = percentsOf(virtualService);
  const byVersion = new Map<string, ServiceVersion>();
  for (const workload of workloads.flatMap((key) => facts.workloads.get(key) ?? [])) {
    const version = workload.labels.get('version');
    if (version === undefined) continue;
    const before = byVersion.get(version);
    const subset = subsetOf(destinationRule, version);
    byVersion.set(version, {
      version,
      subset,
      workloads: [...(before?.workloads ?? []), workload.name],
      readyPods: (before?.readyPods ?? 0) + workload.pods.ready,
      percent: percents === null ? null : subset === null ? 0 : (percents.get(subset) ?? 0),
    });
  }
  return [...byVersion.values()].sort((a, b) => (a.version < b.version ? -1 : 1));
}

function subsetOf(rule: IstioObject | null, version: string): string | null {
  const found = listOf(rule?.spec, 'subsets').find((subset) => {
    const labels = labelsOf(subset, 'labels');
    return labels.size === 1 && labels.get('version') === version;
  });
  return textOf(found, 'name') ?? null;
}

/** Shares by subset in the rule that takes all requests; null where none decides, and pods alone do. */
function percentsOf(virtualService: IstioObject | null): ReadonlyMap<string, number> | null {
  const rule = listOf(virtualService?.spec, 'http').find((candidate) => listOf(candidate, 'match').length === 0);
  const routes = listOf(rule, 'route');
  if (routes.length === 0 || routes.some((route) => fieldOf(route, 'destination', 'subset') === undefined)) return null;
  const weightOf = (route: unknown): number => Math.max(0, numberOf(route, 'weight') ?? (routes.length === 1 ? 100 : 0));
  const total = routes.reduce<number>((sum, route) => sum + weightOf(route), 0);
  const percents = new Map<string, number>();
  for (const route of routes) {
    const subset = textOf(route, 'destination', 'subset') ?? '';
    percents.set(subset, (percents.get(subset) ?? 0) + (total > 0 ? (weightOf(route) / total) * 100 : 0));
  }
  return percents;
}

const gitOps = /argo|flux|kustomize-controller|helm|terraform|pulumi|fleet|config-sync|rancher/i;

function gitOpsManagers(objects: readonly (IstioObject | null)[]): string[] {
  const managers = objects.flatMap((object) => listOf(object?.metadata, 'managedFields').map((entry) => textOf(entry, 'manager') ?? ''));
  return [...new Set(managers.filter((manager) => gitOps.test(manager)))].sort();
}
