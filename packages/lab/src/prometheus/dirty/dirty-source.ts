import { labelValue, matchAll, type Labels, type Sample, type Series, type SeriesSource, type Window } from '../../series/index.ts';
import { dirtOf, mayBeMissing, secondJob, withoutDropped, type Dirt, type PodDirt } from './dirt.ts';

/**
 * The same metrics as a worse world would have them: labels that some proxies do not write, counters that begin anew, scrapes that
 * fail (`up` is 0 then, and the pod's series are stale), samples that are written down later than they were measured, and pods that
 * two jobs scrape. Deterministic; looks at samples one by one, so it is for small meshes.
 */
export function dirtySource(source: SeriesSource, dirt: Dirt, scrapeMs: number): SeriesSource {
  const pods = new Map<string, PodDirt>();
  const made = new WeakMap<Series, readonly Series[]>();
  const dirtFor = (namespace: string, pod: string): PodDirt => {
    const key = `${namespace}/${pod}`;
    const known = pods.get(key) ?? dirtOf(dirt, namespace, pod, scrapeMs);
    pods.set(key, known);
    return known;
  };
  const soiled = (series: Series): readonly Series[] => {
    const known =
      made.get(series) ?? seriesOf(series, dirtFor(labelValue(series.labels, 'namespace'), labelValue(series.labels, 'pod')), scrapeMs);
    made.set(series, known);
    return known;
  };
  return {
    select(matchers, fromMs, toMs) {
      // What is missing or doubled decides anew who matches.
      const sure = matchers.filter(({ name }) => !mayBeMissing(name) && name !== 'job');
      const matches = matchAll(matchers);
      const found = source.select(sure, fromMs - scrapeMs, toMs);
      return found.flatMap(soiled).filter((series) => matches(series.labels));
    },
  };
}

function seriesOf(series: Series, pod: PodDirt, scrapeMs: number): readonly Series[] {
  const labels = withoutDropped(series.labels, pod);
  const one = dirtySeries(series, { labels, pod, scrapeMs });
  return pod.twice ? [one, { ...one, labels: { ...labels, job: secondJob } }] : [one];
}

interface Soiling {
  readonly labels: Labels;
  readonly pod: PodDirt;
  readonly scrapeMs: number;
}

function dirtySeries(series: Series, { labels, pod, scrapeMs }: Soiling): Series {
  const isUp = labelValue(labels, '__name__') === 'up';
  const before = new Map<number, number>();
  const lostAt = (resetMs: number): number => {
    const known = before.get(resetMs) ?? series.last(Number.MIN_SAFE_INTEGER, resetMs)?.v ?? 0;
    before.set(resetMs, known);
    return known;
  };
  const soil = ({ t, v }: Sample): readonly Sample[] => {
    const silent = pod.isSilent(t);
    if (isUp) return [{ t: t + pod.lateBy(t), v: silent ? 0 : v }];
    if (silent) return [];
    const resetMs = pod.lastReset(t);
    return [{ t: t + pod.lateBy(t), v: resetMs === null ? v : v - lostAt(resetMs) }];
  };
  const samples = (fromMs: number, toMs: number): readonly Sample[] =>
    series
      .samples(fromMs - scrapeMs, toMs)
      .flatMap(soil)
      .filter(({ t }) => t >= fromMs && t <= toMs);
  return {
    labels,
    samples,
    window: (fromMs, toMs) => windowOf(samples(fromMs, toMs)),
    last(fromMs, toMs) {
      const newest = series.last(fromMs - scrapeMs, toMs);
      // A scrape that fails ends all series of its pod until the next one.
      if (!newest || (!isUp && pod.isSilent(newest.t))) return undefined;
      return samples(fromMs, toMs).at(-1);
    },
  };
}

function windowOf(samples: readonly Sample[]): Window | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return undefined;
  let resetSum = 0;
  for (let i = 1; i < samples.length; i++) {
    const before = samples[i - 1]?.v ?? 0;
    if ((samples[i]?.v ?? 0) < before) resetSum += before;
  }
  return { first, last, count: samples.length, resetSum };
}
