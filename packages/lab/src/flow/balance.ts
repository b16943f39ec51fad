import { queryOf, type Call, type Leg, type Workload } from '@vigla/domain/semantics';
import { roll } from './dice.ts';
import { outlierKey } from './outlier.ts';

/** How many endpoints of a workload a caller's proxies use. */
export interface Standing {
  readonly workload: Workload;
  readonly left: number;
}

/** What is looked at to pick an endpoint. */
export interface Choice {
  readonly leg: Leg;
  readonly caller: Workload;
  readonly call: Call;
  readonly read: (name: string) => number;
}

/** The name under which a strain says how far callers lean towards a workload: its weight, less 1. */
export const leanKey = (caller: Workload, leg: Leg, server: Workload): string => `lean ${outlierKey(caller, leg, server)}`;

/** The shares of the workloads behind a leg that has endpoints. Shares add up to 1. */
export function picksOf(choice: Choice, standing: readonly Standing[]): readonly { readonly workload: Workload; readonly share: number }[] {
  const { leg, caller, read } = choice;
  const hashed = leg.balance.pick === 'hash' ? hashedTo(choice, standing) : null;
  const leans = leg.balance.pick === 'least' && standing.length > 1;
  const weights = standing.map(
    ({ workload, left }, i) => hashed?.[i] ?? left * (leans ? Math.max(0, 1 + read(leanKey(caller, leg, workload))) : 1),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return standing.map(({ workload }, i) => ({ workload, share: (weights[i] ?? 0) / total })).filter(({ share }) => share > 0);
}

/** Where requests go that are alike in what is hashed; null where they are not alike, or do not have it. */
function hashedTo({ leg, caller, call }: Choice, standing: readonly Standing[]): readonly number[] | null {
  const { hashOn } = leg.balance;
  if (!hashOn) return null;
  if (hashOn.by === 'source') {
    const callers = caller.pods.filter(({ ready }) => ready).map(({ ip, name }) => ip ?? name);
    const homes = callers.map((one) => home(leg, standing, one));
    return callers.length === 0 ? null : standing.map((_, i) => homes.filter((one) => one === i).length);
  }
  const value = hashOn.by === 'header' ? call.headers[hashOn.name] : queryOf(call, hashOn.name);
  if (value === undefined) return null;
  const at = home(leg, standing, value);
  return standing.map((_, i) => Number(i === at));
}

/** The endpoint of a key: that which draws highest, so that others that come or go move few keys. Shape: index of its workload. */
function home({ endpoints }: Leg, standing: readonly Standing[], key: string): number {
  let [best, highest] = [0, -1];
  standing.forEach(({ workload, left }, i) => {
    const pods = endpoints.find((one) => one.workload === workload)?.pods ?? [];
    for (const { name } of pods.slice(0, left)) {
      const drawn = roll(1, 'home', name, key);
      if (drawn > highest) [best, highest] = [i, drawn];
    }
  });
  return best;
}
