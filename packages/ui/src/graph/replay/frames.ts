import type { Replay } from '../place/graph-place.ts';

/**
 * The instants that a replay shows. They lie on multiples of the step, which is one of the server's own: whoever plays the
 * same stretch asks for the same readings. Units: epoch seconds.
 */
export interface Frames {
  readonly first: number;
  readonly last: number;
  readonly stepSeconds: number;
  readonly count: number;
}

/** How long a frame stays before the next one. Units: milliseconds. */
export const frameMs: Readonly<Record<Replay['speed'], number>> = { slow: 5000, medium: 3000, fast: 1000 };

const most = 120;
const shortestStep = 10;
const usualScrape = 15;

/** How far apart the server's readings are. `scrapeSeconds`: null where Prometheus does not tell. */
export const alignOf = (scrapeSeconds: number | null): number => Math.max(5, Math.ceil(scrapeSeconds ?? usualScrape));

/** At most 120 frames, and none closer together than ten seconds or what the server measures. */
export function framesOf({ from, to }: Pick<Replay, 'from' | 'to'>, scrapeSeconds: number | null): Frames {
  const align = alignOf(scrapeSeconds);
  const stepSeconds = Math.ceil(Math.max(shortestStep, (to - from) / most) / align) * align;
  const first = Math.floor(from / stepSeconds) * stepSeconds;
  const last = Math.max(first, Math.floor(to / stepSeconds) * stepSeconds);
  return { first, last, stepSeconds, count: (last - first) / stepSeconds + 1 };
}

/** The frame at an instant or the last one before it. Order: 0 is the first. */
export const frameAt = (at: number, { first, last, stepSeconds }: Frames): number =>
  Math.floor((Math.min(last, Math.max(first, at)) - first) / stepSeconds);

/** The instant of a frame; beyond the ends it is that of the end. */
export const instantOf = (frame: number, { first, last, stepSeconds }: Frames): number =>
  Math.min(last, Math.max(first, first + frame * stepSeconds));

/** The frame nearest to an instant. */
export const nearestFrame = (at: number, frames: Frames): number =>
  instantOf(Math.round((Math.min(frames.last, Math.max(frames.first, at)) - frames.first) / frames.stepSeconds), frames);

/** The instants that are shown after `at`, as many as are to be had. */
export const ahead = (at: number, frames: Frames, many: number): readonly number[] =>
  Array.from({ length: many }, (_, index) => frameAt(at, frames) + 1 + index)
    .filter((frame) => frame < frames.count)
    .map((frame) => instantOf(frame, frames));

/** From a window before a change until now: what led to it, and what came of it. */
export const aroundChange = (changeAt: number, now: number, windowSeconds: number): { readonly from: number; readonly to: number } => ({
  from: changeAt - Math.min(300, Math.max(60, windowSeconds)),
  to: Math.max(now, changeAt + 60),
});
