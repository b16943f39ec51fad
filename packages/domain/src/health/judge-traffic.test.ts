import { DurationSeconds } from '@vigla/contract/units';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTraffic, type Measured } from './judge-traffic.ts';
import { readTolerances } from './tolerance.ts';
import { wilsonLowerBound } from './wilson.ts';

const hour = DurationSeconds.parse(3600);
/** Counts in an hour. */
const http = (counts: Record<string, number>, protocol: 'http' | 'grpc' = 'http'): Measured => ({
  protocol,
  endings: Object.entries(counts).map(([code, count]) => ({ code, requestsPerSecond: count / hour })),
  bytesPerSecond: null,
});
const judge = (...measured: Measured[]) => judgeTraffic(measured, { windowSeconds: hour, direction: 'inbound' });

describe('traffic', () => {
  it.each<[because: string, measured: Measured, expected: string]>([
    ['nothing was sent', http({ 200: 0 }), 'idle'],
    ['all is well', http({ 200: 1000 }), 'healthy'],
    ['two failures are chance, even if they are all there is', http({ 503: 2 }), 'healthy'],
    ['three failures out of three are not', http({ 503: 3 }), 'failing'],
    ['one in a thousand fails and the window is long enough to be sure of more', http({ 200: 99_800, 503: 200 }), 'degraded'],
    ['one in a thousand fails: that is the limit, not above it', http({ 200: 99_900, 503: 100 }), 'healthy'],
    ['three of a thousand fail: enough to be sure', http({ 200: 997, 503: 3 }), 'degraded'],
    ['a tenth fails, give or take', http({ 200: 900, 503: 100 }), 'degraded'],
    ['clearly more than a tenth fails', http({ 200: 800, 503: 200 }), 'failing'],
    ['no answer counts as a failure of the server', http({ 200: 800, '-': 200 }), 'failing'],
    ['server errors and no answer add up', http({ 200: 850, '-': 75, 500: 75 }), 'failing'],
    ['some requests are the caller’s mistakes', http({ 200: 950, 404: 50 }), 'healthy'],
    ['many are', http({ 200: 850, 404: 150 }), 'degraded'],
    ['most are', http({ 200: 500, 403: 500 }), 'failing'],
    ['redirects are answers', http({ 200: 1, 302: 999 }), 'healthy'],
    ['gRPC ends well', http({ 0: 1000 }, 'grpc'), 'healthy'],
    ['gRPC fails by its own status', http({ 0: 800, 14: 200 }, 'grpc'), 'failing'],
    ['HTTP fails beneath gRPC', http({ 0: 800, 503: 200 }, 'grpc'), 'failing'],
    ['bytes flow', { protocol: 'tcp', endings: [], bytesPerSecond: 1 }, 'healthy'],
    ['no byte flows', { protocol: 'tcp', endings: [], bytesPerSecond: 0 }, 'idle'],
  ])('when %s', (_, measured, expected) => {
    expect(judge(measured).health).toBe(expected);
  });

  it('HLT-01: is as ill as its worst protocol and says why in numbers', () => {
    const { health, reasons } = judge(http({ 200: 1000 }), http({ 0: 60, 14: 30, 13: 10 }, 'grpc'));
    expect(health).toBe('failing');
    expect(reasons).toEqual([
      {
        kind: 'errors',
        errorRatio: expect.closeTo(0.4),
        failed: expect.closeTo(40),
        total: expect.closeTo(100),
        codes: '14, 13',
        protocol: 'grpc',
        direction: 'inbound',
        degradedAt: 0.001,
        failingAt: 0.1,
      },
    ]);
  });

  it('is unknown when nothing was measured', () => {
    expect(judge()).toEqual({ health: 'unknown', reasons: [] });
  });
});

describe('tolerances of an owner', () => {
  it('replace the usual ones', () => {
    const tolerances = readTolerances('404,0,10,http,inbound; 5XX,50,90,http,.*');
    expect(tolerances).toMatchObject([
      { protocols: ['http'], direction: 'inbound', degraded: 0, failing: 0.1 },
      { direction: 'both', degraded: 0.5, failing: 0.9 },
    ]);
    const told = (measured: Measured, direction: 'inbound' | 'outbound') =>
      judgeTraffic([measured], { windowSeconds: hour, direction, tolerances: tolerances ?? [] }).health;
    expect(told(http({ 200: 700, 503: 300 }), 'inbound')).toBe('healthy');
    expect(told(http({ 200: 700, 404: 300 }), 'inbound')).toBe('failing');
    expect(told(http({ 200: 700, 404: 300 }), 'outbound')).toBe('healthy');
  });

  it.each([
    '',
    ';;;',
    '5XX,20,10,http,inbound',
    '5XX,a,10,http,inbound',
    '5XX,1,2,http',
    '(a+)+$,0,1,http,inbound',
    '5XX,0,200,http,inbound',
    '5XX,0,1,smtp,inbound',
    '[9-0],0,1,http,inbound',
    '5XX,0,1,http,sideways',
  ])('are not read from %j', (text) => {
    expect(readTolerances(text)).toBeNull();
  });

  it('never throw, whatever the annotation', () => {
    const code = fc.string({ unit: fc.constantFrom('5', 'X', '[', ']', '-', '|', '.', '\\', 'd') });
    fc.assert(
      fc.property(fc.string(), code, (text, pattern) => {
        expect(() => [readTolerances(text), readTolerances(`${pattern},0,1,http,both`)]).not.toThrow();
      }),
    );
  });
});

it('is surer the more it has seen, and never surer than the share itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (total, some) => {
      const failed = Math.min(some, total);
      const bound = wilsonLowerBound(failed, total);
      expect(bound).toBeLessThanOrEqual(failed / total);
      expect(wilsonLowerBound(failed * 10, total * 10)).toBeGreaterThanOrEqual(bound);
    }),
  );
});
