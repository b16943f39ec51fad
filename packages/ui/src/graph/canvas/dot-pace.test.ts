import { describe, expect, it } from 'vitest';
import { thinnest } from '../drawing/dots.ts';
import { DotPace } from './dot-pace.ts';

/** The steps of thinning after each second of frames that come so far apart. */
function stepsAfter(pace: DotPace, gapMs: number, seconds: number): readonly number[] {
  let now = 1;
  return Array.from({ length: seconds }, () => {
    for (let i = 0; i < 60; i++) pace.tick((now += gapMs));
    return pace.step;
  });
}

describe('dots that run', () => {
  it('are all drawn while frames come in time', () => {
    expect(stepsAfter(new DotPace(), 16.7, 20)).toEqual(Array.from({ length: 20 }, () => 0));
  });

  it('become fewer step by step where frames are late, and no fewer than there are steps', () => {
    const steps = stepsAfter(new DotPace(), 33, thinnest + 3);
    expect(steps.slice(0, 3)).toEqual([1, 2, 3]);
    expect(steps.at(-1)).toBe(thinnest);
  });

  it('become more again when it has gone well for a while', () => {
    const pace = new DotPace();
    stepsAfter(pace, 33, 2);
    expect(stepsAfter(pace, 16.7, 12).at(-1)).toBe(0);
  });

  it('are tried less and less often where more of them are late again', () => {
    const pace = new DotPace();
    let tries = 0;
    stepsAfter(pace, 33, 1);
    for (let second = 0; second < 120; second++) {
      const before = pace.step;
      stepsAfter(pace, before === 0 ? 33 : 16.7, 1);
      if (pace.step < before) tries++;
    }
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(6);
  });

  it('are not judged by a pause', () => {
    const pace = new DotPace();
    pace.tick(1);
    for (let i = 0; i < 100; i++) {
      pace.rests();
      pace.tick(1 + i * 5000);
    }
    expect(pace.step).toBe(0);
  });
});
