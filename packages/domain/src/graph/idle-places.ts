import type { GroupBy } from '@vigla/contract/graph';
import type { LocatedFacts } from './locate-facts.ts';
import type { Place, Places } from './places.ts';

interface Drawn {
  readonly groupBy: GroupBy;
  /** Services are nodes of their own, beside workloads. */
  readonly services: boolean;
  /** Of the others nothing is made: they may be thousands. */
  readonly isChosen: (namespace: string) => boolean;
}

/** Something that is known to be in a namespace, and where it is drawn. */
export interface Resting {
  readonly place: Place;
}

/** Everything Kubernetes knows of the chosen namespaces that may have traffic, whether it has any or not. */
export function idlePlaces(facts: LocatedFacts, places: Places, { groupBy, services: withServices, isChosen }: Drawn): readonly Resting[] {
  const { all, home: cluster } = facts;
  if (all === null) return [];
  const workloads = [...all.workloads.values()].filter(({ role, namespace }) => role !== 'infrastructure' && isChosen(namespace));
  const byService = groupBy === 'service';
  const services =
    byService || withServices
      ? [...all.services.values()].filter(
          ({ workloads: behind, namespace }) => isChosen(namespace) && !behind.some((key) => all.workloads.get(key)?.role),
        )
      : [];
  const alone = byService
    ? workloads.filter(({ services: mine, role }) => mine.length === 0 || role === 'gateway' || role === 'waypoint')
    : workloads;
  return [
    ...services.map(({ namespace, name }) => ({ place: places.resting('service', { cluster, namespace, name }) })),
    ...alone.map(({ namespace, name }) => ({ place: places.resting('workload', { cluster, namespace, name }) })),
  ];
}
