import type { Badge } from '@vigla/contract/graph';
import type { Pods, Tolerance } from '../health/index.ts';
import { type MeshFacts, serviceKey, type WorkloadFacts } from '../inventory/index.ts';
import { type LocatedFacts, locatedAt } from './locate-facts.ts';
import { once } from './once.ts';
import type { Place } from './places.ts';

/** What Kubernetes says of what is drawn at a place. */
export interface PlaceFacts {
  /** Of the whole cluster. Null where it was not asked. */
  readonly all: MeshFacts | null;
  /** Whether they are of the place's cluster. */
  readonly isHome: boolean;
  /** The workloads that the place stands for; null where it knows nothing of them. */
  readonly workloads: readonly WorkloadFacts[] | null;
  readonly pods: Pods | null;
  readonly inMesh: boolean | null;
  /** Sorted. */
  readonly badges: readonly Badge[];
  /** What its owner puts up with; null where they do not say. */
  readonly tolerances: readonly Tolerance[] | null;
}

/** Nothing is known. */
export const noPlaceFacts: PlaceFacts = {
  all: null,
  isHome: true,
  workloads: null,
  pods: null,
  inMesh: null,
  badges: [],
  tolerances: null,
};

/**
 * What is known of a place. Looked up once for as long as the cluster says the same: readings come and go, and each has places of
 * its own for the same workloads.
 */
export function placeFacts(facts: LocatedFacts, place: Place): PlaceFacts {
  const { all } = facts;
  if (all === null) return noPlaceFacts;
  const known = knownOf(all);
  const key = `${facts.home ?? ''} ${place.id}`;
  const ready = known.get(key) ?? factsAt(facts, place);
  // Of what has no namespace there may be any number, as of hosts outside, and nothing is known of it.
  if (place.namespace !== null) known.set(key, ready);
  return ready;
}

const knownOf = once<MeshFacts, Map<string, PlaceFacts>>(() => new Map());

function factsAt(facts: LocatedFacts, place: Place): PlaceFacts {
  const workloads = workloadsOf(place, facts);
  const service = place.kind === 'service' ? facts.service(locatedAt(place)) : undefined;
  return {
    all: facts.all,
    isHome: facts.home === null || place.cluster === facts.home,
    workloads,
    pods: workloads && podsOf(workloads),
    inMesh: workloads && workloads.every((workload) => workload.inMesh),
    badges: [...new Set([...(service?.badges ?? []), ...(workloads ?? []).flatMap(({ badges }) => badges)])].sort(),
    tolerances: place.kind === 'service' ? (service?.tolerances ?? null) : ofWorkload(place, facts),
  };
}

function workloadsOf(place: Place, facts: LocatedFacts): readonly WorkloadFacts[] | null {
  const { all } = facts;
  if (all === null || place.namespace === null || place.kind === 'operation') return null;
  const at = locatedAt(place);
  if (place.kind === 'app') {
    const isHome = facts.home === null || place.cluster === facts.home;
    return isHome ? (workloadsByApp(all).get(serviceKey(at)) ?? null) : null;
  }
  if (place.kind !== 'service') return listOrNull([facts.workload(at)]);
  return listOrNull((facts.service(at)?.workloads ?? []).map((workload) => all.workloads.get(workload)));
}

const workloadsByApp = once(({ workloads }: MeshFacts): ReadonlyMap<string, readonly WorkloadFacts[]> => {
  const byApp = new Map<string, WorkloadFacts[]>();
  for (const workload of workloads.values()) {
    const key = serviceKey({ namespace: workload.namespace, name: workload.app });
    byApp.set(key, [...(byApp.get(key) ?? []), workload]);
  }
  return byApp;
});

function listOrNull<T>(found: readonly (T | undefined)[]): readonly T[] | null {
  const list = found.filter((one) => one !== undefined);
  return list.length > 0 ? list : null;
}

const podsOf = (workloads: readonly WorkloadFacts[]): Pods =>
  workloads.reduce((sum, { pods }) => ({ ready: sum.ready + pods.ready, desired: sum.desired + pods.desired }), { ready: 0, desired: 0 });

/** What a workload's owner put up with counts most, then its service's. */
function ofWorkload(place: Place, facts: LocatedFacts): readonly Tolerance[] | null {
  const workload = facts.workload(locatedAt(place));
  const ofService = workload?.services.map((key) => facts.all?.services.get(key)?.tolerances).find((tolerances) => tolerances);
  return workload?.tolerances ?? ofService ?? null;
}
