import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { getGraph } from '@vigla/contract/graph';
import { type Lab, startLab } from '@vigla/lab/lab';
import { findPrometheus, realPrometheus } from '@vigla/testkit/prometheus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../config/index.ts';
import { type Opened, openServer } from '../open.ts';

/**
 * The lab's clock runs faster than ours. Counters are whole numbers, and at a few requests per second their rounding would hide an
 * error; this way a window of seconds holds as many requests as one of half an hour.
 */
const haste = 60;
const windowSeconds = 30;
const gateway = 'istio-system/istio-ingressgateway';
const startMs = Date.now();
const labTime = (ms: number): number => startMs + (ms - startMs) * haste;

describe.skipIf(findPrometheus() === null)('the graph of a mesh that a real Prometheus scrapes', () => {
  const undo = new AsyncDisposableStack();
  let lab: Lab;
  let server: Opened;
  let prometheusUrl: string;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigla-real-'));
    undo.defer(() => rm(folder, { recursive: true, force: true }));
    lab = await startLab({ folder, seed: 5, now: () => labTime(Date.now()) });
    undo.defer(() => lab.close());
    const real = await realPrometheus({
      config: `global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs: [{job_name: mesh, http_sd_configs: [{url: "${lab.urls.prometheus}/sd"}]}]\n`,
    });
    undo.defer(() => real.close());
    prometheusUrl = real.url;
    const args = ['serve', '--port', '0', '--kubeconfig', lab.kubeconfigPath, '--prometheus', real.url];
    const wish = readSettings({ args, env: {}, readFile: () => '' });
    if (!wish.ok || wish.value.kind !== 'run') throw new Error(JSON.stringify(wish));
    server = await openServer({ ...wish.value.settings, 'log.level': 'silent' });
    undo.defer(() => server.close());
  });
  afterAll(() => undo.disposeAsync());

  it('has every call that flows, at the rate at which it flows, as both ends tell it', async () => {
    const at = await wholeWindow(prometheusUrl);
    const answer = await fetch(`${server.url}api/v1/graph?windowSeconds=${windowSeconds}&atEpochSeconds=${at}`);
    const graph = getGraph.response.parse(await answer.json());
    const edges = graph.edges.filter(({ traffic }) => traffic.protocol !== 'tcp');
    const flowing = truth(lab, graph.at * 1000);
    expect(edges.map(({ id }) => id).toSorted()).toEqual([...flowing.keys()].toSorted());
    const wrong = edges
      .map(({ id, traffic }) => ({ id, measured: traffic.requestsPerSecond ?? NaN, flows: flowing.get(id) ?? NaN }))
      .filter(({ measured, flows }) => !(Math.abs(measured - flows) <= 0.02 * flows));
    expect(wrong).toEqual([]);
    expect(edges.length).toBeGreaterThan(10);

    const told = edges.filter(({ reportedBy }) => reportedBy === 'both');
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter(({ agreement }) => !(Math.abs((agreement ?? NaN) - 1) <= 0.02))).toEqual([]);
    expect(graph.gaps).toEqual([]);
  });

  it('GRF-04, GRF-07: has bytes of bodies and of TCP both ways, and node In = Σ edges with services between (GRF-18)', async () => {
    const answer = await fetch(`${server.url}api/v1/graph?windowSeconds=${windowSeconds}&services=true&operations=true&waypoints=true`);
    const graph = getGraph.response.parse(await answer.json());
    const [tcp, http] = [true, false].map((isTcp) => graph.edges.filter(({ traffic }) => (traffic.protocol === 'tcp') === isTcp));
    expect(http?.length).toBeGreaterThan(10);
    expect(tcp?.length).toBeGreaterThan(0);
    const unequal = (tcp ?? []).filter(
      ({ traffic }) => !alike((traffic.sentBytesPerSecond ?? NaN) + (traffic.receivedBytesPerSecond ?? NaN), traffic.bytesPerSecond ?? NaN),
    );
    expect(unequal.map(({ id }) => id)).toEqual([]);
    const flowing = (http ?? []).filter(({ traffic }) => (traffic.requestsPerSecond ?? 0) > 0);
    expect(flowing.filter(({ traffic }) => !((traffic.receivedBytesPerSecond ?? NaN) > 0)).map(({ id }) => id)).toEqual([]);

    const sum = (all: readonly { readonly requestsPerSecond: number | null }[]): number =>
      all.reduce((total, { requestsPerSecond }) => total + (requestsPerSecond ?? 0), 0);
    const wrong = graph.nodes.filter(
      ({ id, inbound }) => !alike(sum(inbound), sum(graph.edges.filter(({ to }) => to === id).map(({ traffic }) => traffic))),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
    expect(graph.nodes.filter(({ kind }) => kind === 'service').length).toBeGreaterThan(3);
  });
});

/** Numbers cross the wire with a few digits. */
const alike = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * Math.max(a, b);

/**
 * The end of a window in which no target missed a scrape: the subject is time itself, and a machine that is busy with other
 * things scrapes late. Units: epoch seconds. Fails: when there is none within two minutes.
 */
async function wholeWindow(url: string): Promise<number> {
  for (let tries = 0; tries < 120; tries++) {
    await pass(1000);
    // Readings end at whole intervals of five seconds, so windows do too.
    const at = Math.floor((Date.now() / 1000 - 1) / 5) * 5;
    const query = new URLSearchParams({ query: `min(sum_over_time(up[${windowSeconds}s]))`, time: String(at) });
    const answer = await fetch(`${url}/api/v1/query?${String(query)}`);
    const { data } = (await answer.json()) as { data: { result: readonly { value: readonly [number, string] }[] } };
    if (Number(data.result[0]?.value[1] ?? 0) >= windowSeconds) return at;
  }
  throw new Error('This machine was too busy to scrape every pod every second for half a minute.');
}

/**
 * What really flows, by the id of its call in the graph: as the caller's proxy counts it, where it has one. Nobody counts what
 * comes to a gateway, so that is what the gateway sends on. Units: requests per second of our clock.
 */
function truth(lab: Lab, atMs: number): ReadonlyMap<string, number> {
  const sums = new Map<string, { source: number; destination: number }>();
  for (const edge of lab.timeline.truth(labTime(atMs), windowSeconds * 1000 * haste)) {
    if (edge.protocol === 'tcp') continue;
    const to = `${edge.destination.namespace}/${edge.destination.workload}`;
    const from = edge.source.workload === 'unknown' ? 'outside/unknown' : `${edge.source.namespace}/${edge.source.workload}`;
    const sum = sums.get(`${from}>${to}:http`) ?? { source: 0, destination: 0 };
    sums.set(`${from}>${to}:http`, { ...sum, [edge.reporter]: sum[edge.reporter] + edge.requestsPerSecond * haste });
  }
  const rates = new Map([...sums].map(([id, { source, destination }]) => [id, source || destination]));
  const sentOn = [...rates].filter(([id]) => id.startsWith(`${gateway}>`)).reduce((sum, [, rate]) => sum + rate, 0);
  return rates.set(`outside/unknown:entering>${gateway}:http`, sentOn);
}
