import type { Ending, Protocol, Traffic } from '@vigla/contract/graph';
import type { DurationSeconds } from '@vigla/contract/units';
import { isFailure, type Measured } from '../health/index.ts';
import { type Histogram, noHistogram, observations, quantiles, sumOfHistograms } from '../metrics/index.ts';
import { type Amounts, anyAmount, sumOfAmounts } from './amounts.ts';
import type { Durations } from './flows.ts';
import { type Addend, onceAdded } from './once.ts';

/** A sum of flows of one protocol, kept so that sums of sums are still right: rates and buckets, never ratios or quantiles. */
export interface TrafficTally extends Addend<TrafficTally> {
  readonly window: DurationSeconds;
  readonly protocol: Protocol;
  /** How many requests ended with each code. */
  readonly codes: readonly Coded[];
  readonly bytesPerSecond: number;
  readonly amounts: Amounts;
  readonly buckets: Histogram;
  /** Response time and how many requests it is of. Apart from the buckets: either may be known without the other. */
  readonly sumMs: number;
  readonly timedPerSecond: number;
  /** The sum as it crosses the wire. */
  readonly told: Traffic;
}

type Coded = Pick<Ending, 'code' | 'requestsPerSecond'>;

interface Part {
  readonly protocol: Protocol;
  readonly endings: readonly Ending[];
  readonly bytesPerSecond: number | null;
  readonly amounts: Amounts;
  readonly durations: Durations | null;
}

/** The sum of a single flow. */
export function tallyOf({ protocol, endings, bytesPerSecond, amounts, durations }: Part, window: DurationSeconds): TrafficTally {
  const { buckets, sumMs } = durations ?? { buckets: noHistogram, sumMs: null };
  return tallied({
    window,
    protocol,
    codes: sumOfCodes([endings]),
    bytesPerSecond: bytesPerSecond ?? 0,
    amounts,
    buckets,
    sumMs: sumMs ?? 0,
    timedPerSecond: sumMs === null ? 0 : observations(buckets),
  });
}

/** The sum of sums of one protocol. */
export const sumOfTallies = onceAdded<TrafficTally>((all) => {
  const [{ window, protocol }] = all;
  let [bytesPerSecond, sumMs, timedPerSecond] = [0, 0, 0];
  for (const one of all) {
    bytesPerSecond += one.bytesPerSecond;
    sumMs += one.sumMs;
    timedPerSecond += one.timedPerSecond;
  }
  return tallied({
    window,
    protocol,
    codes: sumOfCodes(all.map(({ codes }) => codes)),
    bytesPerSecond,
    amounts: sumOfAmounts(all.map(({ amounts }) => amounts)),
    buckets: sumOfHistograms(all.map(({ buckets }) => buckets)),
    sumMs,
    timedPerSecond,
  });
});

type Sum = Omit<TrafficTally, 'told' | 'sums'>;

const tallied = (sum: Sum): TrafficTally => ({ ...sum, told: trafficOf(sum), sums: [] });

/** There are few codes: looking through them is quicker than any index. */
function sumOfCodes(lists: readonly (readonly Coded[])[]): readonly Coded[] {
  const sums: { readonly code: string; requestsPerSecond: number }[] = [];
  for (const list of lists) {
    for (const { code, requestsPerSecond } of list) {
      const known = sums.find((sum) => sum.code === code);
      if (known) known.requestsPerSecond += requestsPerSecond;
      else sums.push({ code, requestsPerSecond });
    }
  }
  return sums;
}

/** Counts are rate times window. */
function trafficOf({ window, protocol, codes, amounts, ...tally }: Sum): Traffic {
  const isTcp = protocol === 'tcp';
  let [requests, failed] = [0, 0];
  for (const { code, requestsPerSecond } of codes) {
    requests += requestsPerSecond;
    if (isFailure(protocol, code)) failed += requestsPerSecond;
  }
  const [p50Ms = null, p95Ms = null, p99Ms = null] = quantiles(ranks, tally.buckets);
  return {
    protocol,
    requestsPerSecond: isTcp ? null : requests,
    bytesPerSecond: isTcp ? tally.bytesPerSecond : null,
    sentBytesPerSecond: amounts.sentBytesPerSecond,
    receivedBytesPerSecond: amounts.receivedBytesPerSecond,
    sentMessagesPerSecond: amounts.sentMessagesPerSecond,
    receivedMessagesPerSecond: amounts.receivedMessagesPerSecond,
    requests: isTcp ? null : requests * window,
    failed: isTcp ? null : failed * window,
    errorRatio: requests > 0 ? Math.min(1, failed / requests) : null,
    averageMs: tally.timedPerSecond > 0 ? tally.sumMs / tally.timedPerSecond : null,
    p50Ms,
    p95Ms,
    p99Ms,
  };
}

const ranks = [0.5, 0.95, 0.99];

/** Whether anything flowed. */
export const flowed = ({ protocol, codes, bytesPerSecond, amounts }: TrafficTally): boolean =>
  protocol === 'tcp' ? bytesPerSecond > 0 : codes.some(({ requestsPerSecond }) => requestsPerSecond > 0) || anyAmount(amounts);

/** The sum as health looks at it. */
export const measuredOf = ({ protocol, codes, bytesPerSecond }: TrafficTally): Measured => ({
  protocol,
  endings: codes,
  bytesPerSecond: protocol === 'tcp' ? bytesPerSecond : null,
});
