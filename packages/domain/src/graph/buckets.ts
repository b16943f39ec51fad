import type { Histogram } from '../metrics/index.ts';
import type { Sample } from '../samples/index.ts';

/** Sorts the buckets of one reading into histograms that share one list of bounds. */
export interface Buckets {
  /** Where a bucket with this `le` stands; null where it is no bound. */
  readonly indexOf: (le: string | undefined) => number | null;
  readonly add: (into: { buckets: Histogram }, index: number, perSecond: number) => void;
}

/** All proxies of a mesh have the same twenty bounds, of two versions perhaps forty; what has many more is no histogram of Istio's. */
const most = 500;

/** The bounds that samples name, ascending. Units: ms. */
export function boundsOf(samples: readonly Sample[]): readonly number[] {
  const named = [...new Set(samples.map(leOf))].map(boundOf).filter((bound) => !Number.isNaN(bound));
  const bounds = [...new Set(named)].sort((a, b) => a - b);
  return bounds.length <= most ? bounds : [...bounds.slice(0, most), Number.POSITIVE_INFINITY];
}

/** `bounds`: ascending. */
export function createBuckets(bounds: readonly number[]): Buckets {
  const indices = new Map(bounds.map((bound, index) => [bound, index]));
  const known = new Map<string | undefined, number | null>();
  const open = new WeakMap<object, number[]>();
  return {
    indexOf(le) {
      const before = known.get(le);
      if (before !== undefined) return before;
      const index = indices.get(boundOf(le)) ?? null;
      known.set(le, index);
      return index;
    },
    add(into, index, perSecond) {
      const counts = open.get(into) ?? bounds.map(() => Number.NaN);
      if (!open.has(into)) {
        open.set(into, counts);
        into.buckets = { bounds, counts };
      }
      const before = counts[index] ?? Number.NaN;
      counts[index] = Number.isNaN(before) ? perSecond : before + perSecond;
    },
  };
}

/** The bound of a bucket as it is written, beside its labels or among them. */
export const leOf = ({ le, labels }: Sample): string | undefined => le ?? labels['le'];

function boundOf(le: string | undefined): number {
  if (le === '+Inf') return Number.POSITIVE_INFINITY;
  return le === undefined || le === '' ? Number.NaN : Number(le);
}
