import { targetOf, type Leg, type RateLimit, type Workload } from '@vigla/domain/semantics';
import { leanKey } from './balance.ts';
import { leastRequest } from './least-request.ts';
import type { Arrival, Hop, Use } from './hop.ts';
import { isLimited, limitsRepeats, noRoomToRepeat, poolKey, poolStrain, repeatKey, writePoolStrain } from './pool.ts';
import type { Strain } from './strain.ts';
import { bucketKey, isLarge, limitsOn, tokenless } from './token-bucket.ts';
import type { World } from './world.ts';

/** A hop and how often it is made. Units: `rates` are requests per request of each root. */
export interface Current {
  readonly hop: Hop;
  readonly rates: Float64Array;
}

/** Units: requests per second. */
export const perSecondOf = ({ rates }: Current, loads: Float64Array): number =>
  rates.reduce((total, rate, root) => total + rate * (loads[root] ?? 0), 0);

/** Pods that share what a workload does. */
export const podsOf = ({ pods }: Workload): number => Math.max(1, pods.filter(({ ready }) => ready).length);

/** What is asked of everything that has a limit. */
export interface Demand {
  /** By `poolKey`. */
  readonly pools: ReadonlyMap<string, PoolDemand>;
  /** By `poolKey`: repetitions, where these are limited. */
  readonly repeats: ReadonlyMap<string, RepeatDemand>;
  /** By workload key. Units: 1 for full. */
  readonly usage: ReadonlyMap<string, number>;
  /** By `bucketKey`. Units: requests per second of one pod. */
  readonly buckets: ReadonlyMap<string, { readonly limit: RateLimit; readonly perSecond: number }>;
  /** By `poolKey`: where callers choose among workloads by what is under way there. */
  readonly choices: ReadonlyMap<string, ChoiceDemand>;
}

interface ChoiceDemand {
  readonly leg: Leg;
  readonly caller: Workload;
  /** By server. Units: tries per second, and the sum of their times over them. */
  readonly servers: Map<Workload, { tries: number; heldMs: number }>;
}

interface PoolDemand {
  readonly leg: Leg;
  readonly protocol: Hop['call']['protocol'];
  /** Pods of the caller: each has its own limits and an equal part of the load. */
  readonly pods: number;
  readonly tries: number;
  /** The sum over the tries. */
  readonly heldMs: number;
}

interface RepeatDemand extends Omit<PoolDemand, 'protocol'> {
  readonly name: string;
}

/** Adds up what some load asks of a mesh. Units: `loads` are requests per second of each root. */
export function demandOf({ conditions, limits }: World, currents: readonly Current[], loads: Float64Array): Demand {
  const pools = new Map<string, PoolDemand>();
  const repeats = new Map<string, RepeatDemand>();
  const usage = new Map<string, number>();
  const buckets = new Map<string, { limit: RateLimit; perSecond: number }>();
  const choices = new Map<string, ChoiceDemand>();
  const take = (workload: Workload, limit: RateLimit, perSecond: number): void => {
    const key = bucketKey(workload, limit);
    const one = buckets.get(key) ?? { limit, perSecond: 0 };
    one.perSecond += perSecond / podsOf(workload);
    buckets.set(key, one);
  };
  for (const current of currents) {
    const { hop } = current;
    const perSecond = perSecondOf(current, loads);
    for (const use of hop.uses) {
      if (isLimited(use.leg)) draw(pools, hop, use, perSecond);
      if (limitsRepeats(use.leg)) repeat(repeats, hop, use, perSecond);
      if (chooses(use.leg)) choose(choices, hop, use, perSecond);
    }
    for (const limit of ownLimits(hop, limits)) take(hop.caller, limit, perSecond);
    for (const arrival of hop.arrivals) {
      const { workload, share, work } = arrival;
      if (work > 0) {
        const room = podsOf(workload) * (conditions.get(workload.key)?.capacityFactor ?? 1);
        usage.set(workload.key, (usage.get(workload.key) ?? 0) + (perSecond * share * work) / room);
      }
      for (const limit of limitsOfArrival(hop, arrival, limits)) take(workload, limit, perSecond * share);
    }
  }
  return { pools, repeats, usage, buckets, choices };
}

const ownLimits = ({ caller, call }: Hop, limits: World['limits']): readonly RateLimit[] =>
  caller.proxy === null || call.protocol === 'tcp'
    ? []
    : limitsOn(limits(caller), caller.proxy === 'gateway' ? 'gateway' : 'outbound', [call.port]);

const limitsOfArrival = ({ call }: Hop, { workload, leg }: Arrival, limits: World['limits']): readonly RateLimit[] =>
  workload.proxy === null || call.protocol === 'tcp' ? [] : limitsOn(limits(workload), 'inbound', [leg.port, targetOf(leg)]);

function draw(pools: Map<string, PoolDemand>, { caller, call }: Hop, { leg, tries, holdMs }: Use, perSecond: number): void {
  const key = poolKey(caller, leg);
  const { tries: before, heldMs } = pools.get(key) ?? { tries: 0, heldMs: 0 };
  const more = tries * perSecond;
  pools.set(key, { leg, protocol: call.protocol, pods: podsOf(caller), tries: before + more, heldMs: heldMs + more * holdMs });
}

function repeat(all: Map<string, RepeatDemand>, { caller }: Hop, { leg, repeats, holdMs }: Use, perSecond: number): void {
  const key = poolKey(caller, leg);
  const { tries, heldMs } = all.get(key) ?? { tries: 0, heldMs: 0 };
  const more = repeats * perSecond;
  all.set(key, { name: repeatKey(caller, leg), leg, pods: podsOf(caller), tries: tries + more, heldMs: heldMs + more * holdMs });
}

const chooses = ({ balance, endpoints }: Leg): boolean =>
  balance.pick === 'least' && endpoints.filter(({ pods }) => pods.length > 0).length > 1;

function choose(choices: Map<string, ChoiceDemand>, { caller }: Hop, { leg, tries, attempts }: Use, perSecond: number): void {
  const key = poolKey(caller, leg);
  const one = choices.get(key) ?? { leg, caller, servers: new Map<Workload, { tries: number; heldMs: number }>() };
  choices.set(key, one);
  for (const { workload, share, latency } of attempts) {
    if (!workload) continue;
    const server = one.servers.get(workload) ?? { tries: 0, heldMs: 0 };
    const more = share * tries * perSecond;
    server.tries += more;
    server.heldMs += more * latency.mean;
    one.servers.set(workload, server);
  }
}

/** How far callers lean towards each server, where anything is to be seen of it. */
function leansOf({ leg, caller, servers }: ChoiceDemand): readonly (readonly [string, number])[] {
  const some = [...servers].filter(([, { tries }]) => tries > 0);
  const groups = some.map(([workload, { tries, heldMs }]) => ({
    endpoints: leg.endpoints.find((one) => one.workload === workload)?.pods.length ?? 1,
    holdMs: heldMs / tries,
  }));
  const perSecond = some.reduce((sum, [, { tries }]) => sum + tries, 0) / podsOf(caller);
  const weights = some.length > 1 ? leastRequest(groups, perSecond) : null;
  return weights ? some.map(([workload], i) => [leanKey(caller, leg, workload), (weights[i] ?? 1) - 1]) : [];
}

/** The strain that a demand puts on a mesh. `full` says whether a bucket still has what it was filled with at first. */
export function strainOf({ pools, repeats, usage, buckets, choices }: Demand, full: (bucket: string) => boolean): Strain {
  const strain = new Map<string, number>();
  for (const [key, { leg, protocol, pods, tries, heldMs }] of pools) {
    const each = { perSecond: tries / pods, holdMs: tries > 0 ? heldMs / tries : 0 };
    for (const [name, value] of writePoolStrain(key, poolStrain(leg, protocol, each))) strain.set(name, value);
  }
  for (const { name, leg, pods, tries, heldMs } of repeats.values()) {
    strain.set(name, noRoomToRepeat(leg, { perSecond: tries / pods, holdMs: tries > 0 ? heldMs / tries : 0 }));
  }
  for (const choice of choices.values()) for (const [name, value] of leansOf(choice)) strain.set(name, value);
  for (const [key, value] of usage) strain.set(`usage ${key}`, value);
  for (const [key, { limit, perSecond }] of buckets) {
    strain.set(`limited ${key}`, isLarge(limit) && full(key) ? 0 : limit.enforced * tokenless(limit, perSecond));
  }
  return strain;
}
