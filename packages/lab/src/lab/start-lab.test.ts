import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Lab, startLab } from './start-lab.ts';

const start = Date.UTC(2026, 2, 1, 12);
let clock = start;
let folder = '';
let lab: Lab;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-'));
  lab = await startLab({ folder, seed: 7, historySeconds: 3600, now: () => clock });
});

afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true });
});

interface Asked {
  readonly as?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly type?: string;
}

const Answer = z.looseObject({
  items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })).optional(),
  spec: z.looseObject({}).optional(),
});

/** A request to the cluster with a person's token, trusting the lab's own authority alone. */
function cluster(
  path: string,
  { as = 'admin', method = 'GET', body, type = 'application/json' }: Asked = {},
): Promise<{ readonly status: number; readonly body: z.infer<typeof Answer> }> {
  const token = lab.personas.find(({ id }) => id === as)?.token ?? 'nobody';
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, lab.urls.kubernetes),
      { method, ca: lab.caPem, headers: { authorization: `Bearer ${token}`, 'content-type': type } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Answer.parse(JSON.parse(Buffer.concat(chunks).toString())) }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const Vector = z.object({
  status: z.literal('success'),
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })) }),
});

/** The answer of an instant query: a label's values and theirs. */
async function query(promql: string, label: string): Promise<Readonly<Record<string, number>>> {
  const response = await fetch(
    `${lab.urls.prometheus}/api/v1/query?${new URLSearchParams({ query: promql, time: String(clock / 1000) }).toString()}`,
  );
  const { data } = Vector.parse(await response.json());
  return Object.fromEntries(data.result.map(({ metric, value }) => [metric[label] ?? '', Number(value[1])]));
}

const reviews = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews';
const byVersion =
  'sum by (destination_workload) (rate(istio_requests_total{reporter="source",source_workload="productpage-v1",destination_service_name="reviews"}[30s]))';

/** Lets the lab notice its writes and its clock go on. */
async function pass(seconds: number): Promise<void> {
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  clock += seconds * 1000;
}

describe('a lab', () => {
  it('is reached from this machine alone', () => {
    for (const url of Object.values(lab.urls)) expect(new URL(url).hostname).toBe('127.0.0.1');
  });

  it('shows its mesh in all three protocols', async () => {
    const { body } = await cluster('/apis/apps/v1/namespaces/bookinfo/deployments');
    expect(body.items?.map(({ metadata }) => metadata.name)).toContain('reviews-v3');
    expect(Object.keys(await query(byVersion, 'destination_workload')).sort()).toEqual(['reviews-v1', 'reviews-v2', 'reviews-v3']);
    const services: unknown = await (await fetch(`${lab.urls.jaeger}/api/services`)).json();
    expect(services).toMatchObject({ data: expect.arrayContaining(['reviews.bookinfo', 'istio-ingressgateway.istio-system']) });
  });

  it('measures about 24 requests per second at its gateway', async () => {
    const rates = await query(
      'sum by (source_workload) (rate(istio_requests_total{reporter="source",source_workload="istio-ingressgateway"}[5m]))',
      'source_workload',
    );
    expect(rates['istio-ingressgateway']).toBeGreaterThan(17);
    expect(rates['istio-ingressgateway']).toBeLessThan(31);
  });

  it('lets a shift of traffic show in the metrics', async () => {
    const route = [70, 0, 30].map((weight, index) => ({ destination: { host: 'reviews', subset: `v${index + 1}` }, weight }));
    const patched = await cluster(reviews, {
      method: 'PATCH',
      type: 'application/merge-patch+json',
      body: { spec: { http: [{ route }] } },
    });
    expect(patched.status).toBe(200);
    await pass(60);
    const rates = await query(byVersion, 'destination_workload');
    const total = Object.values(rates).reduce((sum, rate) => sum + rate, 0);
    expect(rates['reviews-v2'] ?? 0).toBe(0);
    expect((rates['reviews-v3'] ?? 0) / total).toBeCloseTo(0.3, 1);
  });

  it('shows in the metrics within ten seconds what a write did', async () => {
    const route = [40, 60, 0].map((weight, index) => ({ destination: { host: 'reviews', subset: `v${index + 1}` }, weight }));
    const body = { spec: { http: [{ route }] } };
    const newest = byVersion.replace('(rate(', '(irate(').replace('[30s]', '[15s]');
    expect((await query(newest, 'destination_workload'))['reviews-v2'] ?? 0).toBe(0);
    expect((await cluster(reviews, { method: 'PATCH', type: 'application/merge-patch+json', body })).status).toBe(200);
    await pass(10);
    expect((await query(newest, 'destination_workload'))['reviews-v2']).toBeGreaterThan(0);
  });

  it('lets a deployment scaled to nothing and back show in the metrics', async () => {
    const scale = (replicas: number) =>
      cluster('/apis/apps/v1/namespaces/bookinfo/deployments/details-v1/scale', {
        method: 'PATCH',
        type: 'application/merge-patch+json',
        body: { spec: { replicas } },
      });
    const endings =
      'sum by (response_flags) (rate(istio_requests_total{reporter="source",source_workload="productpage-v1",destination_service_name="details"}[30s])) > 0';
    expect((await scale(0)).status).toBe(200);
    await pass(60);
    expect(Object.keys(await query(endings, 'response_flags'))).toEqual(['UH']);
    expect((await scale(1)).status).toBe(200);
    await pass(90);
    expect(Object.keys(await query(endings, 'response_flags'))).toEqual(['-']);
  });

  it('notes on an object what of it is not simulated, once', async () => {
    const rule = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'limits', namespace: 'bookinfo' },
      spec: { host: 'details', trafficPolicy: { tunnel: { targetHost: 'elsewhere', targetPort: 80 } } },
    };
    const path = '/apis/networking.istio.io/v1/namespaces/bookinfo/destinationrules';
    expect((await cluster(path, { method: 'POST', body: rule })).status).toBe(201);
    await pass(5);
    expect(
      (
        await cluster(`${path}/limits`, {
          method: 'PATCH',
          type: 'application/merge-patch+json',
          body: { metadata: { labels: { touched: 'yes' } } },
        })
      ).status,
    ).toBe(200);
    await pass(5);
    const { body } = await cluster('/api/v1/namespaces/bookinfo/events?fieldSelector=involvedObject.name%3Dlimits');
    expect(body.items).toEqual([
      expect.objectContaining({
        type: 'Warning',
        reason: 'NotSimulated',
        message: expect.stringContaining('spec.trafficPolicy.tunnel'),
      }),
    ]);
  });

  it('is scraped pod by pod', async () => {
    const sd = z
      .array(z.object({ targets: z.array(z.string()), labels: z.record(z.string(), z.string()) }))
      .parse(await (await fetch(`${lab.urls.prometheus}/sd`)).json());
    expect(sd.flatMap(({ labels }) => Object.values(labels)).join(' ')).toContain('productpage-v1');
  });

  const missing = { spec: { replicas: 1 } };
  it.each([
    ['admin', 'list every namespace', '/api/v1/namespaces', {}, 200],
    ['viewer', 'list every namespace', '/api/v1/namespaces', {}, 200],
    ['viewer', 'not read secrets', '/api/v1/secrets', {}, 403],
    ['viewer', 'not write configuration', reviews, { method: 'PATCH', type: 'application/merge-patch+json', body: missing }, 403],
    ['editor', 'not list namespaces', '/api/v1/namespaces', {}, 403],
    ['editor', 'read their namespace', '/api/v1/namespaces/bookinfo', {}, 200],
    ['editor', 'not read another namespace', '/api/v1/namespaces/clients', {}, 403],
    ['editor', 'list pods in their namespace', '/api/v1/namespaces/bookinfo/pods', {}, 200],
    ['editor', 'not list pods elsewhere', '/api/v1/namespaces/clients/pods', {}, 403],
    [
      'editor',
      'write configuration in their namespace',
      reviews,
      { method: 'PATCH', type: 'application/merge-patch+json', body: { metadata: { labels: { touched: 'yes' } } } },
      200,
    ],
    [
      'editor',
      'not write workloads',
      '/apis/apps/v1/namespaces/bookinfo/deployments/details-v1',
      { method: 'PATCH', type: 'application/merge-patch+json', body: missing },
      403,
    ],
    ['stranger', 'not do anything', '/api/v1/namespaces', {}, 401],
  ])('lets %s %s', async (as, _what, path, more, status) => {
    expect((await cluster(path, { as, ...more })).status).toBe(status);
  });

  it('can be exported, up to now and no further', () => {
    const [end, ...lines] = [...lab.export({ fromMs: clock - 20_000, toMs: clock + 60_000 })].join('').trimEnd().split('\n').toReversed();
    expect(end).toBe('# EOF');
    const moments = lines.filter((line) => !line.startsWith('#')).map((line) => Number(line.split(' ').at(-1)) * 1_000);
    expect(moments.length).toBeGreaterThan(1_000);
    expect(Math.max(...moments)).toBeLessThanOrEqual(clock);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(clock - 20_000);
  });

  it('keeps its tokens to their owner', async () => {
    expect((await stat(lab.kubeconfigPath)).mode & 0o777).toBe(0o600);
    expect(await readFile(lab.kubeconfigPath, 'utf8')).toBe(lab.kubeconfig('admin'));
    expect(new Set(lab.personas.map(({ token }) => token)).size).toBe(3);
    expect(() => lab.kubeconfig('nobody')).toThrow('There is no persona nobody; there are admin, viewer, editor.');
  });
});

/** How many servers listen in this process; handles are let go of one turn after they close. */
async function servers(): Promise<number> {
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
}

describe('a lab that cannot start', () => {
  it.each([
    [
      { scenario: 'atlantis' },
      'There is no scenario atlantis; there are bookinfo, shop, scale:N, scale:N/NAMESPACES, with N from 100 to 10000.',
    ],
    [{ scrapeSeconds: 0 }, 'scrapeSeconds is 0; it must be greater than 0.'],
    [{ historySeconds: NaN }, 'historySeconds is NaN; it must be greater than 0.'],
  ])('says why: %j', async (options, message) => {
    await expect(startLab({ folder, ...options })).rejects.toThrow(message);
  });

  it('names the port that is taken and lets go of the others', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const before = await servers();
    await expect(startLab({ folder, ports: { jaeger: port } })).rejects.toThrow(`The lab cannot listen at 127.0.0.1:${port}`);
    expect(await servers()).toBe(before);
    await new Promise((resolve) => taken.close(resolve));
  });
});

it('leaves nothing behind when it closes', async () => {
  const own = await mkdtemp(join(tmpdir(), 'lab-'));
  const before = await servers();
  const other = await startLab({ folder: own, historySeconds: 60 });
  expect(await servers()).toBe(before + 4);
  await other.close();
  expect(await servers()).toBe(before);
  await expect(fetch(other.urls.prometheus)).rejects.toThrow('fetch failed');
  await expect(stat(other.kubeconfigPath)).rejects.toThrow('ENOENT');
  await rm(own, { recursive: true });
});
