import { askPrometheus, findPrometheus, realPrometheus, seriesOf } from '@vigla/testkit/prometheus';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createTimeline, type AppModel, type TrueEdge } from '../flow/index.ts';
import { bookinfo } from '../scenarios/index.ts';
import { createPrometheusHandler } from './index.ts';

/** More load than the scenario has: counters are whole numbers, and at a few requests their rounding would hide an error. */
const busy: AppModel = {
  ...bookinfo.model,
  roots: bookinfo.model.roots.map((root) => ({ ...root, requestsPerSecond: root.requestsPerSecond * 60 })),
};
const seed = 9;
const windowSeconds = 20;

const labels = [
  'reporter',
  'source_workload_namespace',
  'source_workload',
  'destination_workload_namespace',
  'destination_workload',
  'destination_service',
  'response_code',
  'response_flags',
] as const;

const keyOf = (edge: TrueEdge): string =>
  JSON.stringify([
    edge.reporter,
    edge.source.namespace,
    edge.source.workload,
    edge.destination.namespace,
    edge.destination.workload,
    edge.service,
    edge.code,
    edge.flags,
  ]);

describe.skipIf(findPrometheus() === null)('a real Prometheus that scrapes the lab', () => {
  it('finds every pod, and measures on every edge what really flows', async () => {
    const bornMs = Date.now();
    const timeline = createTimeline({ model: busy, seed, startMs: bornMs - 600_000, scrapeMs: 1_000 });
    for (const { atMs, objects } of bookinfo.moments({ nowMs: bornMs, seed })) timeline.configure(atMs, objects);
    const handler = createPrometheusHandler({ source: timeline, scraped: timeline, now: () => Date.now(), scrapeSeconds: 1 });
    const server = createServer(handler).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const host = typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '';
    const real = await realPrometheus({
      config: `global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs: [{job_name: mesh, http_sd_configs: [{url: "http://${host}/sd"}]}]\n`,
    });
    try {
      // The subject is time itself: a window of real scrapes has to pass.
      await pass((windowSeconds + 12) * 1_000);
      const atMs = Date.now();
      const query = `sum by (${labels.join(', ')}) (rate(istio_requests_total[${windowSeconds}s]))`;
      const measured = seriesOf(await askPrometheus(real.url, 'query', { query, time: String(atMs / 1_000) }));
      const rates = new Map(
        measured.map(({ labels: own, points }) => [JSON.stringify(labels.map((name) => own[name] ?? '')), Number(points[0]?.[1])]),
      );
      const edges = timeline.truth(atMs, windowSeconds * 1_000).filter(({ protocol }) => protocol !== 'tcp');
      const wrong = edges.filter((edge) => {
        // Real scrapes come up to some milliseconds off their second, each shown with the moment it was due: 2 % over 20 scrapes is ample.
        // Counters are whole: the first and the last of a window may each be short by almost one.
        const rounding = 2 / windowSeconds;
        const rate = rates.get(keyOf(edge)) ?? NaN;
        return !(Math.abs(rate - edge.requestsPerSecond) <= 0.02 * edge.requestsPerSecond + rounding);
      });
      expect(wrong.map((edge) => ({ ...edge, measured: rates.get(keyOf(edge)) }))).toEqual([]);
      expect(edges.length).toBeGreaterThan(10);
      expect([...rates.keys()].toSorted()).toEqual(edges.map(keyOf).toSorted());

      const up = seriesOf(await askPrometheus(real.url, 'query', { query: 'up', time: String(atMs / 1_000) }));
      const found = up.map(({ labels: own, points }) => [own['namespace'], own['pod'], own['job'], own['instance'], points[0]?.[1]]);
      const expected = timeline.targets().map(({ namespace, pod, job, instance }) => [namespace, pod, job, instance, '1']);
      expect(found.map((row) => row.join(' ')).toSorted()).toEqual(expected.map((row) => row.join(' ')).toSorted());
    } finally {
      await real.close();
      server.close();
      server.closeAllConnections();
    }
  });
});
