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

/** Above so many lines dots are off until somebody wants them. */
export const mostEdgesWithDots = 150;
/** Above so many dots only trouble and the selection show any. */
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

/** Where the `index`th dot of a stream is, and whether it stands for failed requests. Units: ratio of the run. */
export function dotAt(
  { count, errorShare, runMs }: DotStream,
  index: number,
  ms: number,
): { readonly share: number; readonly failed: boolean } {
  const laps = ms / runMs + index / count;
  const lap = Math.floor(laps);
  return { share: laps - lap, failed: failedAt(lap * count + index, errorShare) };
}

/** Spreads failures evenly: among any n dots in a row, n times the share fail, give or take one. */
const failedAt = (n: number, share: number): boolean => Math.floor((n + 1) * share) > Math.floor(n * share);

/** The streams that are drawn when all of them would be too many: trouble and what is selected. */
export function streamsToDraw<T extends { readonly stream: DotStream; readonly trouble: boolean; readonly chosen: boolean }>(
  all: readonly T[],
): readonly T[] {
  const count = all.reduce((sum, { stream }) => sum + stream.count, 0);
  return count <= mostDots ? all : all.filter(({ trouble, chosen }) => trouble || chosen);
}
