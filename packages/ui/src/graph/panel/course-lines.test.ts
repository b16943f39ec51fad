import type { Course } from '@vigla/contract/metrics';
import { describe, expect, it } from 'vitest';
import { busiest, failingSince, isMeasured, summed } from './course-lines.ts';

const nothing = [null, null, null];
const course = (changes: Partial<Course>): Course => ({
  direction: 'inbound',
  protocol: 'http',
  requestsPerSecond: nothing,
  failedPerSecond: nothing,
  p50Ms: nothing,
  p95Ms: nothing,
  p99Ms: nothing,
  sentBytesPerSecond: nothing,
  receivedBytesPerSecond: nothing,
  bytesPerSecond: nothing,
  sentMessagesPerSecond: nothing,
  receivedMessagesPerSecond: nothing,
  ...changes,
});

describe('courses together', () => {
  it('add up where something was measured, and have gaps where nothing was', () => {
    const courses = [course({ requestsPerSecond: [1, null, null] }), course({ protocol: 'grpc', requestsPerSecond: [2, 3, null] })];
    expect(summed(courses, 'requestsPerSecond')).toEqual([3, 3, null]);
    expect(busiest(courses)?.protocol).toBe('grpc');
    expect([isMeasured(nothing), isMeasured(nothing, [null, 0])]).toEqual([false, true]);
  });
});

describe('since when requests fail', () => {
  const since = (failed: (number | null)[], requests: (number | null)[] = failed.map(() => 10)) =>
    failingSince(requests, failed, { from: 1000, stepSeconds: 60 });

  it.each<[because: string, failed: (number | null)[], at: number | null]>([
    ['it began within the span', [0, 0, 0.4, 0.4], 1060],
    ['it wavers', [0, 0.4, 0.2, 0.5, 0.3], 1000],
    ['a few failed all the time', [0.01, 0.01, 0.4, 0.4], 1060],
    ['nothing was measured for a while', [0, null, null, 0.4], 1000],
    ['the newest step is missing', [0, 0.4, null], 1000],
    ['it began before', [0.4, 0.4, 0.4], null],
    ['it is over', [0, 0.4, 0], null],
    ['nothing was measured', [null, null], null],
  ])('when %s', (_, failed, expected) => {
    expect(since(failed)).toBe(expected);
  });

  it('is about shares: less traffic is not less trouble', () => {
    expect(since([0, 4, 0.4], [100, 100, 10])).toBe(1000);
  });
});
