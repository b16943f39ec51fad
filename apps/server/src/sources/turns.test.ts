import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const nobodyLeaves = new AbortController().signal;

describe('turns', () => {
  it('let only so many in, in the order they came', async () => {
    const turns = createTurns(2);
    const order: number[] = [];
    const doors = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
    let inside = 0;
    let most = 0;
    const jobs = doors.map((door, i) =>
      turns.take(nobodyLeaves, async () => {
        order.push(i);
        most = Math.max(most, ++inside);
        await door.promise;
        inside--;
      }),
    );
    for (const door of doors.toReversed()) door.resolve();
    await Promise.all(jobs);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('are passed on by a job that fails', async () => {
    const turns = createTurns(1);
    await expect(turns.take(nobodyLeaves, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.take(nobodyLeaves, async () => 1)).toBe(1);
  });

  it('are lost by who leaves the queue, to the one behind', async () => {
    const turns = createTurns(1);
    const door = Promise.withResolvers<void>();
    const first = turns.take(nobodyLeaves, () => door.promise);
    const impatient = new AbortController();
    const second = turns.take(impatient.signal, () => expect.unreachable());
    const third = turns.take(nobodyLeaves, async () => 'third');
    impatient.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    door.resolve();
    await first;
    expect(await third).toBe('third');
    expect(await turns.take(nobodyLeaves, async () => 'fourth')).toBe('fourth');
  });
});
