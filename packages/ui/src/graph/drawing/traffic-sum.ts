import type { Traffic } from '@vigla/contract/graph';

/** What plates, boxes and the page say about traffic in one line. Null is not measured. */
export interface TrafficSum {
  readonly requestsPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  readonly requests: number | null;
  readonly failed: number | null;
  readonly errorRatio: number | null;
}

/** Adds traffic of several protocols or calls. Requests and bytes stay apart: they are no common quantity. */
export function sumTraffic(parts: readonly Traffic[]): TrafficSum {
  const requests = add(parts.map((part) => part.requests));
  const failed = add(parts.map((part) => part.failed));
  return {
    requestsPerSecond: add(parts.map((part) => part.requestsPerSecond)),
    bytesPerSecond: add(parts.filter(({ protocol }) => protocol === 'tcp').map((part) => part.bytesPerSecond)),
    requests,
    failed,
    errorRatio: requests !== null && failed !== null && requests > 0 ? Math.min(1, failed / requests) : weighted(parts),
  };
}

const add = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
};

/** Where counts are missing: ratios by their share of the rate. */
function weighted(parts: readonly Traffic[]): number | null {
  const known = parts.filter((part) => part.errorRatio !== null && part.requestsPerSecond !== null);
  const rate = add(known.map((part) => part.requestsPerSecond)) ?? 0;
  if (rate === 0) return known[0]?.errorRatio ?? null;
  return known.reduce((sum, part) => sum + (part.errorRatio ?? 0) * (part.requestsPerSecond ?? 0), 0) / rate;
}
