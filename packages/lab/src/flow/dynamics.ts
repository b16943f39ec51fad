import type { Leg, Outlier, Workload } from '@vigla/domain/semantics';
import { limitTries } from './attempts.ts';
import { demandOf, perSecondOf, podsOf, type Current, type Demand } from './demand.ts';
import type { Attempt } from './hop.ts';
import { ejectionMs, heldAgainst, mayLeaveOut, outlierKey, triesUntilOut } from './outlier.ts';
import { poolKey } from './pool.ts';
import { fillRate } from './token-bucket.ts';
import type { World } from './world.ts';

/** What proxies remember from one stretch of time to the next. */
export interface Dynamics {
  /** By `outlierKey`. */
  readonly ejections: ReadonlyMap<string, Ejection>;
  /** What is left in the buckets of rate limits, by `bucketKey`; a bucket that is not here is full. Units: tokens. */
  readonly tokens: ReadonlyMap<string, number>;
}

interface Ejection {
  readonly cluster: string;
  /** Endpoints that are left out now. */
  readonly out: number;
  /** When they come back. */
  readonly untilMs: number;
  /** How often they were left out, less what has been forgiven. */
  readonly times: number;
  /** How far the next time is, 0..1. */
  readonly progress: number;
}

export const atRest: Dynamics = { ejections: new Map(), tokens: new Map() };

/** A stretch of time with what flows in it. Units: `loads` requests per second of each root. */
export interface Stretch {
  readonly world: World;
  readonly currents: readonly Current[];
  readonly loads: Float64Array;
  readonly fromMs: number;
}

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
  return { tokens, ejections: ejectionsAfter(dynamics, stretch, toMs) };
}

/** When something that proxies remember will change what flows; Infinity for never. */
export function nextChange(dynamics: Dynamics, stretch: Stretch, demand: Demand): number {
  const { fromMs } = stretch;
  let next = Infinity;
  for (const { out, untilMs } of dynamics.ejections.values()) if (out > 0) next = Math.min(next, untilMs);
  for (const watched of watchedIn(stretch)) {
    const before = dynamics.ejections.get(watched.key);
    if (before && before.out > 0) continue;
    const progress = before?.progress ?? 0;
    if (progress < 1 || roomFor(dynamics.ejections, watched) > 0) next = Math.min(next, fromMs + (1 - progress) * watched.untilOutMs);
  }
  for (const [key, { limit, perSecond }] of demand.buckets) {
    const left = dynamics.tokens.get(key) ?? limit.maxTokens;
    const drain = perSecond - fillRate(limit);
    if (drain > 0 && left > noTokens) next = Math.min(next, fromMs + (left / drain) * 1000);
  }
  return Number.isFinite(next) ? Math.ceil(Math.max(next, fromMs + leastMs)) : Infinity;
}

/** Changes closer together than this are not told apart. */
const leastMs = 250;

interface Watched {
  readonly key: string;
  readonly cluster: string;
  readonly outlier: Outlier;
  readonly endpoints: number;
  readonly all: number;
  readonly untilOutMs: number;
}

const roomFor = (ejections: ReadonlyMap<string, Ejection>, { outlier, cluster, endpoints, all }: Watched): number => {
  const out = [...ejections.values()].reduce((total, one) => total + (one.cluster === cluster ? one.out : 0), 0);
  return mayLeaveOut(outlier, { all, out, asked: endpoints });
};

function ejectionsAfter({ ejections }: Dynamics, stretch: Stretch, toMs: number): ReadonlyMap<string, Ejection> {
  const lastedMs = toMs - stretch.fromMs;
  const next = new Map<string, Ejection>();
  for (const [key, one] of ejections) {
    if (one.out > 0) next.set(key, one.untilMs <= toMs ? { ...one, out: 0, progress: 0 } : one);
    else if (one.times > 0) next.set(key, one);
  }
  for (const watched of watchedIn(stretch)) {
    const { key, cluster, outlier, untilOutMs } = watched;
    const before = ejections.get(key) ?? { cluster, out: 0, untilMs: 0, times: 0, progress: 0 };
    if (before.out > 0) continue;
    const progress = untilOutMs === Infinity ? 0 : Math.min(1, before.progress + lastedMs / untilOutMs);
    // Each interval in which it stays forgives one of the times it was left out.
    const times = Math.max(0, before.times - lastedMs / outlier.intervalMs);
    const room = progress > 1 - 1e-9 ? roomFor(next, watched) : 0;
    const again = Math.ceil(times - 1e-9) + 1;
    next.set(
      key,
      room > 0
        ? { cluster, out: room, untilMs: toMs + ejectionMs(outlier, again), times: again, progress: 0 }
        : { ...before, times, progress },
    );
  }
  return next;
}

/** All endpoints that proxies watch, with the mean time until each is left out. */
function watchedIn({ currents, loads }: Stretch): readonly Watched[] {
  const seen = new Map<string, { leg: Leg; caller: Workload; server: Workload; tries: number; attempts: Attempt[] }>();
  for (const current of currents) {
    const { caller, uses, retry } = current.hop;
    for (const { leg, tries, attempts } of uses) {
      if (!leg.outlier) continue;
      const perSecond = perSecondOf(current, loads) * tries;
      for (const attempt of limitTries(attempts, retry.perTryMs)) {
        if (!attempt.workload) continue;
        const key = outlierKey(caller, leg, attempt.workload);
        const one = seen.get(key) ?? { leg, caller, server: attempt.workload, tries: 0, attempts: [] };
        const share = attempt.share * perSecond;
        one.tries += share;
        one.attempts.push({ ...attempt, share });
        seen.set(key, one);
      }
    }
  }
  return [...seen].flatMap(([key, { leg, caller, server, tries, attempts }]) => {
    const count = (workload: Workload): number => leg.endpoints.find((one) => one.workload === workload)?.pods.length ?? 0;
    const endpoints = count(server);
    if (!leg.outlier || tries <= 0 || endpoints === 0) return [];
    const each = tries / podsOf(caller) / endpoints;
    const untilOutMs = (triesUntilOut(leg.outlier, heldAgainst(attempts)) / each) * 1000;
    const all = leg.endpoints.reduce((total, { pods }) => total + pods.length, 0);
    return [{ key, cluster: poolKey(caller, leg), outlier: leg.outlier, endpoints, all, untilOutMs }];
  });
}
