import type { Evidence } from '@vigla/contract/compare';
import type { Traffic } from '@vigla/contract/graph';
import { exactBinomial, proportions, rateRatio } from './statistics.ts';

/** A tested difference. `size` is signed: what is worse or more is positive. `isLarge`: it would matter if it were no chance. */
export interface Tested {
  readonly evidence: Evidence;
  readonly size: number;
  readonly isLarge: boolean;
  /** Of a rate: it differs also from what its caller's own rate explains. */
  readonly isOwn?: boolean;
}

/** Smaller differences are not worth a reader's time, however sure. Ratios 0..1; times as a factor and in milliseconds. */
const least = { errorRatio: 0.001, failed: 3, plainText: 0.01, timeFactor: 1.2, timeMs: 1, rate: 0.1 } as const;

/** Fewer requests than this have no p95. */
const enoughForTime = 60;

/** Whether more or fewer requests fail. */
export function testErrors(before: Traffic, after: Traffic): Tested | null {
  const [a, b] = [countsOf(before), countsOf(after)];
  if (!a || !b || a.events + b.events === 0) return null;
  const size = b.events / b.trials - a.events / a.trials;
  const isLarge = Math.abs(size) >= least.errorRatio && Math.abs(b.events - a.events) >= least.failed;
  return { evidence: { ...proportions(a, b), aspect: 'errors', before: a.trials, after: b.trials }, size, isLarge };
}

function countsOf({ requests, failed }: Traffic) {
  return requests !== null && failed !== null && requests > 0 ? { events: Math.min(failed, requests), trials: requests } : null;
}

/** Whether more or less of it is plain text. */
export function testEncryption(before: Traffic, after: Traffic, mtls: readonly [number | null, number | null]): Tested | null {
  const [was, is] = mtls;
  if (was === null || is === null || !before.requests || !after.requests || (was >= 1 && is >= 1)) return null;
  const plain = (ratio: number, trials: number) => ({ events: (1 - ratio) * trials, trials });
  const outcome = proportions(plain(was, before.requests), plain(is, after.requests));
  const size = was - is;
  const evidence = { ...outcome, aspect: 'encryption' as const, before: before.requests, after: after.requests };
  return { evidence, size, isLarge: Math.abs(size) >= least.plainText };
}

/** Whether requests are slower than the quicker window's p95 more often than one in twenty. */
export function testTime(before: Traffic, after: Traffic): Tested | null {
  const [was, is] = [timedOf(before), timedOf(after)];
  if (!was || !is) return null;
  // At the quicker window's p95 the slower one is in the middle of its distribution, between quantiles that are known.
  const [quick, slow] = is.p95Ms >= was.p95Ms ? [was, is] : [is, was];
  const { pValue } = proportions(
    { events: 0.05 * quick.requests, trials: quick.requests },
    { events: shareAbove(slow.traffic, quick.p95Ms) * slow.requests, trials: slow.requests },
  );
  const size = is.p95Ms - was.p95Ms;
  const isLarge = slow.p95Ms >= least.timeFactor * quick.p95Ms && Math.abs(size) >= least.timeMs;
  return { evidence: { test: 'quantile', pValue, aspect: 'time', before: was.requests, after: is.requests }, size, isLarge };
}

function timedOf(traffic: Traffic) {
  const { p95Ms, requests } = traffic;
  return p95Ms !== null && requests !== null && requests >= enoughForTime ? { traffic, p95Ms, requests } : null;
}

/** The share of requests that took longer, on straight lines between the known quantiles. */
export function shareAbove({ p50Ms, p95Ms, p99Ms }: Traffic, ms: number): number {
  const known = [
    [0, 0],
    [p50Ms, 0.5],
    [p95Ms, 0.95],
    [p99Ms, 0.99],
  ].filter((one): one is [number, number] => one[0] !== null);
  for (let i = 1; i < known.length; i++) {
    const [low, high] = [known[i - 1], known[i]];
    if (!low || !high || ms > high[0]) continue;
    return 1 - (low[1] + (high[1] - low[1]) * (high[0] > low[0] ? (ms - low[0]) / (high[0] - low[0]) : 1));
  }
  return 0.01;
}

/** Whether there is traffic in one window only, and more of it than chance leaves out. */
export function testPresence(before: Traffic | null, after: Traffic | null): Tested | null {
  const one = before ?? after;
  if (!one || (before && after)) return null;
  const [was, is] = [before?.requests ?? 0, after?.requests ?? 0];
  const pValue = one.requests === null ? 0 : exactBinomial(Math.min(was, 400), Math.min(is, 400), 0.5);
  return { evidence: { test: 'exact_binomial', aspect: 'presence', before: was, after: is, pValue }, size: after ? 1 : -1, isLarge: true };
}

interface RateQuestion {
  /** What its caller's own rate lets expect; null where that is not known. */
  readonly expected: number | null;
  readonly usual: { readonly load: number; readonly call: number };
}

/** Whether the rate is another: against what its caller receives where that is known, and against the load as such. */
export function testRate(before: Traffic, after: Traffic, { expected, usual }: RateQuestion): readonly Tested[] {
  const [was, is] = [before.requests, after.requests];
  if (!was || !is) return [];
  const of = (ratio: number, spread: number, isOwn: boolean): Tested => ({
    evidence: { test: 'rate_ratio', aspect: 'rate', before: was, after: is, pValue: rateRatio(was, is, { expected: ratio, spread }) },
    size: is / was - 1,
    isLarge: Math.abs(is / was / ratio - 1) >= least.rate && Math.abs(is / was - 1) >= least.rate,
    isOwn,
  });
  return [...(expected === null ? [] : [of(expected, usual.call, true)]), of(1, usual.load, expected === null)];
}
