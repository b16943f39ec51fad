import type { Ending, Protocol, Traffic } from '@vigla/contract/graph';
import type { DurationSeconds } from '@vigla/contract/units';
import { isFailure, type Measured } from '../health/index.ts';
import { addHistogram, observations, quantiles } from '../metrics/index.ts';
import type { Durations } from './flows.ts';

/** A sum of flows of one protocol, kept so that sums of sums are still right: rates and buckets, never ratios or quantiles. */
export interface TrafficTally {
  readonly protocol: Protocol;
  readonly endings: Map<string, Ending>;
  bytesPerSecond: number;
  readonly buckets: Map<number, number>;
  /** Response time and how many requests it is of. Apart from the buckets: either may be known without the other. */
  sumMs: number;
  timedPerSecond: number;
}

interface Part {
  readonly endings: Iterable<Ending>;
  readonly bytesPerSecond: number | null;
  readonly durations: readonly Durations[];
}

/** A sum of nothing yet. */
export const emptyTally = (protocol: Protocol): TrafficTally => ({
  protocol,
  endings: new Map(),
  bytesPerSecond: 0,
  buckets: new Map(),
  sumMs: 0,
  timedPerSecond: 0,
});

/** Adds a flow to a sum. */
export function addPart(tally: TrafficTally, { endings, bytesPerSecond, durations }: Part): void {
  for (const ending of endings) {
    const key = `${ending.code}\n${ending.flags}\n${ending.reporter}`;
    const before = tally.endings.get(key);
    tally.endings.set(key, before ? { ...before, requestsPerSecond: before.requestsPerSecond + ending.requestsPerSecond } : ending);
  }
  tally.bytesPerSecond += bytesPerSecond ?? 0;
  for (const { buckets, sumMs } of durations) {
    addHistogram(tally.buckets, buckets);
    if (sumMs === null) continue;
    tally.sumMs += sumMs;
    tally.timedPerSecond += observations(buckets);
  }
}

/** Adds a whole sum to another. */
export function addTally(into: TrafficTally, more: TrafficTally): void {
  addPart(into, {
    endings: more.endings.values(),
    bytesPerSecond: more.bytesPerSecond,
    durations: [{ buckets: more.buckets, sumMs: null }],
  });
  into.sumMs += more.sumMs;
  into.timedPerSecond += more.timedPerSecond;
}

/** The sum as it crosses the wire. Counts are rate times window. */
export function trafficOf(tally: TrafficTally, window: DurationSeconds): Traffic {
  const { protocol, buckets, sumMs, timedPerSecond } = tally;
  const [p50Ms = null, p95Ms = null, p99Ms = null] = quantiles([0.5, 0.95, 0.99], buckets);
  const amounts = { sentBytesPerSecond: null, receivedBytesPerSecond: null, sentMessagesPerSecond: null, receivedMessagesPerSecond: null };
  const times = { averageMs: timedPerSecond > 0 ? sumMs / timedPerSecond : null, p50Ms, p95Ms, p99Ms };
  if (protocol === 'tcp') {
    const noRequests = { requestsPerSecond: null, requests: null, failed: null, errorRatio: null };
    return { protocol, ...noRequests, bytesPerSecond: tally.bytesPerSecond, ...amounts, ...times };
  }
  const all = [...tally.endings.values()];
  const requestsPerSecond = sum(all);
  const failedPerSecond = sum(all.filter(({ code }) => isFailure(protocol, code)));
  return {
    protocol,
    requestsPerSecond,
    bytesPerSecond: null,
    ...amounts,
    requests: requestsPerSecond * window,
    failed: failedPerSecond * window,
    errorRatio: requestsPerSecond > 0 ? Math.min(1, failedPerSecond / requestsPerSecond) : null,
    ...times,
  };
}

/** Whether anything flowed. */
export const flowed = ({ protocol, endings, bytesPerSecond }: TrafficTally): boolean =>
  protocol === 'tcp' ? bytesPerSecond > 0 : sum([...endings.values()]) > 0;

/** The sum as health looks at it. */
export const measuredOf = ({ protocol, endings, bytesPerSecond }: TrafficTally): Measured => ({
  protocol,
  endings: [...endings.values()],
  bytesPerSecond: protocol === 'tcp' ? bytesPerSecond : null,
});

const sum = (endings: readonly Ending[]): number => endings.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);
