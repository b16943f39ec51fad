import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ahead, aroundChange, frameAt, framesOf, instantOf, nearestFrame } from './frames.ts';

const stretch = fc.record({ from: fc.integer({ min: 0, max: 2e9 }), long: fc.integer({ min: 1, max: 2_592_000 }) });

it.each<[what: string, seconds: number, scrape: number | null, step: number]>([
  ['five minutes scraped every 5 s', 300, 5, 10],
  ['five minutes scraped every 15 s', 300, 15, 15],
  ['an hour', 3600, 5, 30],
  ['an hour of a Prometheus that does not tell', 3600, null, 30],
  ['a day', 86_400, 15, 720],
  ['an hour scraped once a minute', 3600, 60, 60],
])('GRF-49: %s is played in steps of what was measured', (_, seconds, scrape, step) => {
  expect(framesOf({ from: 1_795_350_000, to: 1_795_350_000 + seconds }, scrape).stepSeconds).toBe(step);
});

it('GRF-49: has at most 120 steps, on instants that everybody shares', () => {
  fc.assert(
    fc.property(stretch, fc.option(fc.integer({ min: 1, max: 120 })), ({ from, long }, scrape) => {
      const frames = framesOf({ from, to: from + long }, scrape);
      expect(frames.count).toBeLessThanOrEqual(122);
      expect(frames.first % frames.stepSeconds).toBe(0);
      expect(instantOf(frames.count - 1, frames)).toBe(frames.last);
    }),
  );
});

it('comes to the end by stepping, and looks no further ahead than there', () => {
  fc.assert(
    fc.property(stretch, ({ from, long }) => {
      const frames = framesOf({ from, to: from + long }, 15);
      let [at, steps] = [frames.first, 0];
      for (let [next] = ahead(at, frames, 1); next !== undefined; [next] = ahead(at, frames, 1)) [at, steps] = [next, steps + 1];
      expect([at, steps]).toEqual([frames.last, frames.count - 1]);
      expect(ahead(frames.last, frames, 2)).toEqual([]);
    }),
  );
});

it('finds the frame of any instant, however far outside', () => {
  const frames = framesOf({ from: 1000, to: 1100 }, 5);
  expect([0, 1004, 1009, 5000].map((at) => nearestFrame(at, frames))).toEqual([1000, 1000, 1010, 1100]);
  expect([frameAt(0, frames), frameAt(1019, frames), frameAt(9999, frames)]).toEqual([0, 1, 10]);
});

it('begins an incident a window before the change', () => {
  expect(aroundChange(1000, 2000, 300)).toEqual({ from: 700, to: 2000 });
  expect(aroundChange(1000, 1000, 15)).toEqual({ from: 940, to: 1060 });
});
