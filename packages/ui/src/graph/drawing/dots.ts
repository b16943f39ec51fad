import type { GraphEdge } from '@vigla/contract/graph';

/** How requests travel on one line. A dot is a share of the requests, not a request. */
export interface DotStream {
  /** How many are on the line at any moment. */
  readonly count: number;
  /** Units: ratio 0..1. */
  readonly errorShare: number;
  /** How long one takes from end to end. Units: ms. */
  readonly runMs: number;
  readonly mark: 'dot' | 'dash';
}

/** How travelling shares of requests look: points, or dashes that run along the line. */
export type Travel = 'points' | 'dashes';

/** More dots than this are never on the screen at once. */
export const mostDots = 1500;

/** The stream of a call, or null where nothing flows or nothing was measured. */
export function dotStream({ traffic }: Pick<GraphEdge, 'traffic'>): DotStream | null {
  const tcp = traffic.protocol === 'tcp';
  const amount = tcp ? (traffic.bytesPerSecond ?? 0) / 50_000 : (traffic.requestsPerSecond ?? 0);
  if (!(amount > 0)) return null;
  const errorShare = traffic.errorRatio !== null && traffic.errorRatio >= 0.01 ? traffic.errorRatio : 0;
  return {
    count: Math.min(12, Math.max(1, Math.round(3.1 * Math.log10(1 + amount)))),
    errorShare,
    runMs: traffic.p50Ms === null ? 800 : Math.min(1600, Math.max(400, 400 + traffic.p50Ms * 4)),
    mark: tcp ? 'dash' : 'dot',
  };
}

/** How often the dots of a stream have run from end to end when the `index`th of them is where it is at this moment. */
export const lapsOf = ({ count, runMs }: DotStream, index: number, ms: number): number => ms / runMs + index / count;

/**
 * Whether the `index`th dot stands for failed requests in its present run. `every`: how manieth dots are drawn; the share
 * is that of those. Spreads failures evenly: among any n dots in a row, n times the share fail, give or take one.
 */
export function isFailed({ count, errorShare }: DotStream, index: number, lap: number, every = 1): boolean {
  const n = lap * Math.ceil(count / every) + Math.floor(index / every);
  return Math.floor((n + 1) * errorShare) > Math.floor(n * errorShare);
}

/** A stream that is to be drawn. */
interface Seen {
  readonly stream: DotStream;
  readonly trouble: boolean;
  readonly chosen: boolean;
  /** How much of its line is on the screen. Units: ratio 0..1. */
  readonly seen: number;
}

/** Every so manieth dot is drawn of quiet calls, and of those in trouble or chosen; 0: none. Each step draws fewer. */
const steps: readonly (readonly [quiet: number, loud: number])[] = [
  [1, 1],
  [2, 1],
  [4, 1],
  [16, 1],
  [0, 1],
  [0, 2],
  [0, 4],
  [0, 16],
];

/** The last step. */
export const thinnest = steps.length - 1;

/**
 * How manieth dots are drawn of each stream, 0 for none, so that no more than `most` are on the screen: fewer of each quiet
 * one first, then of trouble and what is chosen alone. `from`: the step to begin with, where all of them would be too slow.
 */
export function thinned(streams: readonly Seen[], from = 0, most = mostDots): readonly number[] {
  const at = (step: number): readonly number[] => {
    const [quiet, loud] = steps[Math.min(step, thinnest)] ?? [0, 0];
    return streams.map(({ trouble, chosen }) => (trouble || chosen ? loud : quiet));
  };
  for (let step = from; step <= thinnest; step++) if (countOf(streams, at(step)) <= most) return at(step);
  let left = most;
  return at(thinnest).map((every, i) => {
    left -= countOf(streams.slice(i, i + 1), [every]);
    return left < 0 ? 0 : every;
  });
}

const countOf = (streams: readonly Seen[], every: readonly number[]): number =>
  streams.reduce((sum, { stream, seen }, i) => sum + (every[i] ? Math.ceil(stream.count / every[i]) * seen : 0), 0);
