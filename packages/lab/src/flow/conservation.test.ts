import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conditions } from './conditions.ts';
import { limitedTo, pair, pairObjects, routeToServer, second, start, toServer, type Pair } from './test/pair.ts';
import type { TrueEdge } from './truth.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const few = fc.integer({ min: 1, max: 8 });

/** Any pair with anything in it that limits, refuses, leaves out or tries again. */
const anything = fc.record({
  protocol: fc.constantFrom('http' as const, 'grpc' as const),
  perSecond: fc.double({ min: 0.5, max: 300, noNaN: true }),
  callerPods: few,
  pods: fc.tuple(few, few),
  fails: fc.tuple(share, share),
  capacity: fc.option(fc.integer({ min: 5, max: 200 })),
  latencyMs: fc.integer({ min: 1, max: 2000 }),
  retries: fc.integer({ min: 0, max: 4 }),
  connections: fc.option(few),
  waiting: few,
  requests: fc.option(few),
  repeats: fc.option(few),
  inARow: fc.integer({ min: 0, max: 6 }),
  out: fc.integer({ min: 1, max: 100 }),
  panic: fc.integer({ min: 0, max: 100 }),
  tokens: fc.option(fc.integer({ min: 1, max: 300 })),
  balance: fc.constantFrom('LEAST_REQUEST', 'ROUND_ROBIN'),
});

type Anything = typeof anything extends fc.Arbitrary<infer T> ? T : never;

function told(some: Anything): Pair {
  const [one, other] = some.fails;
  const operation = (fails: number) => ({
    latencyMs: { median: some.latencyMs, spread: 0.4 },
    failures: [{ code: 503, share: fails }],
    ...(some.capacity !== null && { capacityPerPod: some.capacity }),
  });
  return {
    protocol: some.protocol,
    perSecond: some.perSecond,
    callerPods: some.callerPods,
    servers: { 'server-v1': some.pods[0], 'server-v2': some.pods[1] },
    behaviours: { 'server-v1': operation(one), 'server-v2': operation(other) },
    objects: [
      toServer({
        connectionPool: {
          tcp: { ...(some.connections !== null && { maxConnections: some.connections }) },
          http: {
            http1MaxPendingRequests: some.waiting,
            ...(some.requests !== null && { http2MaxRequests: some.requests }),
            ...(some.repeats !== null && { maxRetries: some.repeats }),
          },
        },
        outlierDetection: { consecutive5xxErrors: some.inARow, maxEjectionPercent: some.out, minHealthPercent: some.panic },
        loadBalancer: { simple: some.balance },
      }),
      routeToServer({ retries: { attempts: some.retries, retryOn: '5xx,unavailable' } }),
      ...(some.tokens === null ? [] : [limitedTo({ max_tokens: some.tokens, tokens_per_fill: some.tokens, fill_interval: '10s' })]),
    ],
  };
}

const rate = (edges: readonly TrueEdge[], reporter: string): number =>
  edges.reduce((total, edge) => total + (edge.reporter === reporter ? edge.requestsPerSecond : 0), 0);

describe('whatever limits, refuses, leaves out or tries again', () => {
  it('loses and invents no request', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 300 }), (some, seconds) => {
        const edges = pair(told(some)).truth(start + seconds * second);
        expect(rate(edges, 'source') / some.perSecond).toBeCloseTo(1, 9);
        expect(rate(edges, 'destination')).toBeLessThanOrEqual(some.perSecond * (some.retries + 1) * (1 + 1e-9));
        for (const { requestsPerSecond } of edges) expect(requestsPerSecond).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40, seed: 11, endOnFailure: true },
    );
  });

  it('leaves every counter rising', () => {
    fc.assert(
      fc.property(anything, share, (some, weak) => {
        const pairTold = told(some);
        const timeline = pair(pairTold);
        const conditions: Conditions = new Map([['shop/server-v1', { capacityFactor: 0.3 + weak, latencyFactor: 1 + 3 * weak }]]);
        timeline.configure(start + 60 * second, pairObjects(pairTold), conditions);
        const all = timeline.select(
          [{ name: '__name__', operator: '=~', value: 'istio_.*_(total|bucket|count)' }],
          start,
          start + 180 * second,
        );
        for (const series of all) {
          const values = series.samples(start, start + 180 * second).map(({ v }) => v);
          expect(values).toEqual(values.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 8, seed: 12, endOnFailure: true },
    );
  });

  it('finds a balance nearly always, and never a number that is none', () => {
    const found = fc.sample(anything, { numRuns: 60, seed: 13 }).map((some) => pair(told(some)).epochAt(start)?.solution);
    const numbers = found.flatMap((solution) => [...(solution?.strain ?? [])]);
    expect(numbers.filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    expect(found.filter((solution) => solution?.converged === false).length).toBeLessThanOrEqual(2);
  });
});
