import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inSlices } from './in-slices.ts';

/** So many steps, each of which takes a slice of time and more. */
function build({ steps = 5 } = {}) {
  const told: string[] = [];
  const state = { now: 0 };
  function* work() {
    for (let i = 1; i <= steps; i++) {
      state.now += 10;
      told.push(`step ${i}`);
      yield;
    }
    return 'done';
  }
  return { told, work, clock: () => state.now };
}

describe('long work in slices', () => {
  it('lets others have their turn between two slices', async () => {
    const { told, work, clock } = build({ steps: 2 });
    const other = turn().then(() => told.push('somebody else'));
    const done = inSlices(work(), { clock });
    await other;
    expect(await done).toBe('done');
    expect(told).toEqual(['step 1', 'somebody else', 'step 2']);
  });

  it('stops at the next pause when nobody wants it any more', async () => {
    const { told, work, clock } = build();
    const leaving = new AbortController();
    const done = inSlices(work(), { clock, signal: leaving.signal });
    leaving.abort(new Error('gone'));
    await expect(done).rejects.toThrow('gone');
    expect(told).toEqual(['step 1']);
  });

  it('is done at once where it is short', async () => {
    const { told, work } = build();
    expect(await inSlices(work(), { clock: () => 0 })).toBe('done');
    expect(told).toHaveLength(5);
  });
});
