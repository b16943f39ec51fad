import { describe, expect, it } from 'vitest';
import { pair, routeToServer, start, tally, type Pair } from './test/pair.ts';

const failing = (share: number, code = 503) => ({ failures: [{ code, share }] });
const retried = (attempts: number, retryOn = '5xx') => [routeToServer({ retries: { attempts, retryOn } })];
const seen = (told: Pair): Readonly<Record<string, number>> => tally(pair({ perSecond: 1, ...told }).truth(start));

describe('tries of endpoints that fail alike', () => {
  it.each([0, 1, 2, 5])('with %i repetitions are 1 + p + ... + p^n, of which p^(n+1) fail for good', (n) => {
    const rates = seen({ servers: { 'server-v1': 3 }, behaviours: { 'server-v1': failing(0.4) }, objects: retried(n) });
    const made = (rates['destination server-v1 200 -'] ?? 0) + (rates['destination server-v1 503 -'] ?? 0);
    expect(made).toBeCloseTo((1 - 0.4 ** (n + 1)) / 0.6, 12);
    expect(rates[`source server-v1 503 ${n > 0 ? 'URX' : '-'}`]).toBeCloseTo(0.4 ** (n + 1), 12);
  });
});

describe('tries of endpoints that fail differently', () => {
  it('avoid an endpoint that was tried before: one bad of two is tried once', () => {
    const rates = seen({ servers: { 'server-v1': 1, 'server-v2': 1 }, behaviours: { 'server-v2': failing(1) }, objects: retried(3) });
    expect(rates).toEqual({
      'source server-v1 200 -': expect.closeTo(1, 12) as number,
      'destination server-v1 200 -': expect.closeTo(1, 12) as number,
      'destination server-v2 503 -': expect.closeTo(0.5, 12) as number,
    });
  });

  it('may meet two bad of three one after the other', () => {
    const rates = seen({ servers: { 'server-v1': 1, 'server-v2': 2 }, behaviours: { 'server-v2': failing(1) }, objects: retried(1) });
    // First bad: 2 of 3. Then the other bad one: 1 of the 2 that are left.
    expect(rates['source server-v2 503 URX']).toBeCloseTo((2 / 3) * (1 / 2), 12);
    expect(rates['destination server-v2 503 -']).toBeCloseTo(2 / 3 + 1 / 3, 12);
  });

  it('begin again with all when every one was tried', () => {
    const rates = seen({
      servers: { 'server-v1': 1, 'server-v2': 1 },
      behaviours: { 'server-v1': failing(0.5), 'server-v2': failing(1) },
      objects: retried(2),
    });
    // Both are tried within two tries, whichever comes first; the third goes to either.
    const left = 0.5 * 1 * 0.5 + 0.5 * 0.5 * 1;
    expect((rates['source server-v1 503 URX'] ?? 0) + (rates['source server-v2 503 URX'] ?? 0)).toBeCloseTo(left * (0.5 * 0.5 + 0.5), 12);
  });
});

describe('tries of gRPC', () => {
  const grpc = (code: number, objects = retried(2)): Readonly<Record<string, number>> =>
    seen({ protocol: 'grpc', servers: { 'server-v1': 2 }, behaviours: { 'server-v1': failing(0.5, code) }, objects });

  it('look at the gRPC status, and UNAVAILABLE is tried again by default', () => {
    expect(Object.keys(grpc(503, []))).toContain('source server-v1 200 URX');
    expect(Object.keys(grpc(500, []))).not.toContain('source server-v1 200 URX');
    expect(Object.keys(grpc(500, retried(2, 'internal')))).toContain('source server-v1 200 URX');
  });

  it('do not see codes: every answer has HTTP 200', () => {
    expect(Object.keys(grpc(503, retried(2, '5xx,gateway-error,503')))).not.toContain('source server-v1 200 URX');
  });

  it('report HTTP 200 and the gRPC status of what went wrong', () => {
    const edges = pair({ protocol: 'grpc', behaviours: { 'server-v1': failing(0.5, 500) } }).truth(start);
    expect(edges.map(({ reporter, code, grpcStatus }) => `${reporter} ${code} ${grpcStatus}`).sort()).toEqual([
      'destination 200 0',
      'destination 200 13',
      'source 200 0',
      'source 200 13',
    ]);
  });
});
