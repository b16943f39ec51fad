import type { KubeObject } from '@vigla/contract/objects';
import type { Gap } from '@vigla/contract/problem';
import { type MeshFacts, readFacts } from '@vigla/domain/inventory';
import type { Kubernetes } from '../sources/index.ts';

/** What the cluster says of the mesh now, and what of it is missing. `facts` is null until anything was read. The same object until something changes. */
export interface ClusterFacts {
  readonly facts: MeshFacts | null;
  readonly gaps: readonly Gap[];
}

const workloadKinds = ['Namespace', 'Service', 'Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];
const configurationKinds = [
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'WorkloadEntry',
  'Sidecar',
  'HTTPRoute',
  'GRPCRoute',
];
const kinds = [...workloadKinds, ...configurationKinds];

/** Joins the cluster's objects into facts, again only when a list has changed. */
export function createClusterFacts(kubernetes: Pick<Kubernetes, 'list' | 'missingKinds' | 'state'>): () => ClusterFacts {
  let lists: readonly (readonly KubeObject[])[] = [];
  let facts: MeshFacts | null = null;
  let last: ClusterFacts = { facts: null, gaps: [] };

  return () => {
    const fresh = kinds.map((kind) => kubernetes.list(kind));
    const isNew = fresh.some((list, i) => !isSame(list, lists[i] ?? []));
    if (isNew) {
      lists = fresh;
      facts = readFacts(fresh.flat());
    }
    const gaps = gapsOf(kubernetes);
    if (isNew || JSON.stringify(gaps) !== JSON.stringify(last.gaps)) last = { facts, gaps };
    return last;
  };
}

/** A kind that two groups share comes as a new array of the same objects each time. */
const isSame = (list: readonly KubeObject[], before: readonly KubeObject[]): boolean =>
  list === before || (list.length === before.length && list.every((object, i) => object === before[i]));

function gapsOf(kubernetes: Pick<Kubernetes, 'missingKinds' | 'state'>): readonly Gap[] {
  const missing = kubernetes.missingKinds();
  const reasons = (of: readonly string[]): readonly string[] => of.flatMap((kind) => missing.get(kind) ?? []);
  const gap = (lacks: Gap['lacks'], why: readonly string[]): readonly Gap[] =>
    why[0] === undefined
      ? []
      : [{ source: 'kubernetes', lacks, detail: why.length === 1 ? why[0] : `${why[0]} (and ${why.length - 1} more)` }];
  return [...gap('workloads', reasons(workloadKinds)), ...gap('configuration', reasons(configurationKinds))];
}
