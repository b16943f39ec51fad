import type { KubeObject } from '@vigla/contract/objects';
import { searchHosts } from './hosts.ts';
import { labels, number, selects, text, tree, trees } from './read.ts';
import { readWorkloads, targetPort, type Pod, type Workload } from './workloads.ts';

/** What a port carries, as its name or appProtocol says. */
export type PortProtocol = 'http' | 'grpc' | 'tcp';

export interface ServicePort {
  readonly number: number;
  readonly target: number;
  readonly protocol: PortProtocol;
}

/** The ready pods of one workload behind a service. */
export interface Endpoints {
  readonly workload: Workload;
  readonly pods: readonly Pod[];
}

/** Something that has a host and answers at it. */
export interface Service {
  readonly host: string;
  readonly namespace: string;
  readonly name: string;
  /** The address that callers connect to; not there for services without one. */
  readonly clusterIp?: string;
  readonly ports: readonly ServicePort[];
  /** Every workload that the selector finds, ready or not; empty `pods` where none is ready. */
  readonly endpoints: readonly Endpoints[];
}

/** The services and workloads of a mesh, joined. */
export interface Registry {
  readonly services: ReadonlyMap<string, Service>;
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Joins services and workloads the way the control plane does: by selector, counting ready pods only. Total. */
export function buildRegistry(objects: readonly KubeObject[]): Registry {
  const workloads = readWorkloads(objects);
  const pods = objects.filter(({ kind }) => kind === 'Pod');
  const services = objects
    .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
    .map((object) => readService(object, workloads, pods));
  const namespaces = objects
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => [metadata.name, metadata.labels ?? {}] as const);
  return { workloads, services: new Map(services.map((service) => [service.host, service])), namespaces: new Map(namespaces) };
}

/** The service that a caller in a namespace reaches by a name; undefined when nobody has that host. */
export function findService({ services }: Registry, host: string, namespace: string): Service | undefined {
  for (const candidate of searchHosts(host, namespace)) {
    const found = services.get(candidate);
    if (found) return found;
  }
  return undefined;
}

function readService(object: KubeObject, workloads: ReadonlyMap<string, Workload>, pods: readonly KubeObject[]): Service {
  const { name, namespace = '' } = object.metadata;
  const spec = tree(object.spec);
  const selector = labels(spec['selector']);
  const chosen = pods.filter((pod) => pod.metadata.namespace === namespace && selects(selector, pod.metadata.labels ?? {}));
  const members =
    Object.keys(selector).length === 0
      ? []
      : [...workloads.values()].filter((workload) => workload.namespace === namespace && selects(selector, workload.labels));
  const selected = new Set(chosen.map((pod) => pod.metadata.name));
  const clusterIp = text(spec['clusterIP']);
  return {
    host: `${name}.${namespace}.svc.cluster.local`,
    namespace,
    name,
    ...(clusterIp !== undefined && clusterIp !== 'None' && { clusterIp }),
    ports: trees(spec['ports']).flatMap((port) => {
      const own = number(port['port']);
      return own === undefined ? [] : [{ number: own, target: targetPort(port['targetPort'], own, chosen), protocol: protocolOf(port) }];
    }),
    endpoints: members.map((workload) => ({ workload, pods: workload.pods.filter((pod) => pod.ready && selected.has(pod.name)) })),
  };
}

/** Source: Istio's protocol selection. `http` is the fair guess for a port that says nothing: most of them detect it. */
function protocolOf(port: Readonly<Record<string, unknown>>): PortProtocol {
  const said = text(port['appProtocol']) ?? text(port['name'])?.split('-')[0] ?? '';
  if (/^(grpc|grpcweb|kubernetes\.io\/h2c)$/.test(said)) return 'grpc';
  return /^(tcp|tls|https|mysql|mongo|redis|postgres)$/.test(said) ? 'tcp' : 'http';
}
