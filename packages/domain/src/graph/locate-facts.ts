import { type MeshFacts, type ServiceFacts, serviceKey, type WorkloadFacts } from '../inventory/index.ts';
import type { Located } from './end.ts';

/** What Kubernetes says of what has a name in telemetry. Undefined where it says nothing, as it does of other clusters. */
export interface LocatedFacts {
  readonly all: MeshFacts | null;
  /** The cluster whose Kubernetes was asked; null where the mesh has one, or where it does not say which it is. */
  readonly home: string | null;
  readonly workload: (at: Located) => WorkloadFacts | undefined;
  readonly service: (at: Located) => ServiceFacts | undefined;
}

/**
 * Facts are of one cluster, telemetry may be of several. A workload elsewhere has neither pods nor badges here, even where its
 * name is the same; where it is not known which cluster is ours, names decide.
 */
export function locateFacts(facts: MeshFacts | null, clusters: readonly string[]): LocatedFacts {
  const home = facts !== null && clusters.length > 1 ? facts.cluster : null;
  const isHome = ({ cluster }: Located): boolean => home === null || cluster === null || cluster === home;
  return {
    all: facts,
    home,
    workload: (at) => (isHome(at) ? facts?.workloads.get(serviceKey(at)) : undefined),
    service: (at) => (isHome(at) ? facts?.services.get(serviceKey(at)) : undefined),
  };
}

/** Where a node is; of nodes without a namespace nothing is known, which is what an empty one finds. */
export const locatedAt = ({ cluster, namespace, name }: Omit<Located, 'namespace'> & { readonly namespace: string | null }): Located => ({
  cluster,
  namespace: namespace ?? '',
  name,
});
