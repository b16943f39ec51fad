import { describe, expect, it } from 'vitest';
import { ejectionMs, inPanic, mayLeaveOut, triesUntilOut } from './outlier.ts';
import { limitedTo, pair, pairObjects, second, start, tally, toServer, type Pair } from './test/pair.ts';
import { tokenless } from './token-bucket.ts';

const defaults = {
  consecutive5xx: 5,
  consecutiveGateway: 0,
  intervalMs: 10_000,
  baseEjectionMs: 30_000,
  maxEjectionPercent: 10,
  minHealthPercent: 0,
};
const broken = { failures: [{ code: 500, share: 1 }] };
const bad: Pair = { servers: { 'server-v1': 1, 'server-v2': 1 }, perSecond: 20, behaviours: { 'server-v2': broken } };
const outliers = (more: object = {}) => [toServer({ outlierDetection: { consecutive5xxErrors: 5, ...more } })];

describe('an endpoint that fails', () => {
  it('is left out after so many failures in a row, comes back, and is left out for longer', () => {
    // Each of 2 callers tries each of 2 endpoints 5 times a second: the fifth failure comes after one second.
    const timeline = pair({ ...bad, objects: outliers() });
    const failing = (seconds: number): number => tally(timeline.truth(start + seconds * second))['destination server-v2 500 -'] ?? 0;
    expect(failing(0.9)).toBeCloseTo(10, 9);
    expect(failing(1.1)).toBe(0);
    expect(tally(timeline.truth(start + 20 * second))).toEqual({
      'source server-v1 200 -': expect.closeTo(20, 9) as number,
      'destination server-v1 200 -': expect.closeTo(20, 9) as number,
    });
    // 30 s, and half an interval until somebody looks.
    expect(failing(36.5)).toBeCloseTo(10, 9);
    expect(failing(38)).toBe(0);
    expect(failing(37 + 60)).toBe(0);
    expect(failing(37 + 65.5)).toBeCloseTo(10, 9);
  });

  it('stays where no rule says so, where it fails too seldom, and where gateway errors alone count', () => {
    for (const told of [
      bad,
      { ...bad, objects: outliers({ consecutive5xxErrors: 0 }) },
      { ...bad, objects: outliers({ consecutive5xxErrors: 0, consecutiveGatewayErrors: 5 }) },
      { ...bad, objects: outliers(), behaviours: { 'server-v2': { failures: [{ code: 500, share: 0.02 }] } } },
    ]) {
      expect(tally(pair(told).truth(start + 600 * second))['destination server-v2 500 -']).toBeGreaterThan(0);
    }
  });

  it('is answered 503 UH when all are left out, reported by callers alone', () => {
    const told: Pair = { ...bad, objects: outliers({ maxEjectionPercent: 100 }), behaviours: { 'server-v1': broken, 'server-v2': broken } };
    expect(tally(pair(told).truth(start + 10 * second))).toEqual({ 'source unknown 503 UH': expect.closeTo(20, 9) as number });
  });

  it('is used again where too few are left', () => {
    const objects = outliers({ maxEjectionPercent: 100, minHealthPercent: 60 });
    expect(tally(pair({ ...bad, objects }).truth(start + 10 * second))['destination server-v2 500 -']).toBeCloseTo(10, 9);
  });

  it('stays when as many are out as may be', () => {
    const told: Pair = { ...bad, objects: outliers(), behaviours: { 'server-v1': broken, 'server-v2': broken } };
    const seen = tally(pair(told).truth(start + 10 * second));
    expect(seen['source unknown 503 UH']).toBeUndefined();
    expect((seen['destination server-v1 500 -'] ?? 0) + (seen['destination server-v2 500 -'] ?? 0)).toBeCloseTo(20, 9);
  });

  it('goes on being left out when something else is written', () => {
    const told: Pair = { ...bad, objects: outliers() };
    const timeline = pair(told);
    timeline.configure(start + 10 * second, pairObjects(told));
    expect(tally(timeline.truth(start + 20 * second))['destination server-v2 500 -']).toBeUndefined();
    expect(tally(timeline.truth(start + 36.5 * second))['destination server-v2 500 -']).toBeCloseTo(10, 9);
  });

  it('is left out in counters as in truth', () => {
    const told: Pair = { ...bad, objects: outliers(), behaviours: {} };
    const timeline = pair(told);
    timeline.configure(start + 60 * second, pairObjects(told), new Map([['shop/server-v2', broken]]));
    const [series] = timeline.select(
      [
        { name: '__name__', operator: '=', value: 'istio_requests_total' },
        { name: 'reporter', operator: '=', value: 'destination' },
        { name: 'response_code', operator: '=', value: '500' },
      ],
      start,
      start + 90 * second,
    );
    expect(series?.last(start, start + 90 * second)?.v).toBe(10);
  });

  it.each<[because: string, limits: object, p: number, tries: number]>([
    ['it always fails', {}, 1, 5],
    ['every second try fails', {}, 0.5, 62],
    ['it never fails', {}, 0, Infinity],
    ['nobody counts', { consecutive5xx: 0 }, 1, Infinity],
  ])('waits for a run of failures when %s', (_because, limits, any, tries) => {
    expect(triesUntilOut({ ...defaults, ...limits }, { any, gateway: 0 }).mean).toBeCloseTo(tries, 9);
  });

  it.each<[because: string, percent: number, all: number, out: number, most: number]>([
    ['one always may', 10, 3, 0, 1],
    ['no second one at 10 %', 10, 3, 1, 0],
    ['half of four', 50, 4, 0, 2],
    ['all of them', 100, 4, 1, 2],
  ])('may be left out: %s', (_because, maxEjectionPercent, all, out, most) => {
    expect(mayLeaveOut({ ...defaults, maxEjectionPercent }, { all, out, asked: 2 })).toBe(most);
  });

  it('is out for the base time as often as it was out, for five minutes at most', () => {
    expect([1, 2, 100].map((times) => ejectionMs(defaults, times))).toEqual([35_000, 65_000, 305_000]);
    expect(ejectionMs({ ...defaults, baseEjectionMs: 900_000 }, 3)).toBe(905_000);
    expect([inPanic({ ...defaults, minHealthPercent: 50 }, 4, 3), inPanic(defaults, 4, 4)]).toEqual([true, false]);
  });
});

describe('a rate limit', () => {
  const bucket = { max_tokens: 600, tokens_per_fill: 50, fill_interval: '10s' };

  it('lets a burst through until its tokens are gone, then what it is filled with', () => {
    // 20 a second for 2 pods: 10 each, of which 5 are filled again, so 600 tokens last two minutes.
    const timeline = pair({ perSecond: 20, objects: [limitedTo(bucket)] });
    expect(tally(timeline.truth(start + 119 * second))).toEqual({
      'source server-v1 200 -': expect.closeTo(20, 9) as number,
      'destination server-v1 200 -': expect.closeTo(20, 9) as number,
    });
    expect(tally(timeline.truth(start + 121 * second))).toEqual({
      'source server-v1 200 -': expect.closeTo(10, 5) as number,
      'source server-v1 429 -': expect.closeTo(10, 5) as number,
      'destination server-v1 200 -': expect.closeTo(10, 5) as number,
      'destination server-v1 429 RL': expect.closeTo(10, 5) as number,
    });
  });

  it('of the caller is reported by the caller alone', () => {
    const timeline = pair({ perSecond: 20, objects: [limitedTo({ ...bucket, max_tokens: 1000 }, 'SIDECAR_OUTBOUND', 'client')] });
    expect(tally(timeline.truth(start + 600 * second))).toEqual({
      'source server-v1 200 -': expect.closeTo(10, 5) as number,
      'source unknown 429 RL': expect.closeTo(10, 5) as number,
      'destination server-v1 200 -': expect.closeTo(10, 5) as number,
    });
  });

  it('does nothing to less than it is filled with', () => {
    const seen = tally(pair({ perSecond: 8, objects: [limitedTo(bucket)] }).truth(start + 600 * second));
    expect(Object.keys(seen)).toEqual(['source server-v1 200 -', 'destination server-v1 200 -']);
  });

  it('fills up again while little comes', () => {
    const told: Pair = { perSecond: 20, objects: [limitedTo(bucket)] };
    const timeline = pair(told);
    const all = pairObjects(told);
    timeline.configure(start + 300 * second, all, undefined, new Map([['load', 0.1]]));
    timeline.configure(start + 420 * second, all, undefined, new Map([['load', 1]]));
    const limited = (seconds: number): number => tally(timeline.truth(start + seconds * second))['destination server-v1 429 RL'] ?? 0;
    expect(limited(299)).toBeCloseTo(10, 5);
    expect(limited(425)).toBe(0);
    expect(limited(600)).toBeCloseTo(10, 5);
  });

  const limit = { object: { kind: '', namespace: '', name: '' }, key: '', side: 'inbound', port: null, enforced: 1, code: 429 } as const;
  it.each<[because: string, maxTokens: number, tokensPerFill: number, perSecond: number, refused: number]>([
    ['one token a second meets one request a second: those that come second', 1, 1, 1, Math.exp(-1)],
    ['one token a second meets two a second', 1, 1, 2, 1 - (1 - Math.exp(-2)) / 2],
    ['a large bucket lets through what it is filled with', 1000, 10, 20, 0.5],
    ['nothing comes', 1, 1, 0, 0],
  ])('refuses in the long run, when %s', (_because, maxTokens, tokensPerFill, perSecond, refused) => {
    expect(tokenless({ ...limit, maxTokens, tokensPerFill, fillMs: 1000 }, perSecond)).toBeCloseTo(refused, 9);
  });
});

describe('everything that has a memory', () => {
  const told: Pair = {
    perSecond: 40,
    servers: { 'server-v1': 2, 'server-v2': 1 },
    behaviours: { 'server-v1': { capacityPerPod: 30 }, 'server-v2': { failures: [{ code: 503, share: 0.7 }] } },
    objects: [
      toServer({
        outlierDetection: { baseEjectionTime: '20s' },
        connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } },
      }),
      limitedTo({ max_tokens: 300, tokens_per_fill: 10, fill_interval: '1s' }),
    ],
  };
  const last = start + 600 * second;

  /** The story of this mesh, with questions in between that must not matter; what all pods show at its end, byte by byte. */
  function shown(seed: number, questions: readonly number[]): string {
    const timeline = pair(told, undefined, undefined, seed);
    for (const seconds of questions.filter((one) => one < 200)) timeline.truth(start + seconds * second);
    timeline.configure(start + 200 * second, pairObjects(told), new Map([['shop/server-v1', { capacityFactor: 0.5 }]]));
    for (const seconds of questions.filter((one) => one >= 200)) timeline.truth(start + seconds * second);
    timeline.configure(start + 400 * second, pairObjects(told), new Map(), new Map([['load', 1.5]]));
    return JSON.stringify(timeline.targets().map(({ namespace, pod }) => timeline.scrape(namespace, pod, last)));
  }

  it('shows the same, byte by byte, for the same seed and the same writes, whatever was asked in between', () => {
    expect(shown(7, [])).toBe(shown(7, [30, 190, 10, 399, 250]));
    expect(shown(7, [])).not.toBe(shown(8, []));
  });

  it('answers for the past as it did when it was the present', () => {
    const [early, late] = [pair(told), pair(told)];
    const then = JSON.stringify(early.truth(start + 90 * second));
    late.truth(last);
    expect(JSON.stringify(late.truth(start + 90 * second))).toBe(then);
  });
});
