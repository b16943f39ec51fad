import type { Retry, Workload } from '@vigla/domain/semantics';
import { isRetried, limitTries } from './attempts.ts';
import type { Attempt, HopLeg } from './hop.ts';

/** The tries of a leg, worked out: how often each attempt is made at all, and how often as the last try there may be. */
export interface Tries {
  /** By attempt, per request: each time it is made. */
  readonly made: readonly number[];
  /** By attempt and number of the try. Shape: `atTry[i]` is the i-th try, the first is 0. */
  readonly atTry: readonly (readonly number[])[];
  /** Repetitions that are asked for. */
  readonly repeats: number;
}

/** Endpoints of one workload behind a leg. */
interface Group {
  readonly workload: Workload;
  readonly pods: number;
  /** The share of a first try that goes there. */
  readonly share: number;
  /** Of these, the share that is tried again. */
  readonly again: number;
}

/**
 * How often attempts are made with `n` repetitions. A proxy does not try an endpoint again that it has tried for the same
 * request, as long as there are others: what matters where workloads behind one leg fail differently.
 * Source: Istio's retry policy, host predicate `previous_hosts`. `room`: the share of repetitions that may be made.
 */
export function triesOf(
  attempts: readonly Attempt[],
  retry: Retry,
  { podsOf, room = 1 }: { podsOf: (workload: Workload) => number; room?: number },
): Tries {
  const groups = groupsOf(attempts, retry, podsOf);
  const n = groups.some(({ again }) => again > 0) ? retry.attempts : 0;
  const local = attempts.reduce((total, { workload, share }) => total + (workload ? 0 : share), 0);
  const atTry: number[][] = [];
  let states = new Map<string, State>([['', { weight: 1, tried: groups.map(() => 0) }]]);
  for (let i = 0; i <= n; i++) {
    const reached = groups.map(() => 0);
    const next = new Map<string, State>();
    let tried = 0;
    for (const { weight, tried: counts } of states.values()) {
      tried += weight;
      sharesAfter(groups, counts, 1 - local).forEach((share, g) => {
        const group = groups[g];
        if (!group || share === 0) return;
        reached[g] = (reached[g] ?? 0) + weight * share;
        if (group.again > 0)
          add(
            next,
            group.pods === Infinity ? counts : counts.with(g, Math.min(group.pods, (counts[g] ?? 0) + 1)),
            weight * share * group.again * room,
          );
      });
    }
    atTry.push(attempts.map((attempt) => partOf(attempt, groups, reached, tried)));
    states = next;
  }
  const repeated = attempts.map((attempt) => isRetried(retry, attempt));
  const failures = (shares: readonly number[]): number => shares.reduce((total, one, a) => total + (repeated[a] ? one : 0), 0);
  const repeats = atTry.slice(0, n).reduce((total, shares) => total + failures(shares), 0);
  return { atTry, repeats, made: attempts.map((_, a) => atTry.reduce((total, shares) => total + (shares[a] ?? 0), 0)) };
}

/** What may happen to a leg's next try when some workloads' endpoints have been tried. Shares add up to 1. */
export function attemptsAfter({ leg, attempts }: HopLeg, retry: Retry, tried: readonly Workload[]): readonly Attempt[] {
  if (tried.length === 0) return attempts;
  const groups = groupsOf(limitTries(attempts, retry.perTryMs), retry, podsIn(leg));
  const local = attempts.reduce((total, { workload, share }) => total + (workload ? 0 : share), 0);
  const counts = groups.map(({ workload, pods }) => Math.min(pods, tried.filter((one) => one === workload).length));
  const shares = sharesAfter(groups, counts, 1 - local);
  return attempts.map((attempt) => ({ ...attempt, share: partOf(attempt, groups, shares, 1) })).filter(({ share }) => share > 0);
}

/** How many endpoints a workload has behind a leg. */
export const podsIn =
  ({ endpoints }: HopLeg['leg']) =>
  (workload: Workload): number =>
    endpoints.find((one) => one.workload === workload)?.pods.length ?? 1;

interface State {
  readonly weight: number;
  readonly tried: readonly number[];
}

function add(states: Map<string, State>, tried: readonly number[], weight: number): void {
  const key = tried.join();
  states.set(key, { tried, weight: (states.get(key)?.weight ?? 0) + weight });
}

/** More groups than this are not told apart: their number of states would grow too fast. */
const mostGroups = 6;

function groupsOf(attempts: readonly Attempt[], retry: Retry, podsOf: (workload: Workload) => number): readonly Group[] {
  const groups = [...Map.groupBy(attempts, ({ workload }) => workload)].flatMap(([workload, own]): readonly Group[] => {
    if (!workload) return [];
    const share = own.reduce((total, one) => total + one.share, 0);
    const again = own.reduce((total, one) => total + (isRetried(retry, one) ? one.share : 0), 0);
    return [{ workload, pods: podsOf(workload), share, again: share > 0 ? again / share : 0 }];
  });
  // Where all fail alike it makes no difference which of them is tried: each has more endpoints than can be tried then.
  const alike = groups.every(({ again }) => again === groups[0]?.again) || groups.length > mostGroups;
  return alike ? groups.map((group) => ({ ...group, pods: Infinity })) : groups;
}

/** Where the next try goes: in proportion to the endpoints that are left, to all alike where none is. */
function sharesAfter(groups: readonly Group[], tried: readonly number[], reach: number): readonly number[] {
  const weights = groups.map(({ share, pods }, g) => (pods === Infinity ? share : (share / pods) * Math.max(0, pods - (tried[g] ?? 0))));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total > 0) return weights.map((weight) => (weight / total) * reach);
  return groups.map(({ share }) => share);
}

function partOf({ workload, share }: Attempt, groups: readonly Group[], reached: readonly number[], tried: number): number {
  if (!workload) return share * tried;
  const g = groups.findIndex((group) => group.workload === workload);
  const group = groups[g];
  return group && group.share > 0 ? (share / group.share) * (reached[g] ?? 0) : 0;
}
