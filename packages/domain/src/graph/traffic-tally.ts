import type { Ending, Protocol, Traffic } from '@vigla/contract/graph';
import type { DurationSeconds } from '@vigla/contract/units';
import { isFailure, type Measured } from '../health/index.ts';
import { addHistograms, type Histogram, noHistogram, observations, quantiles } from '../metrics/index.ts';
import { addAmounts, type Amounts, anyAmount, noAmounts } from './amounts.ts';
import type { Durations } from './flows.ts';

/** A sum of flows of one protocol, kept so that sums of sums are still right: rates and buckets, never ratios or quantiles. */
export interface TrafficTally {
  readonly protocol: Protocol;
  readonly endings: Map<string, Ending>;
  bytesPerSecond: number;
  amounts: Amounts;
  buckets: Histogram;
  /** Response time and how many requests it is of. Apart from the buckets: either may be known without the other. */
  sumMs: number;
  timedPerSecond: number;
}

interface Part {
  readonly endings: Iterable<Ending>;
  readonly bytesPerSecond: number | null;
  readonly amounts: Amounts;
  readonly durations: readonly Durations[];
}

/** A sum of nothing yet. */
export const emptyTally = (protocol: Protocol): TrafficTally => ({
  protocol,
  endings: new Map(),
  bytesPerSecond: 0,
  amounts: noAmounts,
  buckets: noHistogram,
  sumMs: 0,
  timedPerSecond: 0,
});

/** Adds a flow to a sum. */
export function addPart(tally: TrafficTally, { endings, bytesPerSecond, amounts, durations }: Part): void {
  for (const ending of endings) addEnding(tally.endings, ending);
  tally.amounts = addAmounts(tally.amounts, amounts);
  tally.bytesPerSecond += bytesPerSecond ?? 0;
  for (const { buckets, sumMs } of durations) {
    tally.buckets = addHistograms(tally.buckets, buckets);
    if (sumMs === null) continue;
    tally.sumMs += sumMs;
    tally.timedPerSecond += observations(buckets);
  }
}

/** Adds requests to those that ended alike and asked for the same host. */
export function addEnding(endings: Map<string, Ending>, ending: Ending): void {
  const key = `${ending.code}\n${ending.flags}\n${ending.reporter}\n${ending.host ?? ''}`;
  const before = endings.get(key);
  endings.set(key, before ? { ...before, requestsPerSecond: before.requestsPerSecond + ending.requestsPerSecond } : ending);
}

/** Adds a whole sum to another. */
export function addTally(into: TrafficTally, more: TrafficTally): void {
  addPart(into, {
    endings: more.endings.values(),
    bytesPerSecond: more.bytesPerSecond,
    amounts: more.amounts,
    durations: [{ buckets: more.buckets, sumMs: null }],
  });
  into.sumMs += more.sumMs;
  into.timedPerSecond += more.timedPerSecond;
}

/** The sum as it crosses the wire. Counts are rate times window. */
export function trafficOf(tally: TrafficTally, window: DurationSeconds): Traffic {
  const { protocol, buckets, sumMs, timedPerSecond } = tally;
  const [p50Ms = null, p95Ms = null, p99Ms = null] = quantiles([0.5, 0.95, 0.99], buckets);
  const times = { averageMs: timedPerSecond > 0 ? sumMs / timedPerSecond : null, p50Ms, p95Ms, p99Ms };
  if (protocol === 'tcp') {
    const noRequests = { requestsPerSecond: null, requests: null, failed: null, errorRatio: null };
    return { protocol, ...noRequests, bytesPerSecond: tally.bytesPerSecond, ...tally.amounts, ...times };
  }
  const all = [...tally.endings.values()];
  const requestsPerSecond = sum(all);
  const failedPerSecond = sum(all.filter(({ code }) => isFailure(protocol, code)));
  return {
    protocol,
    requestsPerSecond,
    bytesPerSecond: null,
    ...tally.amounts,
    requests: requestsPerSecond * window,
    failed: failedPerSecond * window,
    errorRatio: requestsPerSecond > 0 ? Math.min(1, failedPerSecond / requestsPerSecond) : null,
    ...times,
  };
}

/** Whether anything flowed. */
export const flowed = ({ protocol, endings, bytesPerSecond, amounts }: TrafficTally): boolean =>
  protocol === 'tcp' ? bytesPerSecond > 0 : sum([...endings.values()]) > 0 || anyAmount(amounts);

/** The sum as health looks at it. */
export const measuredOf = ({ protocol, endings, bytesPerSecond }: TrafficTally): Measured => ({
  protocol,
  endings: [...endings.values()],
  bytesPerSecond: protocol === 'tcp' ? bytesPerSecond : null,
});

const sum = (endings: readonly Ending[]): number => endings.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);
