import { type HealthRules, type Tolerance, tolerancesFor } from '../health/index.ts';
import type { PlaceFacts } from './place-facts.ts';
import type { Place } from './places.ts';

/** How the traffic of each place is judged: what its owner put up with counts most, then what the operator's rules say. */
export function createTolerances(factsOf: (place: Place) => PlaceFacts, rules: HealthRules): (place: Place) => readonly Tolerance[] {
  const made = new Map<string, readonly Tolerance[]>();
  return (place) => {
    const ready = made.get(place.id) ?? tolerancesFor(rules, judgedOf(place), factsOf(place).tolerances);
    made.set(place.id, ready);
    return ready;
  };
}

const judgedOf = ({ namespace, kind, name }: Place) =>
  namespace === null ? null : { namespace, name, kind: kind === 'service' || kind === 'app' ? kind : ('workload' as const) };
