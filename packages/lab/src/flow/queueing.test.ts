import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, queue } from './queueing.ts';

describe('a loss system', () => {
  it.each<[because: string, servers: number, offered: number, refused: number]>([
    ['one place, one offered: every second', 1, 1, 0.5],
    ['two places, one offered: a fifth', 2, 1, 0.2],
    ['ten places, five offered', 10, 5, 0.018385],
    ['nothing is offered', 3, 0, 0],
    ['a hundred places, a hundred offered', 100, 100, 0.0757],
  ])('%s', (_because, servers, offered, refused) => {
    expect(erlangB(servers, offered)).toBeCloseTo(refused, 5);
  });
});

describe('a queue with few places', () => {
  it('is a loss system where nobody may wait', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.01, max: 80, noNaN: true }), (servers, offered) => {
        expect(queue(servers, 0, offered).refused).toBeCloseTo(erlangB(servers, offered), 12);
      }),
    );
  });

  it('of one server and one place refuses a^2 / (1 + a + a^2)', () => {
    for (const a of [0.1, 0.6, 1, 2.5]) expect(queue(1, 1, a).refused).toBeCloseTo((a * a) / (1 + a + a * a), 12);
  });

  it('makes those who find the server of one place busy wait for one turn', () => {
    const { waiting, wait } = queue(1, 1, 1);
    // Of the three states, alike in weight, two let people in, and one of these makes them wait.
    expect(waiting).toBeCloseTo(0.5, 12);
    expect(wait).toBeCloseTo(1, 12);
  });

  it('never refuses more for another place, nor makes anybody wait less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 50 }),
        fc.double({ min: 0.01, max: 60, noNaN: true }),
        (servers, places, offered) => {
          const [less, more] = [queue(servers, places, offered), queue(servers, places + 1, offered)];
          expect(more.refused).toBeLessThanOrEqual(less.refused + 1e-12);
          expect(more.waiting * more.wait).toBeGreaterThanOrEqual(less.waiting * less.wait - 1e-12);
        },
      ),
    );
  });

  it('without an end lets everybody in, or as many as can be served', () => {
    expect(queue(2, 4_294_967_295, 1).refused).toBeCloseTo(0, 12);
    expect(queue(2, 4_294_967_295, 4).refused).toBeCloseTo(0.5, 12);
    // M/M/1: those who wait do so for 1 / (1 - rho) holding times.
    expect(queue(1, 4_294_967_295, 0.5).wait).toBeCloseTo(2, 9);
  });
});
