import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call, http, tcp } from '../test/made-graphs.ts';
import { dotAt, dotStream, mostDots, streamsToDraw } from './dots.ts';

describe('the dots on a call', () => {
  it.each([
    ['nothing flows', http({ requestsPerSecond: 0 }), null],
    ['nothing was measured', http({ requestsPerSecond: null }), null],
    ['no byte flows', tcp({ bytesPerSecond: 0 }), null],
  ])('are absent when %s', (_, traffic, expected) => {
    expect(dotStream(call('a', 'b', { traffic }))).toBe(expected);
  });

  it.each([
    [0.1, 1],
    [5, 2],
    [24, 4],
    [412, 8],
    [1e9, 12],
  ])('number %d rps as %d', (requestsPerSecond, count) => {
    expect(dotStream(call('a', 'b', { traffic: http({ requestsPerSecond }) }))?.count).toBe(count);
  });

  it.each([
    ['a fast call', 0.5, 402],
    ['a slow call', 5000, 1600],
    ['a call of unknown speed', null, 800],
  ])('cross in the right time on %s', (_, p50Ms, runMs) => {
    expect(dotStream(call('a', 'b', { traffic: http({ p50Ms }) }))?.runMs).toBe(runMs);
  });

  it('fail as often as requests do, within five points over a minute', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 1, max: 5000, noNaN: true }), (errorRatio, rps) => {
        const stream = dotStream(call('a', 'b', { traffic: http({ requestsPerSecond: rps, errorRatio, p50Ms: 100 }) }));
        if (!stream) throw new Error('The call carries traffic.');
        const laps = Math.floor(60_000 / stream.runMs);
        let failed = 0;
        for (let lap = 0; lap < laps; lap++) {
          for (let i = 0; i < stream.count; i++) if (dotAt(stream, i, (lap + 1 - i / stream.count + 1e-6) * stream.runMs).failed) failed++;
        }
        expect(Math.abs(failed / (laps * stream.count) - errorRatio)).toBeLessThan(0.05);
      }),
      { numRuns: 50 },
    );
  });

  it('move only forward', () => {
    const stream = dotStream(call('a', 'b', {}));
    if (!stream) throw new Error('The call carries traffic.');
    expect(dotAt(stream, 0, 100).share).toBeGreaterThan(dotAt(stream, 0, 50).share);
  });

  it('stay on trouble and on the selection alone when there would be too many', () => {
    const stream = { count: 12, errorShare: 0, runMs: 800, mark: 'dot' } as const;
    const quiet = Array.from({ length: mostDots / 12 }, () => ({ stream, trouble: false, chosen: false }));
    expect(streamsToDraw(quiet)).toHaveLength(quiet.length);
    const loud = [...quiet, { stream, trouble: true, chosen: false }, { stream, trouble: false, chosen: true }];
    expect(streamsToDraw(loud)).toHaveLength(2);
  });
});
