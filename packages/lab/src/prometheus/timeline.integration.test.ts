import { graphQueries, historyQueries } from '@vigla/domain/promql';
import { at, seconds } from '@vigla/contract/units';
import {
  askPrometheus,
  backfill,
  differenceOf,
  findPrometheus,
  realPrometheus,
  seriesOf,
  type RealPrometheus,
} from '@vigla/testkit/prometheus';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTimeline } from '../flow/index.ts';
import { bookinfo } from '../scenarios/index.ts';
import { createPrometheusHandler } from './index.ts';
import { writeRecordings } from './scraping/write-recordings.ts';

const nowMs = Date.UTC(2026, 0, 10, 12);
const seed = 4;
/** The past of the scenario changes twice within this span, so its counters bend there. */
const span = { fromMs: nowMs - 45 * 60_000, toMs: nowMs - 12 * 60_000 };

describe.skipIf(findPrometheus() === null)('a mesh that is a function of time, and its samples in the real Prometheus', () => {
  let real: RealPrometheus;
  let server: Server;
  let ours = '';
  let folder = '';

  beforeAll(async () => {
    const timeline = createTimeline({ model: bookinfo.model, seed, startMs: nowMs - 3_600_000, scrapeMs: 15_000 });
    for (const { atMs, objects } of bookinfo.moments({ nowMs, seed })) timeline.configure(atMs, objects);
    const metric = 'up|istio_requests_total|istio_tcp_.*|istio_request_duration_milliseconds_(sum|count|bucket)';
    const series = timeline.select([{ name: '__name__', operator: '=~', value: metric }], span.fromMs, span.toMs);
    const recordings = series.map((one) => ({ labels: one.labels, samples: one.samples(span.fromMs, span.toMs) }));
    folder = await mkdtemp(join(tmpdir(), 'vigla-timeline-'));
    await backfill(writeRecordings(recordings), folder);
    real = await realPrometheus({ config: 'global: {scrape_interval: 15s}\n', folder });
    const handler = createPrometheusHandler({
      source: timeline,
      scraped: timeline,
      now: () => span.toMs,
      scrapeSeconds: 15,
      leftOpen: false,
    });
    server = createServer(handler).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    ours = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  });

  afterAll(async () => {
    server?.close();
    await real?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const instant = (span.fromMs + 1_200_000) / 1_000;
  const queries = [
    ...graphQueries(seconds(300), at(instant)),
    ...historyQueries({ window: seconds(120), gateways: ['istio-ingressgateway'] }),
    { name: 'increase', query: 'increase(istio_requests_total[7m])' },
    { name: 'irate', query: 'irate(istio_requests_total[1m])' },
    { name: 'samples', query: 'istio_requests_total' },
    { name: 'times', query: 'timestamp(up)' },
    {
      name: 'quantile',
      query: 'histogram_quantile(0.95, sum by (le, destination_workload) (rate(istio_request_duration_milliseconds_bucket[1m])))',
    },
    {
      name: 'counts',
      query: 'istio_request_duration_milliseconds_count - ignoring (le) istio_request_duration_milliseconds_bucket{le="+Inf"}',
    },
  ];

  it.each(queries)('are the same to $name', async ({ query }) => {
    const [start, end] = [span.fromMs / 1_000 + 600, span.toMs / 1_000];
    const steps = { query, start: String(start), end: String(end), step: '41' };
    const [expected, actual] = await Promise.all([real.url, ours].map((url) => askPrometheus(url, 'query_range', steps)));
    if (!expected || !actual) throw new Error('Nobody answered.');
    expect(differenceOf(expected, actual)).toBeNull();
    expect(seriesOf(expected).length).toBeGreaterThan(0);
  });
});
