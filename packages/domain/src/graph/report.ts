import { addHistograms, type Histogram, noHistogram } from '../metrics/index.ts';
import { addAmounts, type Amounts } from './amounts.ts';
import type { Asked } from './flows.ts';

/** One way in which requests ended, by one reporter. For TCP code and flags are empty and the rate is bytes. */
export interface Ended {
  readonly asked: Asked | null;
  readonly code: string;
  readonly flags: string;
  /** The kind of request, where the mesh classifies them. */
  readonly operation: string | null;
  perSecond: number;
}

/** Response times of requests to one host. Units: per second. */
export interface Timed {
  buckets: Histogram;
  sumMs: number | null;
}

/** All that one kind of proxy says about one pair of workloads. */
export interface Report {
  readonly endings: Map<string, Ended>;
  total: number;
  secure: number;
  plain: number;
  readonly sourcePrincipals: Set<string>;
  readonly destinationPrincipals: Set<string>;
  /** By host asked for. */
  readonly durations: Map<string, Timed>;
  /** By host asked for, with the service that the host means. */
  readonly amounts: Map<string, { readonly asked: Asked | null; readonly amounts: Amounts }>;
}

/** A report that says nothing yet. */
export const emptyReport = (): Report => ({
  endings: new Map(),
  total: 0,
  secure: 0,
  plain: 0,
  sourcePrincipals: new Set(),
  destinationPrincipals: new Set(),
  durations: new Map(),
  amounts: new Map(),
});

/** What two proxies of one kind say of different connections of the same pair, together. */
export function mergeReports(a: Report, b: Report): Report {
  const into = emptyReport();
  for (const report of [a, b]) {
    for (const [key, ended] of report.endings) {
      const before = into.endings.get(key);
      into.endings.set(key, { ...ended, perSecond: ended.perSecond + (before?.perSecond ?? 0) });
    }
    into.total += report.total;
    into.secure += report.secure;
    into.plain += report.plain;
    for (const principal of report.sourcePrincipals) into.sourcePrincipals.add(principal);
    for (const principal of report.destinationPrincipals) into.destinationPrincipals.add(principal);
    for (const [host, { buckets, sumMs }] of report.durations) addDurations(into, host, buckets, sumMs);
    for (const [host, { asked, amounts }] of report.amounts) {
      const before = into.amounts.get(host);
      into.amounts.set(host, { asked, amounts: before ? addAmounts(before.amounts, amounts) : amounts });
    }
  }
  return into;
}

function addDurations(into: Report, host: string, buckets: Histogram, sumMs: number | null): void {
  const timed = into.durations.get(host) ?? { buckets: noHistogram, sumMs: null };
  into.durations.set(host, timed);
  timed.buckets = addHistograms(timed.buckets, buckets);
  if (sumMs !== null) timed.sumMs = (timed.sumMs ?? 0) + sumMs;
}
