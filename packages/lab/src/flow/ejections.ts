import type { Leg, Outlier, Workload } from '@vigla/domain/semantics';
import { limitTries } from './attempts.ts';
import { perSecondOf, podsOf } from './demand.ts';
import { roll } from './dice.ts';
import type { Attempt } from './hop.ts';
import { ejectionMs, heldAgainst, mayLeaveOut, outlierKey, triesUntilOut } from './outlier.ts';
import { poolKey } from './pool.ts';
import type { Stretch } from './stretch.ts';

/** Endpoints that proxies leave out, or may, by `outlierKey`. */
export type Ejections = ReadonlyMap<string, Ejection>;

interface Ejection {
  readonly cluster: string;
  /** Endpoints that are left out now. */
  readonly out: number;
  /** When they come back. */
  readonly untilMs: number;
  /** How often they were left out, less what has been forgiven. */
  readonly times: number;
  /** How often they were left out at all. */
  readonly ever: number;
  /** Since when they are in use. */
  readonly backMs: number;
  /** How far the next time is, 0..1. */
  readonly progress: number;
}

/** When the next endpoint is left out or comes back; Infinity for never. */
export function nextEjection(ejections: Ejections, stretch: Stretch): number {
  let next = Infinity;
  for (const { out, untilMs } of ejections.values()) if (out > 0) next = Math.min(next, untilMs);
  for (const watched of watchedIn(stretch)) {
    const { out, progress, ever } = ejections.get(watched.key) ?? { out: 0, progress: 0, ever: 0 };
    if (out > 0 || (progress >= 1 && roomFor(ejections, watched) === 0)) continue;
    next = Math.min(next, stretch.fromMs + (1 - progress) * untilOutMs(stretch.seed, watched, ever));
  }
  return next;
}

interface Watched {
  readonly key: string;
  readonly cluster: string;
  readonly outlier: Outlier;
  readonly endpoints: number;
  readonly all: number;
  /** Tries until it is left out: at least so many, and on average. */
  readonly tries: { readonly least: number; readonly mean: number };
  /** Tries that one endpoint gets from one pod of the caller. */
  readonly perSecond: number;
}

/** When it will be left out for the next time: the failures in a row take their time, and waiting for such a row has no memory. */
function untilOutMs(seed: number, { key, tries, perSecond }: Watched, ever: number): number {
  if (tries.mean === Infinity) return Infinity;
  const luck = -Math.log(1 - roll(seed, 'out', key, ever));
  return ((tries.least + (tries.mean - tries.least) * luck) / perSecond) * 1000;
}

const roomFor = (ejections: Ejections, { outlier, cluster, endpoints, all }: Watched): number => {
  const out = [...ejections.values()].reduce((total, one) => total + (one.cluster === cluster ? one.out : 0), 0);
  return mayLeaveOut(outlier, { all, out, asked: endpoints });
};

/** What is left out at the end of a stretch, and how far the rest is from it. */
export function ejectionsAfter(ejections: Ejections, stretch: Stretch, toMs: number): Ejections {
  const next = new Map<string, Ejection>();
  for (const [key, one] of ejections) {
    if (one.out === 0) next.set(key, one);
    else next.set(key, one.untilMs <= toMs ? { ...one, out: 0, progress: 0, backMs: one.untilMs } : one);
  }
  for (const watched of watchedIn(stretch)) {
    const { key, cluster, outlier } = watched;
    const before = ejections.get(key) ?? { cluster, out: 0, untilMs: 0, times: 0, ever: 0, backMs: stretch.fromMs, progress: 0 };
    if (before.out > 0) continue;
    const lastsMs = untilOutMs(stretch.seed, watched, before.ever);
    const progress = lastsMs === Infinity ? 0 : Math.min(1, before.progress + (toMs - stretch.fromMs) / lastsMs);
    const room = progress > 1 - 1e-9 ? roomFor(next, watched) : 0;
    // Each interval in which it stayed forgave one of the times it was left out.
    const times = Math.max(0, before.times - Math.floor((toMs - before.backMs) / outlier.intervalMs)) + 1;
    const out = { ...before, out: room, untilMs: toMs + ejectionMs(outlier, times), times, ever: before.ever + 1, progress: 0 };
    next.set(key, room > 0 ? out : { ...before, progress });
  }
  return next;
}

/** All endpoints that proxies watch, with the mean time until each is left out. */
function watchedIn({ currents, loads }: Stretch): readonly Watched[] {
  const seen = new Map<string, { leg: Leg; caller: Workload; server: Workload; perSecond: number; attempts: Attempt[] }>();
  for (const current of currents) {
    const { caller, uses, retry } = current.hop;
    for (const { leg, tries, attempts } of uses) {
      if (!leg.outlier) continue;
      const perSecond = perSecondOf(current, loads) * tries;
      for (const attempt of limitTries(attempts, retry.perTryMs)) {
        if (!attempt.workload) continue;
        const key = outlierKey(caller, leg, attempt.workload);
        const one = seen.get(key) ?? { leg, caller, server: attempt.workload, perSecond: 0, attempts: [] };
        const share = attempt.share * perSecond;
        one.perSecond += share;
        one.attempts.push({ ...attempt, share });
        seen.set(key, one);
      }
    }
  }
  return [...seen].flatMap(([key, { leg, caller, server, perSecond, attempts }]) => {
    const count = (workload: Workload): number => leg.endpoints.find((one) => one.workload === workload)?.pods.length ?? 0;
    const endpoints = count(server);
    if (!leg.outlier || perSecond <= 0 || endpoints === 0) return [];
    const each = perSecond / podsOf(caller) / endpoints;
    const tries = triesUntilOut(leg.outlier, heldAgainst(attempts));
    const all = leg.endpoints.reduce((total, { pods }) => total + pods.length, 0);
    return [{ key, cluster: poolKey(caller, leg), outlier: leg.outlier, endpoints, all, tries, perSecond: each }];
  });
}
