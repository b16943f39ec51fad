import { describe, expect, it } from 'vitest';
import { atOnce, eachInSteps } from './in-steps.ts';

describe('work in steps', () => {
  it('pauses after every so many, and does each once and in order', () => {
    const done: number[] = [];
    const work = eachInSteps([1, 2, 3, 4, 5], 2, (one) => void done.push(one));
    const pauses: number[] = [];
    while (work.next().done !== true) pauses.push(done.length);
    expect(pauses).toEqual([2, 4]);
    expect(done).toEqual([1, 2, 3, 4, 5]);
  });

  it('is the same at once', () => {
    function* work() {
      yield;
      return 'done';
    }
    expect(atOnce(work())).toBe('done');
  });
});
