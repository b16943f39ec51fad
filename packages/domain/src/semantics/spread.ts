import type { LocalityBalance } from './balance.ts';
import { isIn, type Place } from './place.ts';
import { grouped } from './registry.ts';
import type { Pod } from './workloads.ts';

/** What decides how far requests travel. */
export interface SpreadRules {
  /** Of the rule for the destination, else of the mesh; null where neither says anything. */
  readonly locality: LocalityBalance | null;
  /** Requests fail over to other places only where failing endpoints are noticed. */
  readonly noticesFailures: boolean;
}

/** Envoy sends nothing to the next places while so much of the nearest ones is healthy: 1 / 1.4. */
const overprovisioning = 1.4;

/**
 * The share of a caller's requests that each endpoint gets, before the balancer picks among equals. Shares add up to 1;
 * an endpoint that gets none is not there. `healthy` says which of them are not left out.
 *
 * Order: no place, or switched off: all alike. `distribute` for the caller's place: by its weights. Else, where failures
 * are noticed: the nearest places first, the next ones as the nearest lose their health.
 * Source: Istio, "Locality Load Balancing"; Envoy, "Priority levels". `failoverPriority` is not followed.
 */
export function spread(
  from: Place,
  endpoints: readonly Pod[],
  rules: SpreadRules,
  healthy: (pod: Pod) => boolean,
): ReadonlyMap<Pod, number> {
  const standing = endpoints.filter(healthy);
  // With nothing healthy left at all, proxies ask everybody.
  if (standing.length === 0) return alike(endpoints, 1);
  const { locality, noticesFailures } = rules;
  if (from.region === '' || locality?.enabled === false) return alike(standing, 1);
  const own = locality?.distribute.find((entry) => isIn(from, entry.from));
  if (own) return distributed(standing, own.to);
  return noticesFailures ? byNearness(from, endpoints, locality?.failover ?? [], healthy) : alike(standing, 1);
}

const alike = (pods: readonly Pod[], share: number): ReadonlyMap<Pod, number> => new Map(pods.map((pod) => [pod, share / pods.length]));

/** Weights of places in which nobody is go to the others. */
function distributed(standing: readonly Pod[], to: ReadonlyMap<string, number>): ReadonlyMap<Pod, number> {
  const groups = [...to].map(([written, weight]) => ({ weight, pods: standing.filter(({ place }) => isIn(place, written)) }));
  const inhabited = groups.filter(({ pods, weight }) => pods.length > 0 && weight > 0);
  const total = inhabited.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(inhabited.flatMap(({ weight, pods }) => [...alike(pods, weight / total)]));
}

function byNearness(
  from: Place,
  endpoints: readonly Pod[],
  failover: LocalityBalance['failover'],
  healthy: (pod: Pod) => boolean,
): ReadonlyMap<Pod, number> {
  const next = failover.find((one) => one.from === from.region)?.to;
  const groups = grouped(endpoints.map((pod) => [distance(from, pod.place, next), pod] as const));
  const order = [...groups].sort(([a], [b]) => a - b).map(([, pods]) => ({ all: pods.length, pods: pods.filter(healthy) }));
  const health = order.map(({ all, pods }) => Math.min(1, (overprovisioning * pods.length) / all));
  const total = Math.min(
    1,
    health.reduce((sum, one) => sum + one, 0),
  );
  let left = 1;
  return new Map(
    order.flatMap(({ pods }, i) => {
      const load = Math.min(left, (health[i] ?? 0) / total);
      left -= load;
      return load > 0 ? [...alike(pods, load)] : [];
    }),
  );
}

/** 0 the same subzone, 1 the same zone, 2 the same region, 3 the region that a rule sends to, or any where none does, 4 elsewhere. */
function distance(from: Place, to: Place, next: string | undefined): number {
  if (to.region !== from.region) return next === undefined || to.region === next ? 3 : 4;
  if (to.zone !== from.zone) return 2;
  return to.subzone === from.subzone ? 0 : 1;
}
