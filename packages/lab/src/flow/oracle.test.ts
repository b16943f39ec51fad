import { describe, expect, it } from 'vitest';
import { limitedTo, pair, routeToServer, second, start, tally, toServer, type Pair } from './test/pair.ts';
import { margin, simulate, type Counted, type Simulated } from './test/simulation.ts';

const failing = (share: number) => ({ failures: [{ code: 503, share }] });

/** The time that the solver holds a connection of the pair for. */
const holdOf = (told: Pair): number => pair(told).epochAt(start)?.solution.currents[0]?.hop.uses[0]?.holdMs ?? 0;

/** The share that the solver gives to reports that fit, of all that the callers report. */
function solved(told: Pair, fits: (report: string) => boolean, at = 0): number {
  const rates = Object.entries(tally(pair(told).truth(start + at))).filter(([report]) => report.startsWith('source'));
  const sum = (some: typeof rates): number => some.reduce((total, [, rate]) => total + rate, 0);
  return sum(rates.filter(([report]) => fits(report))) / sum(rates);
}

/** Several simulations with seeds of their own, added up. */
function simulated(told: Omit<Simulated, 'seed'>, runs = 3): Counted {
  const all = Array.from({ length: runs }, (_, seed) => simulate({ ...told, seed }));
  const sum = (of: (one: Counted) => number): number => all.reduce((total, one) => total + of(one), 0);
  return {
    requests: sum(({ requests }) => requests),
    good: sum(({ good }) => good),
    failed: sum(({ failed }) => failed),
    refused: sum(({ refused }) => refused),
    limited: sum(({ limited }) => limited),
    nobody: sum(({ nobody }) => nobody),
    tries: sum(({ tries }) => tries),
    failedTries: sum(({ failedTries }) => failedTries),
    waitedMs: sum(({ waitedMs }) => waitedMs),
    waited: sum(({ waited }) => waited),
    unrepeated: sum(({ unrepeated }) => unrepeated),
    at: told.endpoints.map((_, e) => sum(({ at }) => at[e] ?? 0)),
  };
}

describe('the solver agrees with a simulation, request by request, about tries', () => {
  it.each<[because: string, servers: readonly (readonly [pods: number, fails: number])[], retries: number]>([
    ['of one endpoint that fails at times', [[1, 0.3]], 2],
    ['of three that fail alike', [[3, 0.5]], 3],
    [
      'of a bad one and a good one',
      [
        [1, 1],
        [1, 0],
      ],
      2,
    ],
    [
      'of a bad one and two that fail at times',
      [
        [1, 0.9],
        [2, 0.2],
      ],
      1,
    ],
    [
      'of three that all differ',
      [
        [1, 0.9],
        [1, 0.5],
        [1, 0.1],
      ],
      3,
    ],
  ])('%s', (_because, servers, retries) => {
    const told: Pair = {
      perSecond: 50,
      servers: Object.fromEntries(servers.map(([pods], i) => [`server-v${i + 1}`, pods])),
      behaviours: Object.fromEntries(servers.map(([, fails], i) => [`server-v${i + 1}`, failing(fails)])),
      objects: [routeToServer({ retries: { attempts: retries, retryOn: '5xx' } })],
    };
    const seen = simulated({
      seconds: 160,
      perSecond: 50,
      callers: 2,
      endpoints: servers.flatMap(([pods, fails]) => Array.from({ length: pods }, () => ({ fails }))),
      holdMs: 10,
      retries,
    });
    const failed = seen.failed / (seen.good + seen.failed);
    expect(Math.abs(solved(told, (report) => report.includes('503')) - failed)).toBeLessThan(margin(failed, seen.requests));
    const rates = tally(pair(told).truth(start));
    const received = Object.entries(rates).reduce((sum, [report, rate]) => sum + (report.startsWith('destination') ? rate : 0), 0) / 50;
    // The number of tries of a request varies by less than the number of repetitions.
    expect(Math.abs(received - seen.tries / seen.requests)).toBeLessThan((3.29 * retries) / Math.sqrt(seen.requests));
  });
});

describe('the solver agrees with a simulation about limits on repetitions', () => {
  it.each<[because: string, perSecond: number, retries: number, repeats: number]>([
    ['one at a time', 20, 1, 1],
    ['a few at a time, of many', 100, 1, 4],
    ['a few at a time, more than once', 60, 3, 6],
  ])('%s', (_because, perSecond, retries, repeats) => {
    const told: Pair = {
      perSecond,
      callerPods: 1,
      behaviours: { 'server-v1': { ...failing(0.5), latencyMs: { median: 99, spread: 0 } } },
      objects: [
        routeToServer({ retries: { attempts: retries, retryOn: '5xx' } }),
        toServer({ connectionPool: { http: { maxRetries: repeats } } }),
      ],
    };
    const seen = simulated({
      seconds: 14_000 / perSecond,
      perSecond,
      callers: 1,
      endpoints: [{ fails: 0.5 }, { fails: 0.5 }],
      holdMs: 100,
      retries,
      repeats,
    });
    const share = seen.unrepeated / seen.requests;
    expect(share).toBeGreaterThan(0.05);
    // A point more than chance: pauses are counted as the first one is, and later repetitions do not come by chance alone.
    expect(Math.abs(solved(told, (report) => report.endsWith('UO')) - share)).toBeLessThan(margin(share, seen.requests / repeats) + 0.01);
  });
});

describe('the solver agrees with a simulation about limits of connections', () => {
  it.each<[because: string, perSecond: number, connections: number, waiting: number, latencyMs: number]>([
    ['one connection, one waiting place', 4.8, 1, 1, 249],
    ['three connections, two waiting places', 20, 3, 2, 300],
    ['much more than there is room for', 60, 2, 4, 200],
    ['hardly ever full', 5, 4, 4, 200],
  ])('HTTP/1.1: %s', (_because, perSecond, connections, waiting, latencyMs) => {
    const told: Pair = {
      perSecond,
      behaviours: { 'server-v1': { latencyMs: { median: latencyMs, spread: 0 } } },
      objects: [toServer({ connectionPool: { tcp: { maxConnections: connections }, http: { http1MaxPendingRequests: waiting } } })],
    };
    const holdMs = holdOf(told);
    const seen = simulated({
      seconds: 14_000 / perSecond,
      perSecond,
      callers: 2,
      endpoints: [{ fails: 0 }, { fails: 0 }],
      holdMs,
      pool: { room: connections, waiting },
    });
    const refused = seen.refused / seen.requests;
    // Requests that meet a full queue do so in spells: about a spell's length of them is one independent case.
    expect(Math.abs(solved(told, (report) => report.endsWith('UO')) - refused)).toBeLessThan(
      margin(refused, seen.requests / (connections + waiting)),
    );
  });

  it('HTTP/1.1, and is on the side of caution where times vary less', () => {
    const told: Pair = {
      perSecond: 4.8,
      behaviours: { 'server-v1': { latencyMs: { median: 249, spread: 0 } } },
      objects: [toServer({ connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } } })],
    };
    const one = { seconds: 8000, perSecond: 4.8, callers: 2, endpoints: [{ fails: 0 }], holdMs: holdOf(told), steady: true };
    const seen = simulated({ ...one, pool: { room: 1, waiting: 1 } });
    // Source: M/D/1/2, whose refused share is 1 - 1 / (exp(-a) + a).
    expect(seen.refused / seen.requests).toBeCloseTo(1 - 1 / (Math.exp(-0.6) + 0.6), 2);
    expect(solved(told, (report) => report.endsWith('UO'))).toBeGreaterThan(seen.refused / seen.requests);
  });

  it('HTTP/1.1 waits as long', () => {
    const told: Pair = {
      perSecond: 12,
      behaviours: { 'server-v1': { latencyMs: { median: 200, spread: 0 } } },
      objects: [toServer({ connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 3 } } })],
    };
    const strain = pair(told).epochAt(start)?.solution.strain ?? new Map<string, number>();
    const read = (name: string): number => [...strain].find(([key]) => key.startsWith(`${name} `))?.[1] ?? 0;
    const seen = simulated({
      seconds: 3000,
      perSecond: 12,
      callers: 2,
      endpoints: [{ fails: 0 }],
      holdMs: holdOf(told),
      pool: { room: 1, waiting: 3 },
    });
    expect(read('waiting')).toBeCloseTo(seen.waited / (seen.requests - seen.refused), 1);
    expect(read('wait') * 1000).toBeGreaterThan((0.95 * seen.waitedMs) / seen.waited);
    expect(read('wait') * 1000).toBeLessThan((1.05 * seen.waitedMs) / seen.waited);
  });

  it.each([true, false])('HTTP/2, whatever the spread of times (always the same: %s)', (steady) => {
    const told: Pair = {
      perSecond: 60,
      protocol: 'grpc',
      behaviours: { 'server-v1': { latencyMs: { median: 200, spread: 0 } } },
      objects: [toServer({ connectionPool: { http: { http2MaxRequests: 6 } } })],
    };
    const seen = simulated({
      seconds: 400,
      perSecond: 60,
      callers: 2,
      endpoints: [{ fails: 0 }],
      holdMs: holdOf(told),
      steady,
      pool: { room: 6, waiting: null },
    });
    const refused = seen.refused / seen.requests;
    expect(refused).toBeGreaterThan(0.1);
    expect(Math.abs(solved(told, (report) => report.endsWith('UO')) - refused)).toBeLessThan(margin(refused, seen.requests / 6));
  });
});

describe('the solver agrees with a simulation about which endpoint is taken', () => {
  it.each<[because: string, perSecond: number, slower: number]>([
    ['one that is slow and little under way', 2, 3],
    ['one that is slow', 40, 4],
    ['one that is very slow', 60, 20],
    ['one that is slow and much under way', 400, 3],
  ])('%s', (_because, perSecond, slower) => {
    const told: Pair = {
      perSecond,
      callerPods: 1,
      servers: { 'server-v1': 2, 'server-v2': 1 },
      behaviours: Object.fromEntries(
        ['server-v1', 'server-v2'].map((name, i) => [name, { latencyMs: { median: i === 1 ? 99 * slower : 99, spread: 0 } }]),
      ),
    };
    const seen = simulated({
      seconds: 14_000 / perSecond,
      perSecond,
      callers: 1,
      endpoints: [{ fails: 0 }, { fails: 0 }, { fails: 0, slower }],
      holdMs: 100,
      least: true,
    });
    const share = (seen.at[2] ?? 0) / seen.requests;
    // Two points more than chance: requests under way at one endpoint are not quite of it alone.
    expect(Math.abs(solved(told, (report) => report.includes('server-v2')) - share)).toBeLessThan(margin(share, seen.requests / 4) + 0.02);
  });
});

describe('the solver agrees with a simulation about buckets of tokens', () => {
  it.each<[because: string, perSecond: number, most: number, perFill: number, fillSeconds: number]>([
    ['one token a second, one request', 2, 1, 1, 1],
    ['ten a minute, and more comes', 0.6, 10, 10, 60],
    ['a bucket that keeps what is not used', 6, 12, 3, 1],
    ['far more than is filled', 40, 5, 5, 1],
    ['a large bucket', 60, 400, 20, 1],
  ])('%s', (_because, perSecond, most, perFill, fillSeconds) => {
    const told: Pair = {
      perSecond,
      servers: { 'server-v1': 2 },
      objects: [limitedTo({ max_tokens: most, tokens_per_fill: perFill, fill_interval: `${fillSeconds}s` })],
    };
    const seen = simulated({
      seconds: Math.max(600, 14_000 / perSecond),
      perSecond,
      callers: 2,
      endpoints: [{ fails: 0 }, { fails: 0 }],
      holdMs: 5,
      bucket: { most, perFill, fillMs: fillSeconds * 1000 },
    });
    const limited = seen.limited / seen.requests;
    const share = solved(told, (report) => report.includes('429'), 3600 * second);
    expect(Math.abs(share - limited)).toBeLessThan(margin(limited, seen.requests / Math.max(1, perFill)) + 0.003);
  });
});

describe('the solver agrees with a simulation about endpoints that are left out', () => {
  it.each<[because: string, fails: number, perSecond: number, pods: number]>([
    ['one of three always fails', 1, 12, 3],
    ['one of two fails every second time', 0.5, 16, 2],
    ['one of three mostly fails', 0.8, 30, 3],
  ])('%s', (_because, fails, perSecond, pods) => {
    const told: Pair = {
      perSecond,
      servers: { 'server-v1': pods - 1, 'server-v2': 1 },
      behaviours: { 'server-v2': failing(fails) },
      objects: [toServer({ outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s' } })],
    };
    const seconds = 1200;
    const seen = spreadOf(
      Array.from({ length: 8 }, (_, seed) =>
        simulate({
          seed,
          seconds,
          perSecond,
          callers: 2,
          endpoints: Array.from({ length: pods }, (_each, e) => ({ fails: e === 0 ? fails : 0 })),
          holdMs: 5,
          outlier: { inARow: 5, baseMs: 30_000, intervalMs: 10_000, most: 1 },
        }),
      ).map(({ failedTries, requests }) => failedTries / requests),
    );
    const made = spreadOf(
      Array.from({ length: 12 }, (_, seed) => {
        const edges = pair(told, undefined, undefined, seed).truth(start + seconds * second, seconds * second);
        return (tally(edges)['source server-v2 503 -'] ?? 0) / perSecond;
      }),
    );
    // Failures of 10 % less or more would not be told apart by anybody: ejections are looked at in steps of an interval.
    expect(Math.abs(made.mean - seen.mean), `${made.mean} against ${seen.mean}`).toBeLessThan(
      3.29 * Math.hypot(made.error, seen.error) + 0.1 * seen.mean,
    );
  });
});

/** The mean of some numbers, and how far it may be off. */
function spreadOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}
