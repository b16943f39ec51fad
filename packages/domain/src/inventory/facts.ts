import type { Badge } from '@vigla/contract/graph';
import type { Pods, Tolerance } from '../health/index.ts';
import type { ServiceName } from './host.ts';

/** What Kubernetes knows of one workload. Keyed by `namespace/name`. */
export interface WorkloadFacts {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  /** Its canonical name as proxies report it: the workload's own where no label says more. */
  readonly app: string;
  readonly version: string | null;
  /** Labels of its pods. */
  readonly labels: ReadonlyMap<string, string>;
  readonly pods: Pods;
  /** Its pods have a proxy, or the node's proxy takes their traffic. */
  readonly inMesh: boolean;
  /** Its traffic goes through the node's proxy (ambient mode). */
  readonly isAmbient: boolean;
  /** `infrastructure`: the control plane and its node agents, which take no part in the traffic that people look at. */
  readonly role: 'gateway' | 'waypoint' | 'infrastructure' | null;
  readonly badges: readonly Badge[];
  /** Keys of the services that select its pods. */
  readonly services: readonly string[];
  readonly tolerances: readonly Tolerance[] | null;
}

/** What Kubernetes knows of one service. Keyed by `namespace/name`. */
export interface ServiceFacts extends ServiceName {
  /** Keys of the workloads behind it. */
  readonly workloads: readonly string[];
  readonly badges: readonly Badge[];
  readonly tolerances: readonly Tolerance[] | null;
}

/** The mesh as Kubernetes describes it: the joins that graph, checks and editors need, made once per reading of the cluster. */
export interface MeshFacts {
  readonly workloads: ReadonlyMap<string, WorkloadFacts>;
  readonly services: ReadonlyMap<string, ServiceFacts>;
  readonly namespaces: ReadonlySet<string>;
  /** Labels of namespaces, by name. */
  readonly namespaceLabels: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Hosts of ServiceEntries, wildcards included. */
  readonly registeredHosts: readonly string[];
  /** Machines outside Kubernetes that take part (WorkloadEntry), by namespace, app and version: what `entryKey` makes of them. */
  readonly workloadEntries: ReadonlySet<string>;
  /** The name by which proxies call this cluster; null where no proxy tells. */
  readonly cluster: string | null;
}

/** The key of a machine outside Kubernetes, by what its proxy says of itself. */
export const entryKey = (namespace: string, app: string, version: string | null): string => `${namespace}/${app}/${version ?? ''}`;
