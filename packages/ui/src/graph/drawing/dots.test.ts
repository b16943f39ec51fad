import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call, http, tcp } from '@vigla/testkit/graphs';
import { type DotStream, dotStream, isFailed, lapsOf, mostDots, thinned, thinnest } from './dots.ts';

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

  it.each([1, 2, 4, 16])('fail as often as requests do, within five points over a minute, where one of %i is drawn', (every) => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 1, max: 5000, noNaN: true }), (errorRatio, rps) => {
        const stream = dotStream(call('a', 'b', { traffic: http({ requestsPerSecond: rps, errorRatio, p50Ms: 100 }) }));
        if (!stream) throw new Error('The call carries traffic.');
        const laps = Math.floor(60_000 / stream.runMs);
        let [drawn, failed] = [0, 0];
        for (let lap = 0; lap < laps; lap++) {
          for (let i = 0; i < stream.count; i += every) {
            drawn++;
            if (isFailed(stream, i, lap, every)) failed++;
          }
        }
        expect(Math.abs(failed / drawn - errorRatio)).toBeLessThan(0.05);
      }),
      { numRuns: 50 },
    );
  });

  it('move only forward', () => {
    const stream = dotStream(call('a', 'b', {}));
    if (!stream) throw new Error('The call carries traffic.');
    expect(lapsOf(stream, 0, 100)).toBeGreaterThan(lapsOf(stream, 0, 50));
  });
});

describe('dots that would be too many', () => {
  const stream: DotStream = { count: 12, errorShare: 0, runMs: 800, mark: 'dot' };
  const quiet = { stream, trouble: false, chosen: false, seen: 1 };
  const trouble = { ...quiet, trouble: true };
  const chosen = { ...quiet, chosen: true };
  const many = (one: typeof quiet, count: number) => Array.from({ length: count }, () => one);

  it('are all drawn while the screen has room for them', () => {
    expect(new Set(thinned(many(quiet, mostDots / 12)))).toEqual(new Set([1]));
  });

  it('count only as far as their lines are on the screen', () => {
    expect(new Set(thinned(many({ ...quiet, seen: 0.1 }, mostDots / 2)))).toEqual(new Set([1]));
  });

  it('become fewer on quiet calls, and stay on trouble and on the selection', () => {
    const every = thinned([trouble, chosen, ...many(quiet, mostDots / 12)]);
    expect(every.slice(0, 3)).toEqual([1, 1, 2]);
  });

  it('stay on trouble and on the selection alone when one to a call is too many', () => {
    const every = thinned([trouble, chosen, ...many(quiet, mostDots)]);
    expect(every.slice(0, 3)).toEqual([1, 1, 0]);
  });

  it('become fewer where drawing all of them is too slow', () => {
    expect(thinned([trouble, quiet], 2)).toEqual([1, 4]);
    expect(thinned([trouble, quiet], thinnest + 5)).toEqual([16, 0]);
  });

  it('are never more than the screen has room for, whatever is in trouble', () => {
    const streams = fc.array(
      fc.record({
        stream: fc.record({
          count: fc.integer({ min: 1, max: 12 }),
          errorShare: fc.constant(0),
          runMs: fc.constant(800),
          mark: fc.constant('dot' as const),
        }),
        trouble: fc.boolean(),
        chosen: fc.boolean(),
        seen: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(streams, fc.integer({ min: 0, max: 40 }), (all, most) => {
        const every = thinned(all, 0, most);
        const drawn = all.reduce((sum, { stream: { count }, seen }, i) => sum + (every[i] ? Math.ceil(count / every[i]) * seen : 0), 0);
        expect(every).toHaveLength(all.length);
        expect(drawn).toBeLessThanOrEqual(most + 1e-9);
      }),
    );
  });
});
