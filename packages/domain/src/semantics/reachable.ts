import type { KubeObject } from '@vigla/contract/objects';
import { labels, number, text, texts, tree, trees } from './read.ts';
import { targetPort, type Pod, type Workload } from './workloads.ts';

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
  /** May be a wildcard, `*.example.com`, for what a ServiceEntry names. */
  readonly host: string;
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly ServicePort[];
  /** Every workload that the selector finds, ready or not; empty `pods` where none is ready. */
  readonly endpoints: readonly Endpoints[];
  /** Outside of the mesh: nobody there has an identity. */
  readonly external: boolean;
  /** How its addresses are found: by the cluster, as they are written, by name, or the one the caller meant anyway. */
  readonly resolution: 'cluster' | 'static' | 'dns' | 'none';
  readonly exportTo: readonly string[];
  /** Addresses that mean this service, single ones or blocks. */
  readonly addresses: readonly string[];
}

/** Whatever can stand behind a service of one namespace. */
export interface Members {
  readonly pods: readonly KubeObject[];
  readonly workloads: readonly Workload[];
  /** Machines outside of the cluster that WorkloadEntries name. */
  readonly machines: readonly Workload[];
}

/** Joins a Service with what its selector finds. */
export function readService(object: KubeObject, members: Members, defaultExportTo: readonly string[]): Service {
  const { name, namespace = '', annotations } = object.metadata;
  const spec = tree(object.spec);
  const selector = labels(spec['selector']);
  const found = whatSelects(selector, members);
  const exportTo = annotations?.['networking.istio.io/exportTo']?.split(',').map((one) => one.trim());
  const address = text(spec['clusterIP']);
  return {
    host: `${name}.${namespace}.svc.cluster.local`,
    namespace,
    name,
    ports: trees(spec['ports']).flatMap((port) => {
      const own = number(port['port']);
      return own === undefined
        ? []
        : [{ number: own, target: targetPort(port['targetPort'], own, found.pods), protocol: protocolOf(port) }];
    }),
    endpoints: endpointsOf(found),
    external: false,
    resolution: 'cluster',
    exportTo: exportTo ?? defaultExportTo,
    addresses: address === undefined || address === 'None' ? texts(spec['clusterIPs']).filter((one) => one !== 'None') : [address],
  };
}

/** What a selector finds of a namespace. An empty one finds nothing. */
export function whatSelects(selector: Readonly<Record<string, string>>, { pods, workloads, machines }: Members): Members {
  const wanted = Object.entries(selector);
  if (wanted.length === 0) return { pods: [], workloads: [], machines: [] };
  const fits = (own: Readonly<Record<string, string>> | undefined): boolean =>
    own !== undefined && wanted.every(([name, value]) => own[name] === value);
  return {
    pods: pods.filter(({ metadata }) => fits(metadata.labels)),
    workloads: workloads.filter((workload) => fits(workload.labels)),
    machines: machines.filter((machine) => fits(machine.labels)),
  };
}

/** The workloads that were found, each with those of its pods that are ready. */
export function endpointsOf({ pods, workloads, machines }: Members): readonly Endpoints[] {
  const selected = new Set(pods.map(({ metadata }) => metadata.name));
  return [
    ...workloads.map((workload) => ({ workload, pods: workload.pods.filter((pod) => pod.ready && selected.has(pod.name)) })),
    ...machines.map((machine) => ({ workload: machine, pods: machine.pods })),
  ];
}

/** Source: Istio's protocol selection. `http` is the fair guess for a port that says nothing: most of them detect it. */
function protocolOf(port: Readonly<Record<string, unknown>>): PortProtocol {
  return carries(text(port['appProtocol']) ?? text(port['name'])?.split('-')[0] ?? '');
}

/** What a protocol's name means to a proxy; what it cannot look into is TCP. */
export function carries(said: string): PortProtocol {
  if (/^(grpc|grpcweb|kubernetes\.io\/h2c)$/.test(said)) return 'grpc';
  return /^(tcp|tls|https|mysql|mongo|redis|postgres)$/.test(said) ? 'tcp' : 'http';
}
