import { describe, expect, it } from 'vitest';
import { leastRequest } from './least-request.ts';
import { pair, pairModel, pairObjects, start, tally, toServer, type Pair } from './test/pair.ts';
import { createTimeline } from './timeline.ts';

const three: Pair = { perSecond: 30, callerPods: 3, servers: { 'server-v1': 2, 'server-v2': 1 } };
const slow = { 'server-v2': { latencyMs: { median: 2000, spread: 0 } } };
const share = (told: Pair, name: string): number => (tally(pair(told).truth(start))[`source ${name} 200 -`] ?? 0) / (told.perSecond ?? 10);

describe('an endpoint is picked', () => {
  it.each<[because: string, told: Pair, v2: number]>([
    ['alike where little is under way', three, 1 / 3],
    [
      'in turn, however slow it is',
      { ...three, behaviours: slow, objects: [toServer({ loadBalancer: { simple: 'ROUND_ROBIN' } })] },
      1 / 3,
    ],
    ['at random, however slow it is', { ...three, behaviours: slow, objects: [toServer({ loadBalancer: { simple: 'RANDOM' } })] }, 1 / 3],
  ])('%s', (_because, told, v2) => {
    expect(share(told, 'server-v2')).toBeCloseTo(v2, 9);
  });

  it('less often where it is slow and much is under way', () => {
    expect(share({ ...three, behaviours: slow }, 'server-v2')).toBeLessThan(0.2);
  });

  it('by a header: requests that are alike go to one endpoint, and stay there when another goes', () => {
    const objects = [toServer({ loadBalancer: { consistentHash: { httpHeaderName: 'X-User' } } })];
    const homeOf = (user: string, servers: NonNullable<Pair['servers']>): string => {
      const told = { ...three, servers, objects };
      const model = pairModel(told);
      const roots = model.roots.map((root) => ({ ...root, call: { ...root.call, headers: { 'x-user': user } } }));
      const timeline = createTimeline({ model: { ...model, roots }, seed: 1, startMs: start, scrapeMs: 5000 });
      timeline.configure(start, pairObjects(told));
      const ends = timeline.truth(start).filter(({ reporter }) => reporter === 'source');
      expect(ends).toHaveLength(1);
      return ends[0]?.destination.workload ?? '';
    };
    const users = Array.from({ length: 40 }, (_, i) => `user-${i}`);
    const before = users.map((user) => homeOf(user, { 'server-v1': 2, 'server-v2': 1, 'server-v3': 1 }));
    const after = users.map((user) => homeOf(user, { 'server-v1': 2, 'server-v2': 1 }));
    expect(new Set(before)).toEqual(new Set(['server-v1', 'server-v2', 'server-v3']));
    before.forEach((home, i) => expect(home === 'server-v3' || home === after[i]).toBe(true));
  });

  it('by its caller: each of three callers keeps to one', () => {
    const rates = tally(pair({ ...three, objects: [toServer({ loadBalancer: { consistentHash: { useSourceIp: true } } })] }).truth(start));
    for (const [report, rate] of Object.entries(rates))
      expect([report, rate / 10]).toEqual([report, expect.closeTo(Math.round(rate / 10), 9)]);
  });

  it('by a header that requests do not have: alike', () => {
    expect(
      share({ ...three, objects: [toServer({ loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } } })] }, 'server-v2'),
    ).toBeCloseTo(1 / 3, 9);
  });
});

describe('the one with fewer requests of two', () => {
  it('shares out everything', () => {
    for (const perSecond of [5, 50, 5000]) {
      const weights = leastRequest(
        [
          { endpoints: 3, holdMs: 100 },
          { endpoints: 1, holdMs: 900 },
        ],
        perSecond,
      ) ?? [1, 1];
      expect((3 * (weights[0] ?? 0) + (weights[1] ?? 0)) / 4).toBeCloseTo(1, 6);
    }
  });

  it('comes to as many under way everywhere where very much is', () => {
    const [fast = 1, late = 1] =
      leastRequest(
        [
          { endpoints: 4, holdMs: 100 },
          { endpoints: 4, holdMs: 150 },
        ],
        100_000,
      ) ?? [];
    expect((fast * 100) / (late * 150)).toBeCloseTo(1, 1);
  });

  it('is of no consequence where hardly anything is', () => {
    expect(
      leastRequest(
        [
          { endpoints: 1, holdMs: 1 },
          { endpoints: 1, holdMs: 50 },
        ],
        2,
      ),
    ).toBeNull();
  });
});
