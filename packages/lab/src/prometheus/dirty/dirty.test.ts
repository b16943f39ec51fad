import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../flow/index.ts';
import { bookinfo } from '../../scenarios/index.ts';
import { labelValue, type Series, type SeriesSource } from '../../series/index.ts';
import { createEngine } from '../engine/index.ts';
import { plain } from '../test/plain.ts';
import { exportSeries, type ExportSpan, exposition } from '../scraping/index.ts';
import { dirtKinds, dirtyScraped, dirtySource, type DirtKind } from './index.ts';

const nowMs = Date.UTC(2026, 0, 10, 12);
const scrapeMs = 15_000;
const seed = 5;

const timeline = createTimeline({ model: bookinfo.model, seed, startMs: nowMs - 3 * 3_600_000, scrapeMs });
for (const { atMs, objects } of bookinfo.moments({ nowMs, seed })) timeline.configure(Math.max(atMs, timeline.startMs), objects);

const dirty = (...kinds: readonly DirtKind[]) => dirtySource(timeline, { seed, kinds }, scrapeMs);
const requests = { name: '__name__', operator: '=', value: 'istio_requests_total' } as const;
const hourAgo = nowMs - 3_600_000;
const clean = timeline.select([requests], hourAgo, nowMs);
const podOf = ({ labels }: Series): string => labelValue(labels, 'pod');
const missing = { name: 'source_canonical_service', operator: '=', value: '' } as const;

/** The requests of a span as text. */
const written = (source: SeriesSource, span: ExportSpan): string =>
  [...exportSeries({ select: (_, fromMs, toMs) => source.select([requests], fromMs, toMs) }, span)].join('');

describe('dirty metrics', () => {
  it('are clean where no kind of dirt is asked for', () => {
    const span = { fromMs: nowMs - 60_000, toMs: nowMs };
    expect(written(dirty(), span)).toBe(written(timeline, span));
  });

  it('are the same for the same seed, and others for another', () => {
    const span = { fromMs: nowMs - 60_000, toMs: nowMs };
    const soiled = (of: number): string => written(dirtySource(timeline, { seed: of, kinds: dirtKinds }, scrapeMs), span);
    const first = soiled(1);
    expect(soiled(1)).toBe(first);
    expect(soiled(2)).not.toBe(first);
  });

  it('lack labels that some proxies do not write, and no two series become one', () => {
    const source = dirty('missing_labels');
    const found = source.select([requests], hourAgo, nowMs);
    expect(found).toHaveLength(clean.length);
    expect(new Set(found.map(({ labels }) => JSON.stringify(labels))).size).toBe(found.length);
    const lacking = source.select([requests, missing], hourAgo, nowMs);
    expect(lacking.length).toBeGreaterThan(0);
    expect(lacking.length).toBeLessThan(found.length);
    expect(timeline.select([requests, missing], hourAgo, nowMs)).toHaveLength(0);
  });

  it('have counters that begin anew without losing any rate', () => {
    const found = dirty('counter_resets').select([requests], timeline.startMs, nowMs);
    const falling = found.filter((series) => (series.window(timeline.startMs, nowMs)?.resetSum ?? 0) > 0);
    expect(falling.length).toBeGreaterThan(0);
    for (const series of falling) {
      const own = timeline
        .select([requests], timeline.startMs, nowMs)
        .find(({ labels }) => JSON.stringify(labels) === JSON.stringify(series.labels));
      const [window, whole] = [series.window(timeline.startMs, nowMs), own?.window(timeline.startMs, nowMs)];
      const gained = (window?.last.v ?? 0) - (window?.first.v ?? 0) + (window?.resetSum ?? 0);
      const truly = (whole?.last.v ?? 0) - (whole?.first.v ?? 0);
      // What came between the last scrape before a restart and the restart is lost, as it is in a real mesh: there at most a scrape's worth.
      expect(gained).toBeLessThanOrEqual(truly);
      expect(gained).toBeGreaterThan(0.95 * truly - 20);
    }
  });

  it('have gaps in which a pod is down and its series are stale', () => {
    const source = dirty('gaps');
    const found = source.select([requests], hourAgo, nowMs);
    const short = found.filter((series, i) => series.samples(hourAgo, nowMs).length < (clean[i]?.samples(hourAgo, nowMs).length ?? 0));
    expect(short.length).toBeGreaterThan(0);
    const [pod = ''] = short.map(podOf);
    const [up] = source.select(
      [
        { name: '__name__', operator: '=', value: 'up' },
        { name: 'pod', operator: '=', value: pod },
      ],
      hourAgo,
      nowMs,
    );
    const down = up?.samples(hourAgo, nowMs).filter(({ v }) => v === 0) ?? [];
    expect(down.length).toBeGreaterThan(0);
    const series = short.find((one) => podOf(one) === pod);
    for (const { t } of down) expect(series?.last(t - 300_000, t)).toBeUndefined();
  });

  it('have samples that are written down late, by less than a scrape and in order', () => {
    const found = dirty('late_scrapes').select([requests], hourAgo, nowMs);
    const late = found.filter((series, i) => series.samples(hourAgo, nowMs)[0]?.t !== clean[i]?.samples(hourAgo, nowMs)[0]?.t);
    expect(late.length).toBeGreaterThan(0);
    for (const series of late) {
      const moments = series.samples(hourAgo, nowMs).map(({ t }) => t);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(Math.max(...moments.slice(1).map((t, i) => t - (moments[i] ?? t)))).toBeLessThan(2 * scrapeMs);
    }
  });

  it('come twice where two jobs scrape a pod, which doubles a careless sum', () => {
    const engine = (source: typeof timeline | ReturnType<typeof dirty>) =>
      plain(
        createEngine({ source, dialect: { leftOpen: true }, subqueryStepMs: 60_000 }).instant(
          'sum by (job) (rate(istio_requests_total[1m]))',
          nowMs,
          { samples: 1e6, milliseconds: 60_000 },
        ),
      );
    expect(engine(timeline)).toMatchObject({ result: [{ metric: { job: 'kubernetes-pods' } }] });
    expect(engine(dirty('duplicate_reporters'))).toMatchObject({
      result: [{ metric: { job: 'kubernetes-pods' } }, { metric: { job: 'kubernetes-pods-again' } }],
    });
  });

  it('show the same dirt to a Prometheus that scrapes them', () => {
    const scraped = dirtyScraped(timeline, { seed, kinds: dirtKinds }, scrapeMs);
    const source = dirtySource(timeline, { seed, kinds: dirtKinds }, scrapeMs);
    expect(scraped.targets().length).toBeGreaterThan(timeline.targets().length);
    const differences: number[] = [];
    for (const up of source.select([{ name: '__name__', operator: '=', value: 'up' }], hourAgo, nowMs)) {
      const [namespace, pod] = [labelValue(up.labels, 'namespace'), podOf(up)];
      // `up` keeps its grid where scrapes are not late.
      const [sample] =
        timeline
          .select(
            [
              { name: 'pod', operator: '=', value: pod },
              { ...requests, value: 'up' },
            ],
            hourAgo,
            nowMs,
          )[0]
          ?.samples(nowMs - scrapeMs, nowMs) ?? [];
      if (!sample) continue;
      const families = scraped.scrape(namespace, pod, sample.t);
      const shown = new Map(
        (families ?? []).flatMap(({ lines }) => lines).map(({ name, labels, value }) => [`${name} ${JSON.stringify(labels)}`, value]),
      );
      for (const series of source.select([requests, { name: 'pod', operator: '=', value: pod }], hourAgo, nowMs)) {
        const { __name__: name = '', ...labels } = series.labels;
        const own = [...shown].find(([key]) => key.startsWith(`${name} `) && sameEnds(key, labels));
        const value = series.last(sample.t - 300_000, sample.t + scrapeMs - 1)?.v;
        if (own && value !== undefined && families) {
          // A counter that begins anew is seen by samples from its last scrape on, and by the pod itself from the very restart.
          differences.push(value - own[1]);
        }
      }
    }
    expect(differences.length).toBeGreaterThan(5);
    expect(Math.min(...differences)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...differences)).toBeLessThan(24 * 15 + 1);
  });
});

/** Whether a line of the exposition is of this series, which has the labels of its target besides. */
function sameEnds(key: string, labels: Readonly<Record<string, string>>): boolean {
  const own: unknown = JSON.parse(key.slice(key.indexOf('{')));
  return typeof own === 'object' && own !== null && Object.entries(own).every(([name, value]) => labels[name] === value);
}

describe('an exposition', () => {
  it.each([[[]], [dirtKinds]])(
    'is the same to the byte for the same seed and the same writes, with dirt %j',
    (kinds: readonly DirtKind[]) => {
      const run = (): string => {
        const mesh = createTimeline({ model: bookinfo.model, seed, startMs: nowMs - 3_600_000, scrapeMs });
        for (const { atMs, objects } of bookinfo.moments({ nowMs, seed })) mesh.configure(Math.max(atMs, mesh.startMs), objects);
        const scraped = dirtyScraped(mesh, { seed, kinds }, scrapeMs);
        const texts = scraped
          .targets()
          .flatMap(({ namespace, pod }) =>
            [nowMs - 600_000, nowMs].flatMap((ms) =>
              (['text', 'openmetrics'] as const).map((format) => exposition(scraped.scrape(namespace, pod, ms) ?? [], format)),
            ),
          );
        return texts.join('\n');
      };
      const first = run();
      expect(run()).toBe(first);
      expect(first.length).toBeGreaterThan(100_000);
    },
  );
});
