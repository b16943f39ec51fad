import { at, type DurationSeconds, type EpochSeconds } from '@vigla/contract/units';
import type { Sample } from '../samples/index.ts';

/** Recording rules that keep what a reading needs, as their marker tells. */
export interface Recorded {
  /** How often the rules are evaluated. */
  readonly intervalSeconds: number;
  /** Over how long each recorded rate goes. */
  readonly rangeSeconds: number;
  /** Since when they have been evaluated without a break. */
  readonly since: EpochSeconds;
}

/**
 * The series by which the rules are found: it keeps the second since which they run, and its labels tell interval, range and
 * version. Without a word for five minutes (the lookback of Prometheus) it begins anew.
 */
export const recordedMarker = 'vigla:recorded_since';

/** Of what the rules record and how it is read. Other versions are not used. */
export const recordedVersion = '1';

/** What a rule calls the rate of a metric. */
export const recordedName = (metric: string): string => `vigla:${metric}:rate`;

/**
 * The marker of rules that keep what we read. Where an operator confines rules to a namespace, it writes that namespace on all they
 * record: such rules know only a part of the mesh.
 */
export const ownMarker = `${recordedMarker}{version="${recordedVersion}",namespace=""}`;

/** Finds the rules, if they were evaluated within the last two minutes. */
export const recordedQuery = `last_over_time(${ownMarker}[2m])`;

/**
 * The rate over a window, out of rates over short ranges: their sum by how often the rules were evaluated in it, so that a series
 * which was there for a part of the window counts for that part, as with `rate`, and a missed evaluation changes nothing.
 */
export const recordedRate = (metric: string, matchers: string, window: DurationSeconds): string =>
  `sum_over_time(${recordedName(metric)}${matchers}[${window}s]) / scalar(sum(count_over_time(${ownMarker}[${window}s])))`;

/** What the marker tells; null where there are no rules of our version. Two of them: those that began later. */
export function readRecorded(samples: readonly Sample[]): Recorded | null {
  const told = samples.flatMap(({ labels, value }) => {
    const [intervalSeconds, rangeSeconds] = [Number(labels['interval_seconds']), Number(labels['range_seconds'])];
    const isSound = intervalSeconds > 0 && rangeSeconds >= intervalSeconds && value > 0 && Number.isFinite(rangeSeconds + value);
    return isSound ? [{ intervalSeconds, rangeSeconds, since: at(Math.ceil(value)) }] : [];
  });
  return told.sort((a, b) => b.since - a.since)[0] ?? null;
}

/** Whether a window may be read from the rules: long enough that their range does not blur it, and they were there from its beginning. */
export const covers = ({ intervalSeconds, rangeSeconds, since }: Recorded, window: DurationSeconds, instant: EpochSeconds): boolean =>
  window >= shortestWindow({ intervalSeconds, rangeSeconds }) && instant - window >= since;

/** Ten evaluations, and five times the range: a change in traffic is seen a fifth of the window late at most. */
export const shortestWindow = ({ intervalSeconds, rangeSeconds }: Omit<Recorded, 'since'>): number =>
  Math.max(10 * intervalSeconds, 5 * rangeSeconds);
