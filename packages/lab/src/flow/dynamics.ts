import { demandOf, type Demand } from './demand.ts';
import { ejectionsAfter, nextEjection, type Ejections } from './ejections.ts';
import type { Stretch } from './stretch.ts';
import { fillRate, isLarge } from './token-bucket.ts';

/** What proxies remember from one stretch of time to the next. */
export interface Dynamics {
  readonly ejections: Ejections;
  /** What is left in the buckets of rate limits, by `bucketKey`; a bucket that is not here is full. Units: tokens. */
  readonly tokens: ReadonlyMap<string, number>;
}

export const atRest: Dynamics = { ejections: new Map(), tokens: new Map() };

/** Fewer tokens than this are none. */
const noTokens = 1e-3;

/** What proxies remember, as names that hops read: endpoints left out. */
export const namesOf = ({ ejections }: Dynamics): ReadonlyMap<string, number> =>
  new Map([...ejections].map(([key, { out }]) => [`out ${key}`, out]));

/** Whether a bucket holds something to live on. */
export const isFull = ({ tokens }: Dynamics, bucket: string): boolean => (tokens.get(bucket) ?? Infinity) > noTokens;

/** What proxies remember at the end of a stretch. */
export function after(dynamics: Dynamics, stretch: Stretch, toMs: number): Dynamics {
  const { world, currents, loads, fromMs } = stretch;
  const seconds = (toMs - fromMs) / 1000;
  const tokens = new Map<string, number>();
  for (const [key, { limit, perSecond }] of demandOf(world, currents, loads).buckets) {
    const left = (dynamics.tokens.get(key) ?? limit.maxTokens) + (fillRate(limit) - perSecond) * seconds;
    tokens.set(key, Math.min(limit.maxTokens, Math.max(0, left)));
  }
  return { tokens, ejections: ejectionsAfter(dynamics.ejections, stretch, toMs) };
}

/** When something that proxies remember will change what flows; Infinity for never. */
export function nextChange({ ejections, tokens }: Dynamics, stretch: Stretch, { buckets }: Demand): number {
  const { fromMs } = stretch;
  let next = nextEjection(ejections, stretch);
  for (const [key, { limit, perSecond }] of buckets) {
    const left = tokens.get(key) ?? limit.maxTokens;
    const drain = perSecond - fillRate(limit);
    if (isLarge(limit) && drain > 0 && left > noTokens) next = Math.min(next, fromMs + (left / drain) * 1000);
  }
  return Number.isFinite(next) ? Math.ceil(Math.max(next, fromMs + leastMs)) : Infinity;
}

/** Changes closer together than this are not told apart. */
const leastMs = 250;
