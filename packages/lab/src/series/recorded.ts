import { matchAll } from './matchers.ts';
import type { Labels, Sample, Series, SeriesSource, Window } from './series.ts';

/** A series written down sample by sample. Order: oldest first. */
export interface Recording {
  readonly labels: Labels;
  readonly samples: readonly Sample[];
  /** When the target went away; from then on the series is stale. Units: epoch ms. */
  readonly endedMs?: number;
}

/** A source over recorded samples, for looking at captured data without a mesh and for checking engines against each other. */
export function recordedSource(recordings: readonly Recording[]): SeriesSource {
  const byName = Map.groupBy(recordings.map(recordedSeries), ({ labels }) => labels['__name__'] ?? '');
  const all = [...byName.values()].flat();
  return {
    select(matchers, fromMs, toMs) {
      const named = matchers.find(({ name, operator }) => name === '__name__' && operator === '=');
      const matches = matchAll(matchers);
      const candidates = named ? (byName.get(named.value) ?? []) : all;
      return candidates.filter((series) => matches(series.labels) && series.window(fromMs, toMs) !== undefined);
    },
  };
}

/** One recorded series. */
export function recordedSeries({ labels, samples, endedMs = Infinity }: Recording): Series {
  const moments = Float64Array.from(samples, ({ t }) => t);
  const values = Float64Array.from(samples, ({ v }) => v);
  const bounds = (fromMs: number, toMs: number): readonly [number, number] => [firstAfter(moments, fromMs - 1), firstAfter(moments, toMs)];
  return {
    labels,
    samples(fromMs, toMs) {
      return samples.slice(...bounds(fromMs, toMs));
    },
    window(fromMs, toMs): Window | undefined {
      const [start, end] = bounds(fromMs, toMs);
      const first = samples[start];
      const last = samples[end - 1];
      if (!first || !last || end <= start) return undefined;
      return { first, last, count: end - start, resetSum: lostByResets(values, start, end) };
    },
    last(fromMs, toMs) {
      const [start, end] = bounds(fromMs, toMs);
      return end > start && toMs < endedMs ? samples[end - 1] : undefined;
    },
  };
}

/** The sum of all values from which the series falls within the window. */
function lostByResets(values: Float64Array, start: number, end: number): number {
  let lost = 0;
  for (let i = start + 1; i < end; i++) {
    const before = values[i - 1] ?? 0;
    if ((values[i] ?? 0) < before) lost += before;
  }
  return lost;
}

/** The index of the first sample later than `ms`. */
function firstAfter(moments: Float64Array, ms: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((moments[middle] ?? Infinity) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}
