import type { Leg } from '@vigla/domain/semantics';
import type { Hop } from './hop.ts';
import { isLimited, poolKey, poolStrain, type PoolStrain, type Strain } from './strain.ts';

/** A hop and how often it is made. Units: `rates` are requests per request of each root. */
export interface Current {
  readonly hop: Hop;
  readonly rates: Float64Array;
}

/** The strain that some load puts on the limits of a mesh. Units: `loads` are requests per second of each root. */
export function strainUnder(currents: readonly Current[], loads: Float64Array): Strain {
  const drawn = new Map<string, Drawn>();
  for (const { hop, rates } of currents) {
    if (!hop.uses.some(({ leg }) => isLimited(leg))) continue;
    const perSecond = rates.reduce((total, rate, root) => total + rate * (loads[root] ?? 0), 0);
    for (const { leg, tries, holdMs } of hop.uses) if (isLimited(leg)) draw(drawn, hop, { leg, tries: tries * perSecond, holdMs });
  }
  return { pools: new Map([...drawn].map(([key, one]) => [key, strainOf(one)])) };
}

/** Whether a mesh has limits that load could reach at all. */
export const hasLimits = (currents: readonly Current[]): boolean => currents.some(({ hop }) => hop.uses.some(({ leg }) => isLimited(leg)));

interface Drawn {
  readonly leg: Leg;
  readonly protocol: Hop['call']['protocol'];
  /** Pods of the caller: each has its own limits and an equal part of the load. */
  readonly pods: number;
  tries: number;
  /** The sum over the tries. */
  heldMs: number;
}

function draw(drawn: Map<string, Drawn>, { caller, call }: Hop, { leg, tries, holdMs }: Hop['uses'][number]): void {
  const key = poolKey(caller, leg);
  const pods = caller.pods.filter(({ ready }) => ready).length;
  const one = drawn.get(key) ?? { leg, protocol: call.protocol, pods: Math.max(1, pods), tries: 0, heldMs: 0 };
  one.tries += tries;
  one.heldMs += tries * holdMs;
  drawn.set(key, one);
}

const strainOf = ({ leg, protocol, pods, tries, heldMs }: Drawn): PoolStrain =>
  poolStrain(leg, protocol, { perSecond: tries / pods, holdMs: tries > 0 ? heldMs / tries : 0 });

/** How far two strains are apart: the largest difference of a share, or of a wait in seconds. */
export function apart(one: Strain, other: Strain): number {
  let most = 0;
  for (const key of new Set([...one.pools.keys(), ...other.pools.keys()])) {
    const [a, b] = [one.pools.get(key) ?? calm, other.pools.get(key) ?? calm];
    most = Math.max(most, Math.abs(a.refused - b.refused), Math.abs(a.waiting - b.waiting), Math.abs(a.waitMs - b.waitMs) / 1000);
  }
  return most;
}

const calm: PoolStrain = { refused: 0, waiting: 0, waitMs: 0 };

/** A strain between two; `towards` 1 is the second. Rounded, so that results do not hang on the last bit. */
export function between(one: Strain, other: Strain, towards: number): Strain {
  const mix = (a: number, b: number): number => round(a + (b - a) * towards);
  const pools = [...other.pools].map(([key, b]) => {
    const a = one.pools.get(key) ?? calm;
    return [key, { refused: mix(a.refused, b.refused), waiting: mix(a.waiting, b.waiting), waitMs: mix(a.waitMs, b.waitMs) }] as const;
  });
  return { pools: new Map(pools) };
}

/** To 2^-20. */
const round = (value: number): number => Math.round(value * 1_048_576) / 1_048_576;
