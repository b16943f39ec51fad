import type { Leg, Outlier, Workload } from '@vigla/domain/semantics';
import type { Attempt } from './hop.ts';
import { poolKey } from './pool.ts';

/** The endpoints of one workload as one caller's proxies see them behind one destination: they are left out together. */
export const outlierKey = (caller: Workload, leg: Leg, server: Workload): string => `${poolKey(caller, leg)}>${server.key}`;

/** How many of `asked` endpoints may be left out of `all`, when `out` are out already. One always may. Source: Envoy, max_ejection_percent and always_eject_one_host. */
export function mayLeaveOut({ maxEjectionPercent }: Outlier, { all, out, asked }: { all: number; out: number; asked: number }): number {
  const most = Math.max(1, Math.floor((all * Math.min(100, maxEjectionPercent)) / 100));
  return Math.max(0, Math.min(asked, most - out));
}

/** Whether so few endpoints are left that all of them are used again. Source: Envoy, panic threshold; Istio sets it to minHealthPercent. */
export const inPanic = ({ minHealthPercent }: Outlier, all: number, out: number): boolean => ((all - out) / all) * 100 < minHealthPercent;

/** Tries until an endpoint is left out: at least so many, and on average. */
export interface Run {
  readonly least: number;
  /** Infinity for never. */
  readonly mean: number;
}

/**
 * How many tries one endpoint gets until it has failed so often in a row that it is left out.
 * `any` and `gateway`: the shares of tries that count as failed. Source: the mean wait for a run of k: (p^-k - 1) / (1 - p).
 */
export function triesUntilOut({ consecutive5xx, consecutiveGateway }: Outlier, { any, gateway }: { any: number; gateway: number }): Run {
  const [one, other] = [untilRun(consecutive5xx, any), untilRun(consecutiveGateway, gateway)];
  return other.mean < one.mean ? other : one;
}

function untilRun(k: number, p: number): Run {
  if (k <= 0 || p <= 0) return { least: k, mean: Infinity };
  return { least: k, mean: p >= 1 ? k : (p ** -k - 1) / (1 - p) };
}

/** What a proxy holds against an endpoint: answers from 500 up, and tries that got none. That there was no connection left is not its fault. */
export function heldAgainst(attempts: readonly Attempt[]): { readonly any: number; readonly gateway: number } {
  let [all, any, gateway] = [0, 0, 0];
  for (const { share, code, failure } of attempts) {
    if (failure === 'overflow') continue;
    all += share;
    if (failure !== null || code >= 500) any += share;
    if (failure !== null || (code >= 502 && code <= 504)) gateway += share;
  }
  return all > 0 ? { any: any / all, gateway: gateway / all } : { any: 0, gateway: 0 };
}

/** Source: Envoy, max_ejection_time: 300 s, or the base time where that is longer. */
const longestMs = 300_000;

/** How long the nth ejection lasts: proxies look at it once in an interval, so half of one longer on average. */
export const ejectionMs = ({ baseEjectionMs, intervalMs }: Outlier, times: number): number =>
  Math.min(baseEjectionMs * times, Math.max(longestMs, baseEjectionMs)) + intervalMs / 2;
