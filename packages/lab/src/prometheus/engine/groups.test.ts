import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../flow/index.ts';
import { bookinfo } from '../../scenarios/index.ts';
import type { SeriesSource } from '../../series/index.ts';
import { plain } from '../test/plain.ts';
import { createEngine } from './engine.ts';
import { Groups } from './groups.ts';
import { Interner } from './interner.ts';
import { toJson } from './label-set.ts';

const nowMs = Date.UTC(2026, 0, 10, 12);
const timeline = createTimeline({ model: bookinfo.model, seed: 5, startMs: nowMs - 3_600_000, scrapeMs: 5_000 });
for (const { atMs, objects } of bookinfo.moments({ nowMs, seed: 5 })) timeline.configure(Math.max(atMs, timeline.startMs), objects);

/** The same series, whose labels are in one part, and whose windows are asked one by one. */
const whole: SeriesSource = {
  select: (matchers, fromMs, toMs) =>
    timeline.select(matchers, fromMs, toMs).map((series) => ({
      labels: series.labels,
      samples: (from, to) => series.samples(from, to),
      window: (from, to) => series.window(from, to),
      last: (from, to) => series.last(from, to),
    })),
};
const ask = (source: SeriesSource, query: string) =>
  plain(
    createEngine({ source, dialect: { leftOpen: true }, subqueryStepMs: 60_000 }).instant(query, nowMs, {
      samples: 1e6,
      milliseconds: 60_000,
    }),
  );

const buckets = 'istio_request_duration_milliseconds_bucket';

describe('groups of series', () => {
  it.each([
    `sum by (le) (rate(${buckets}[1m]))`,
    `sum by (reporter, le, destination_workload) (rate(${buckets}[1m]))`,
    `sum by (reporter, destination_workload) (rate(${buckets}[1m]))`,
    `max by (pod, missing) (increase(${buckets}{le="+Inf"}[5m]))`,
    `sum without (pod, instance, le) (rate(${buckets}[1m]))`,
    `sum without (source_workload) (rate(${buckets}[1m]))`,
    `count by () (rate(istio_requests_total[1m]))`,
    `sum by (response_code) (rate(istio_requests_total[1m])) / ignoring (response_code) group_left () sum (rate(istio_requests_total[1m]))`,
    `histogram_quantile(0.9, sum by (le, destination_workload) (rate(${buckets}[1m])))`,
  ])('are the same whether labels come in two parts or in one: %s', (query) => {
    const answer = ask(timeline, query);
    expect(answer).toEqual(ask(whole, query));
    expect(answer).toMatchObject({ resultType: 'vector' });
    expect(JSON.stringify(answer)).toContain('"value":');
  });

  it.each([['le', 'reporter', 'source_workload'], ['le'], ['source_workload'], [], ['le', 'pod'], ['app', 'le']])(
    'write their labels as they are: %s %s %s',
    (...names) => {
      const interner = new Interner();
      const list = timeline.select([{ name: '__name__', operator: '=', value: buckets }], nowMs - 60_000, nowMs);
      const groups = new Groups(list, interner.by(names), interner);
      const places = Array.from({ length: groups.size }, (_, i) => i);
      const written = places.map((place) => groups.jsonAt(place));
      expect(written).toEqual(places.map((place) => toJson(groups.labelsAt(place))));
      expect(new Set(written).size).toBe(groups.size);
      expect([...groups.of]).toEqual(list.map(({ labels }) => written.indexOf(toJson(interner.by(names)(interner.from(labels))))));
    },
  );
});
