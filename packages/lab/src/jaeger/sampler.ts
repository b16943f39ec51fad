import type { Workload } from '@vigla/domain/semantics';
import { roll, type Hop, type Timeline } from '../flow/index.ts';
import type { Origin } from './trace-id.ts';

/** At most so many requests are followed per second, whatever the load: what logs and traces are made of. */
const followedPerSecond = 10;

/** The share of requests that is followed at an instant. */
export const followedShare = (timeline: Timeline, ms: number): number => {
  const factors = timeline.epochAt(ms)?.load;
  const perSecond = timeline.model.roots.reduce(
    (total, { id, requestsPerSecond }) => total + requestsPerSecond * (factors?.get(id) ?? 1),
    0,
  );
  return Math.min(1, followedPerSecond / Math.max(1, perSecond));
};

/** The followed requests of one root that begin within a second, earliest first. The same second always has the same ones. */
export function originsIn(timeline: Timeline, root: number, second: number): readonly Origin[] {
  const { seed } = timeline;
  const middle = second * 1000 + 500;
  const expected = timeline.rateAt(root, middle) * followedShare(timeline, middle);
  const count = Math.floor(expected + roll(seed, 'sample', root, second));
  return Array.from({ length: count }, (_, nth) => ({
    root,
    nth,
    ms: second * 1000 + Math.floor(((nth + roll(seed, 'when', root, second, nth)) / count) * 1000),
  }));
}

/**
 * The share of all requests of a root that is traced at an instant: all that are followed, or fewer where a Telemetry's
 * `randomSamplingPercentage` for the first proxy on the way says so. More than are followed cannot be traced.
 */
export function tracedShare(timeline: Timeline, root: number, ms: number): number {
  const epoch = timeline.epochAt(ms);
  const entry = epoch?.solution.entries[root];
  const first = entry && firstProxy(entry);
  const percent = first ? epoch.mesh.tracing(first.workload, first.side).samplingPercent : null;
  const share = followedShare(timeline, ms);
  return percent === null ? share : Math.min(share, percent / 100);
}

/** The traced requests of one root that begin within a second, earliest first. */
export const tracedIn = (timeline: Timeline, root: number, second: number): readonly Origin[] =>
  originsIn(timeline, root, second).filter((origin) => isChosen(timeline, origin));

/** Whether an origin is one of the traced requests. */
export const isTraced = (timeline: Timeline, origin: Origin): boolean =>
  origin.root < timeline.model.roots.length &&
  originsIn(timeline, origin.root, Math.floor(origin.ms / 1000))[origin.nth]?.ms === origin.ms &&
  isChosen(timeline, origin);

function isChosen(timeline: Timeline, { root, ms, nth }: Origin): boolean {
  const share = tracedShare(timeline, root, ms) / followedShare(timeline, ms);
  return share >= 1 || roll(timeline.seed, 'traced', root, ms, nth) < share;
}

/** Whoever sees a request first decides whether it is traced: the caller's proxy, or the server's where the caller has none. */
function firstProxy({ caller, arrivals }: Hop): { readonly workload: Workload; readonly side: 'client' | 'server' } | undefined {
  if (caller.proxy !== null) return { workload: caller, side: 'client' };
  const arrival = arrivals.find(({ workload }) => workload.proxy !== null);
  return arrival && { workload: arrival.workload, side: 'server' };
}
