import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Family, Matcher, Series } from '../series/index.ts';
import { bucketBounds } from './distribution.ts';
import { minute, noon, rate, rule, running, shop, virtual, withObjects, withoutPods } from './test/shop.ts';
import type { Timeline } from './timeline.ts';

const is = (name: string, value: string): Matcher => ({ name, operator: '=', value });
const select = (timeline: Timeline, metric: string, ...matchers: readonly Matcher[]): readonly Series[] =>
  timeline.select([is('__name__', metric), ...matchers], noon - 30 * minute, noon + 60 * minute);
const everyLine = (timeline: Timeline, atMs: number): readonly Family['lines'][number][] =>
  timeline.targets().flatMap(({ namespace, pod }) => (timeline.scrape(namespace, pod, atMs) ?? []).flatMap(({ lines }) => lines));
const exposition = (timeline: Timeline, atMs: number): string =>
  JSON.stringify(timeline.targets().map(({ namespace, pod }) => timeline.scrape(namespace, pod, atMs)));
const identity = ({ labels: { le: _le, ...rest } }: { readonly labels: Readonly<Record<string, string>> }): string => JSON.stringify(rest);

describe('counters', () => {
  it('are the same, byte by byte, for the same seed and the same writes', () => {
    const tell = (seed: number): string => {
      const timeline = running(shop, seed);
      timeline.configure(noon - 5 * minute, withoutPods('reviews-v2'));
      return exposition(timeline, noon);
    };
    expect(tell(7)).toBe(tell(7));
    expect(tell(7)).not.toBe(tell(8));
  });

  it('count every request in the last bucket, in the count and in the total', () => {
    const timeline = running();
    for (const { namespace, pod } of timeline.targets()) {
      const lines = (timeline.scrape(namespace, pod, noon) ?? []).flatMap((family) => family.lines);
      const totals = new Map(lines.filter(({ name }) => name === 'istio_requests_total').map((line) => [identity(line), line.value]));
      const last = lines.filter(({ name, labels }) => labels['le'] === '+Inf' || name.endsWith('_count'));
      expect(last.length === 0 || totals.size > 0).toBe(true);
      for (const line of last) expect(line.value).toBe(totals.get(identity(line)));
    }
  });

  it('are sampled late in each interval, every pod at a moment of its own', () => {
    const ages = select(running(), 'up').map((up) => noon - (up.last(0, noon)?.t ?? NaN));
    expect(new Set(ages).size).toBe(ages.length);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...ages)).toBeLessThanOrEqual(1000);
  });

  it('have buckets that never shrink as they widen', () => {
    const timeline = running();
    const series = select(timeline, 'istio_request_duration_milliseconds_bucket');
    const groups = Map.groupBy(series, identity);
    expect(groups.size).toBeGreaterThan(20);
    for (const group of groups.values()) {
      const values = group
        .toSorted((a, b) => Number(a.labels['le']?.replace('+Inf', 'Infinity')) - Number(b.labels['le']?.replace('+Inf', 'Infinity')))
        .map((one) => one.last(0, noon)?.v ?? NaN);
      expect(values).toHaveLength(bucketBounds.length + 1);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  });

  it('honour weights to within the rounding of each series', () => {
    const timeline = running(
      withObjects(
        rule('VirtualService reviews', {
          hosts: ['reviews'],
          http: [{ route: [90, 10].map((weight, index) => ({ destination: { host: 'reviews', subset: `v${index + 1}` }, weight })) }],
        }),
      ),
    );
    const grown = (workload: string): { readonly requests: number; readonly series: number } => {
      const series = select(
        timeline,
        'istio_requests_total',
        is('reporter', 'source'),
        is('source_workload', 'productpage-v1'),
        is('destination_workload', workload),
      );
      const at = (ms: number): number => series.reduce((total, one) => total + (one.last(0, ms)?.v ?? 0), 0);
      return { requests: at(noon) - at(noon - 20 * minute), series: series.length };
    };
    const [v1, v2] = [grown('reviews-v1'), grown('reviews-v2')];
    expect(v2.requests).toBeGreaterThan(1000);
    // Both versions are reported by the same pods at the same instants: only the floors of four values each can differ.
    expect(Math.abs(9 * v2.requests - v1.requests)).toBeLessThanOrEqual(10 * 2 * v2.series);
  });

  it('grow by what truly flows', () => {
    const timeline = running();
    const series = select(
      timeline,
      'istio_requests_total',
      is('reporter', 'destination'),
      is('destination_workload', 'details-v1'),
      is('source_workload', 'productpage-v1'),
    );
    for (const one of series) {
      const grown = one.window(noon - 10 * minute, noon);
      if (!grown) throw new Error('A series of the shop has no samples.');
      const seconds = (grown.last.t - grown.first.t) / 1000;
      const truly = rate(
        timeline.truth(grown.last.t, grown.last.t - grown.first.t),
        (edge) =>
          edge.reporter === 'destination' && edge.destination.workload === 'details-v1' && edge.source.workload === 'productpage-v1',
      );
      expect(Math.abs(grown.last.v - grown.first.v - truly * seconds)).toBeLessThanOrEqual(1);
    }
    expect(series).toHaveLength(1);
  });

  it('have been running for as long as their pods', () => {
    expect(
      select(running(), 'istio_requests_total', is('source_workload', 'istio-ingressgateway'))[0]?.samples(0, noon)[0]?.v,
    ).toBeGreaterThan(10_000);
  });
});

describe('any configuration', () => {
  const percent = fc.integer({ min: 0, max: 100 });
  const weights = fc.tuple(percent, percent, percent).filter((three) => three.some((one) => one > 0));
  const config = fc.record({
    weights,
    abort: percent,
    delay: percent,
    attempts: fc.integer({ min: 0, max: 4 }),
    timeout: fc.constantFrom(undefined, '5ms', '1s'),
    mtls: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE'),
    tls: fc.constantFrom(undefined, 'DISABLE', 'ISTIO_MUTUAL', 'SIMPLE'),
    deny: fc.boolean(),
  });

  it('loses and invents no request', () => {
    fc.assert(
      fc.property(config, ({ weights: split, abort, delay, attempts, timeout, mtls, tls, deny }) => {
        const route = split.map((weight, index) => ({ destination: { host: 'reviews', subset: `v${index + 1}` }, weight }));
        const fault = {
          abort: { httpStatus: 500, percentage: { value: abort } },
          delay: { fixedDelay: '10ms', percentage: { value: delay } },
        };
        const objects = withObjects(
          rule('VirtualService reviews', {
            hosts: ['reviews'],
            http: [{ route, fault, retries: { attempts, retryOn: '5xx,connect-failure' }, ...(timeout && { timeout }) }],
          }),
          rule('PeerAuthentication all', { mtls: { mode: mtls } }),
          rule('DestinationRule reviews', {
            host: 'reviews',
            subsets: ['v1', 'v2', 'v3'].map((version) => ({ name: version, labels: { version } })),
            ...(tls && { trafficPolicy: { tls: { mode: tls } } }),
          }),
          ...(deny
            ? [
                rule('AuthorizationPolicy reviews', {
                  selector: { matchLabels: { app: 'reviews', version: 'v1' } },
                  action: 'DENY',
                  rules: [{}],
                }),
              ]
            : []),
        );
        const edges = running(objects).truth(noon);
        const entering = rate(edges, (edge) => edge.reporter === 'destination' && edge.destination.workload === 'productpage-v1');
        const page = rate(
          edges,
          (edge) => edge.reporter === 'source' && edge.source.workload === 'productpage-v1' && edge.service.startsWith('reviews.'),
        );
        const details = rate(
          edges,
          (edge) => edge.reporter === 'source' && edge.source.workload === 'productpage-v1' && edge.service.startsWith('details.'),
        );
        // Pages ask for details and reviews once each; the API asks every second time for reviews alone.
        const api = entering - details;
        expect(page).toBeCloseTo(details + api / 2, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves every counter rising', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: -25, max: -1 }), (split, minutesAgo) => {
        const timeline = running();
        const route = split.map((weight, index) => ({ destination: { host: 'reviews', subset: `v${index + 1}` }, weight }));
        timeline.configure(
          noon + minutesAgo * minute,
          withObjects(rule('VirtualService reviews', { hosts: ['reviews'], http: [{ route }] })),
        );
        for (const series of timeline.select(
          [
            { name: '__name__', operator: '=~', value: 'istio_requests_total|istio_request_duration_milliseconds_bucket' },
            is('destination_service_name', 'reviews'),
          ],
          noon - 30 * minute,
          noon,
        )) {
          const values = series.samples(noon + (minutesAgo - 2) * minute, noon).map(({ v }) => v);
          expect(values).toEqual(values.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 6 },
    );
  });
});

describe('a series', () => {
  const details = (timeline: Timeline): readonly Series[] =>
    select(
      timeline,
      'istio_requests_total',
      is('reporter', 'destination'),
      is('destination_workload', 'details-v1'),
      is('source_workload', 'productpage-v1'),
    );

  it('says the same in windows as in samples', () => {
    const [series] = details(running());
    fc.assert(
      fc.property(fc.integer({ min: -40 * minute, max: 5 * minute }), fc.integer({ min: 0, max: 20 * minute }), (offset, length) => {
        const from = noon + offset;
        const samples = series?.samples(from, from + length) ?? [];
        const window = series?.window(from, from + length);
        expect(window?.count ?? 0).toBe(samples.length);
        expect([window?.first, window?.last]).toEqual([samples[0], samples.at(-1)]);
        expect(series?.last(from, from + length)).toEqual(samples.at(-1));
      }),
    );
  });

  it('lies on the grid of its pod, five seconds apart', () => {
    const times =
      details(running())[0]
        ?.samples(noon - minute, noon)
        .map(({ t }) => t) ?? [];
    expect(times).toHaveLength(12);
    expect(new Set(times.slice(1).map((t, i) => t - (times[i] ?? 0)))).toEqual(new Set([5000]));
  });

  it('ends with its pod and is stale from the next scrape on', () => {
    const timeline = running();
    const end = noon - 10 * minute;
    timeline.configure(end, withoutPods('details-v1'));
    const [series] = details(timeline);
    expect(series?.samples(end, noon)).toEqual([]);
    expect(series?.last(end - minute, end - 1)).toBeDefined();
    expect(series?.last(end - minute, end + 5000)).toBeUndefined();
    expect(timeline.targets().some(({ pod }) => pod.startsWith('details-v1'))).toBe(false);
    expect(select(timeline, 'up', is('app', 'details'))[0]?.last(end, noon)).toBeUndefined();
  });

  it('begins with the first request that it counts', () => {
    const timeline = running();
    const change = noon - 10 * minute;
    timeline.configure(change, withObjects(virtual('details', { fault: { abort: { httpStatus: 418, percentage: { value: 1 } } } })));
    const aborted = select(timeline, 'istio_requests_total', is('response_code', '418'));
    expect(aborted).toHaveLength(2);
    for (const series of aborted) {
      const [first] = series.samples(0, noon);
      expect(first?.v).toBeGreaterThanOrEqual(1);
      expect(first?.t).toBeGreaterThan(change);
    }
  });

  it('stays, and stands still, when nothing flows any more', () => {
    const timeline = running();
    timeline.configure(
      noon - 10 * minute,
      withObjects(virtual('details', { fault: { abort: { httpStatus: 500, percentage: { value: 100 } } } })),
    );
    const window = details(timeline)[0]?.window(noon - 9 * minute, noon);
    expect(window && window.last.v - window.first.v).toBe(0);
  });
});

describe('a scrape', () => {
  it('shows what the series show, without the labels that scraping adds', () => {
    const timeline = running();
    const [series] = select(
      timeline,
      'istio_requests_total',
      is('reporter', 'destination'),
      is('destination_workload', 'details-v1'),
      is('source_workload', 'productpage-v1'),
    );
    const sample = series?.last(0, noon);
    const shown = timeline.scrape('bookinfo', series?.labels['pod'] ?? '', sample?.t ?? 0)?.flatMap(({ lines }) => lines);
    const { __name__: name, pod, namespace, job, instance, app, version, ...labels } = series?.labels ?? {};
    expect(shown).toContainEqual({ name, labels, value: sample?.v });
    expect(timeline.targets()).toContainEqual({ namespace, pod, job, instance, labels: { app, version } });
  });

  it('knows no pod that is not there', () => {
    expect(running().scrape('bookinfo', 'nobody', noon)).toBeUndefined();
    expect(running().scrape('clients', 'legacy-shop', noon)).toBeUndefined();
  });

  it('writes all 25 standard labels, but for the one that HTTP leaves empty', () => {
    const [line] = everyLine(running(), noon).filter(({ name }) => name === 'istio_requests_total');
    expect(Object.keys(line?.labels ?? {})).toHaveLength(24);
  });
});
