import { roll, type Timeline } from '../flow/index.ts';
import type { Origin } from './trace-id.ts';

/** At most so many traces are kept per second, whatever the load. */
const tracesPerSecond = 10;

/** The share of requests that are traced. */
export const sampledShare = ({ model }: Timeline): number =>
  Math.min(
    1,
    tracesPerSecond /
      Math.max(
        1,
        model.roots.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0),
      ),
  );

/** The traced requests of one root that begin within a second, earliest first. The same second always has the same ones. */
export function originsIn(timeline: Timeline, root: number, second: number): readonly Origin[] {
  const { seed } = timeline;
  const expected = timeline.rateAt(root, second * 1000 + 500) * sampledShare(timeline);
  const count = Math.floor(expected + roll(seed, 'sample', root, second));
  return Array.from({ length: count }, (_, nth) => ({
    root,
    nth,
    ms: second * 1000 + Math.floor(((nth + roll(seed, 'when', root, second, nth)) / count) * 1000),
  }));
}

/** Whether an origin is one of the traced requests. */
export const isTraced = (timeline: Timeline, { root, ms, nth }: Origin): boolean =>
  root < timeline.model.roots.length && originsIn(timeline, root, Math.floor(ms / 1000))[nth]?.ms === ms;
