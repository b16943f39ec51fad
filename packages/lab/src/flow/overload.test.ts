import { describe, expect, it } from 'vitest';
import type { Conditions } from './conditions.ts';
import { fare } from './overload.ts';
import { pair, pairObjects, routeToServer, second, start, tally, toServer, type Pair } from './test/pair.ts';

const minute = 60 * second;
const limited = (more: Partial<Pair> = {}): Pair => ({
  perSecond: 120,
  servers: { 'server-v1': 2 },
  behaviours: { 'server-v1': { capacityPerPod: 100 } },
  ...more,
});
const retrying = limited({ perSecond: 150, objects: [routeToServer({ retries: { attempts: 4, retryOn: '5xx' } })] });
const weak: Conditions = new Map([['shop/server-v1', { capacityFactor: 0.5 }]]);
const well: Conditions = new Map();

describe('a workload that has much to do', () => {
  it.each<[because: string, usage: number, slower: number, refused: number]>([
    ['nothing to do', 0, 1, 0],
    ['half of what it can', 0.5, 2, 0],
    ['nearly all that it can', 0.95, 20, 0],
    ['more than it can', 1.5, 20, 1 - (0.95 / 1.5 - 0.3) / 0.7],
    ['far more than it can', 10, 20, 1],
  ])('and that is %s', (_because, usage, slower, refused) => {
    expect(fare(usage).slower).toBeCloseTo(slower, 9);
    expect(fare(usage).refused).toBeCloseTo(refused, 9);
  });

  it('never does more for being asked more', () => {
    const done = Array.from({ length: 60 }, (_, i) => (1 - fare(i / 10).refused) * (i / 10));
    expect(done.slice(10)).toEqual(done.slice(10).toSorted((a, b) => b - a));
  });

  it('is slower', () => {
    const held = (told: Pair): number => pair(told).epochAt(start)?.solution.currents[0]?.hop.outcomes[0]?.latency.mean ?? 0;
    const way = held(limited({ behaviours: {} })) - 10;
    expect(held(limited()) - way).toBeCloseTo(10 / (1 - 0.6), 1);
  });

  it('throws away what it cannot do', () => {
    const timeline = pair(limited(), weak);
    const seen = tally(timeline.truth(start));
    const { refused } = fare(1.2);
    expect(seen['destination server-v1 503 -']).toBeCloseTo(120 * refused, 3);
    expect(timeline.epochAt(start)?.solution.converged).toBe(true);
  });
});

describe('a storm of retries', () => {
  const failing = (timeline: ReturnType<typeof pair>, ms: number): number => tally(timeline.truth(ms))['source server-v1 503 URX'] ?? 0;

  it('does not begin by itself', () => {
    expect(failing(pair(retrying), start + 5 * minute)).toBe(0);
  });

  it('begins with a weakness and goes on when that is over, until callers stop trying again', () => {
    const timeline = pair(retrying);
    const objects = pairObjects(retrying);
    timeline.configure(start + 5 * minute, objects, weak);
    timeline.configure(start + 10 * minute, objects, well);
    timeline.configure(start + 20 * minute, pairObjects(limited()));
    expect(failing(timeline, start + 9 * minute)).toBeGreaterThan(60);
    // As strong as before, with the same load: but now every request comes up to five times.
    expect(failing(timeline, start + 19 * minute)).toBeGreaterThan(60);
    const received = tally(timeline.truth(start + 19 * minute))['destination server-v1 503 -'] ?? 0;
    expect(received).toBeGreaterThan(400);
    expect(tally(timeline.truth(start + 21 * minute))).toEqual({
      'source server-v1 200 -': expect.closeTo(150, 9) as number,
      'destination server-v1 200 -': expect.closeTo(150, 9) as number,
    });
  });

  it('ends when load falls far enough, and not before', () => {
    const timeline = pair(retrying, weak);
    const objects = pairObjects(retrying);
    timeline.configure(start + 5 * minute, objects, well, new Map([['load', 0.9]]));
    timeline.configure(start + 10 * minute, objects, well, new Map([['load', 0.2]]));
    timeline.configure(start + 15 * minute, objects, well, new Map([['load', 1]]));
    expect(failing(timeline, start + 9 * minute)).toBeGreaterThan(50);
    expect(failing(timeline, start + 14 * minute)).toBe(0);
    expect(failing(timeline, start + 19 * minute)).toBe(0);
  });

  it('does not begin where few repetitions may be under way at a time', () => {
    const objects = [...(retrying.objects ?? []), toServer({ connectionPool: { http: { maxRetries: 1 } } })];
    const told = { ...retrying, objects };
    const timeline = pair(told);
    timeline.configure(start + 5 * minute, pairObjects(told), weak);
    timeline.configure(start + 10 * minute, pairObjects(told), well);
    const during = tally(timeline.truth(start + 9 * minute));
    expect(during['source server-v1 503 UO']).toBeGreaterThan(50);
    const received = Object.entries(during).reduce((total, [report, rate]) => total + (report.startsWith('destination') ? rate : 0), 0);
    expect(received).toBeLessThan(1.5 * 150);
    expect(Object.keys(tally(timeline.truth(start + 15 * minute)))).toEqual(['source server-v1 200 -', 'destination server-v1 200 -']);
  });
});
