import type { Protocol, Traffic } from '@vigla/contract/graph';
import type { Course } from '@vigla/contract/metrics';
import type { DurationSeconds, EpochSeconds } from '@vigla/contract/units';
import type { MeshFlows } from './flows.ts';
import type { Behind, Directed } from './look-behind.ts';
import type { HistorySeries } from './project-history.ts';
import { readFlows } from './read-flows.ts';
import type { Answers } from './tally-reports.ts';

/** Answers over time to the questions of one element. */
export type AnswersOverTime = Readonly<Partial<Record<keyof Answers, readonly HistorySeries[]>>>;

/** The instants of a span. */
export interface Steps {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly stepSeconds: number;
}

/** One reading for each step, of that part of the mesh that was asked for. */
export function readSteps(answers: AnswersOverTime, { from, to, stepSeconds }: Steps, window: DurationSeconds): readonly MeshFlows[] {
  return Array.from({ length: Math.floor((to - from) / stepSeconds) + 1 }, (_, step) => readFlows(answersAt(answers, step), window));
}

function answersAt(answers: AnswersOverTime, step: number): Answers {
  const samples = (all: readonly HistorySeries[]) =>
    all.flatMap(({ labels, values }) => {
      const value = values[step];
      return value === null || value === undefined ? [] : [{ labels, value }];
    });
  return Object.fromEntries(Object.entries(answers).map(([name, all]) => [name, samples(all)]));
}

/**
 * The courses of a node, a group or a call, read at each step exactly as the graph is read, so that chart and graph cannot disagree.
 * Total: a step at which nothing at all was measured is null; where the element alone was silent its rates are 0.
 */
export function elementSeries(readings: readonly MeshFlows[], { trafficIn }: Pick<Behind, 'trafficIn'>): readonly Course[] {
  const seen = readings.map((reading) => (reading.flows.length === 0 ? null : trafficIn(reading)));
  const shown = new Map<string, Pick<Course, 'direction' | 'protocol'>>();
  for (const { direction, traffic } of seen.flatMap((all) => all ?? []))
    shown.set(`${direction} ${traffic.protocol}`, { direction, protocol: traffic.protocol });
  return [...shown].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, which]) => courseOf(seen, which));
}

const silence = { requestsPerSecond: 0, failedPerSecond: 0, bytesPerSecond: 0 } as const;

function courseOf(seen: readonly (readonly Directed[] | null)[], { direction, protocol }: Pick<Course, 'direction' | 'protocol'>): Course {
  const steps = seen.map(
    (all) => all && (all.find((one) => one.direction === direction && one.traffic.protocol === protocol)?.traffic ?? 'silent'),
  );
  const line = (of: (traffic: Traffic) => number | null, atRest: number | null = null) =>
    steps.map((traffic) => (traffic === null ? null : traffic === 'silent' ? atRest : of(traffic)));
  const resting = (of: keyof typeof silence): number | null => (isMeasured(protocol, of) ? silence[of] : null);
  return {
    direction,
    protocol,
    requestsPerSecond: line((traffic) => traffic.requestsPerSecond, resting('requestsPerSecond')),
    failedPerSecond: line(failedOf, resting('failedPerSecond')),
    p50Ms: line(({ p50Ms }) => p50Ms),
    p95Ms: line(({ p95Ms }) => p95Ms),
    p99Ms: line(({ p99Ms }) => p99Ms),
    sentBytesPerSecond: line((traffic) => traffic.sentBytesPerSecond),
    receivedBytesPerSecond: line((traffic) => traffic.receivedBytesPerSecond),
    bytesPerSecond: line((traffic) => traffic.bytesPerSecond, resting('bytesPerSecond')),
    sentMessagesPerSecond: line((traffic) => traffic.sentMessagesPerSecond),
    receivedMessagesPerSecond: line((traffic) => traffic.receivedMessagesPerSecond),
  };
}

const isMeasured = (protocol: Protocol, of: keyof typeof silence): boolean => (of === 'bytesPerSecond') === (protocol === 'tcp');

const failedOf = ({ errorRatio, requestsPerSecond }: Traffic): number | null =>
  errorRatio === null || requestsPerSecond === null ? null : errorRatio * requestsPerSecond;
