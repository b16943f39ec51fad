import type { GroupBy } from '@vigla/contract/graph';
import type { LocatedFacts } from './locate-facts.ts';
import type { Sight } from './place-flow.ts';
import type { Place, Places } from './places.ts';

interface Wanted {
  readonly groupBy: GroupBy;
  /** Services are nodes of their own, beside workloads. */
  readonly services: boolean;
  readonly isChosen: Sight['isChosen'];
}

/** Everything Kubernetes knows in the chosen namespaces that may have traffic, whether it has any or not; where it is drawn. */
export function idlePlaces(facts: LocatedFacts, places: Places, { groupBy, services: withServices, isChosen }: Wanted): readonly Place[] {
  const { all, home: cluster } = facts;
  if (all === null) return [];
  const workloads = [...all.workloads.values()].filter(({ namespace, role }) => isChosen(namespace) && role !== 'infrastructure');
  const byService = groupBy === 'service';
  const services =
    byService || withServices
      ? [...all.services.values()].filter(
          ({ namespace, workloads: behind }) => isChosen(namespace) && !behind.some((key) => all.workloads.get(key)?.role),
        )
      : [];
  const alone = byService
    ? workloads.filter(({ services: mine, role }) => mine.length === 0 || role === 'gateway' || role === 'waypoint')
    : workloads;
  return [
    ...services.map(({ namespace, name }) => places.service({ cluster, namespace, name })),
    ...alone.map(({ namespace, name }) => places.workload({ cluster, namespace, name })),
  ];
}
