import { isDeepStrictEqual } from 'node:util';
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

/** Joining that takes so long is not done again at every change. Units: ms. */
const longMs = 50;
/** Then it may take one part in so many of all time: of 20,000 workloads the facts are some seconds old. */
const restFactor = 20;

/**
 * Joins the cluster's objects into facts, again only when a list has changed. In a cluster that is alive some object always has; most
 * of these changes say nothing new of the mesh, and then the facts are the very same, and all that was made of them still holds.
 * `clock`: ms, from anywhere.
 */
export function createClusterFacts(
  kubernetes: Pick<Kubernetes, 'list' | 'missingKinds' | 'state'>,
  clock: () => number = () => performance.now(),
): () => ClusterFacts {
  let lists: readonly (readonly KubeObject[])[] = [];
  let last: ClusterFacts = { facts: null, gaps: [] };
  let restsUntil = 0;

  const joined = (): MeshFacts | null => {
    const fresh = kinds.map((kind) => kubernetes.list(kind));
    if (fresh.every((list, i) => isSame(list, lists[i] ?? []))) return last.facts;
    lists = fresh;
    const begun = clock();
    const facts = readFacts(fresh.flat());
    const told = isDeepStrictEqual(facts, last.facts) ? last.facts : facts;
    const took = clock() - begun;
    restsUntil = took < longMs ? 0 : clock() + took * restFactor;
    return told;
  };

  return () => {
    const gaps = gapsOf(kubernetes);
    // A kind that was missing is never waited for: nothing would say that it is not in the facts.
    const isOther = JSON.stringify(gaps) !== JSON.stringify(last.gaps);
    const facts = isOther || clock() >= restsUntil ? joined() : last.facts;
    if (isOther || facts !== last.facts) last = { facts, gaps };
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
