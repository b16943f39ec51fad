import { once } from 'node:events';
import { createServer, request as send, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedSource, type Scraped, type Target } from '../../series/index.ts';
import { createPrometheusHandler } from './handler.ts';

const noon = Date.UTC(2026, 0, 10, 12);
const targets: readonly Target[] = [
  { namespace: 'bookinfo', pod: 'reviews-v1-abc', job: 'kubernetes-pods', instance: '10.0.0.1:15020', labels: { app: 'reviews' } },
  { namespace: 'bookinfo', pod: 'odd/pod', job: 'kubernetes-pods', instance: '10.0.0.2:15020', labels: {} },
];
const scraped: Scraped = {
  targets: () => targets,
  scrape: (namespace, pod, atMs) =>
    targets.some((target) => target.namespace === namespace && target.pod === pod)
      ? [
          {
            name: 'requests_total',
            type: 'counter',
            help: 'Requests.',
            lines: [{ name: 'requests_total', labels: { pod }, value: atMs / 1_000 }],
          },
        ]
      : undefined,
};
const minutes = (count: number, value: (minute: number) => number) =>
  Array.from({ length: count }, (_, i) => ({ t: noon + (i - count + 3) * 60_000, v: value(i) }));
const source = recordedSource([
  {
    labels: { __name__: 'up', namespace: 'bookinfo', pod: 'reviews-v1-abc', job: 'kubernetes-pods', instance: '10.0.0.1:15020' },
    samples: minutes(10, () => 1),
  },
  {
    labels: { __name__: 'up', namespace: 'bookinfo', pod: 'odd/pod', job: 'kubernetes-pods', instance: '10.0.0.2:15020' },
    samples: minutes(10, () => 0),
  },
  { labels: { __name__: 'requests_total', namespace: 'bookinfo' }, samples: minutes(20, (i) => i * 60) },
]);

const bugs: unknown[] = [];
let server: Server;
let url = '';

beforeAll(async () => {
  const broken: Scraped = {
    ...scraped,
    scrape: (namespace, pod, atMs) => {
      if (pod === 'bug') throw new Error('secret detail');
      return scraped.scrape(namespace, pod, atMs);
    },
  };
  server = createServer(
    createPrometheusHandler({ source, scraped: broken, now: () => noon, scrapeSeconds: 60, onBug: (error) => bugs.push(error) }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => server.close());

async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(url + path, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, text, body: (isJson ? JSON.parse(text) : undefined) as unknown, headers: response.headers };
}

describe('the API of the lab’s Prometheus', () => {
  it('answers a query from the URL and from a form alike', async () => {
    const asked = await get('/api/v1/query?query=sum(requests_total)');
    const posted = await get('/api/v1/query', { method: 'POST', body: new URLSearchParams({ query: 'sum(requests_total)' }) });
    const answer = { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [noon / 1_000, '1020'] }] } };
    expect(asked.body).toEqual(answer);
    expect(posted.body).toEqual(answer);
  });

  it.each([
    ['seconds', '1768046400.5'],
    ['RFC 3339', '2026-01-10T12:00:00.5Z'],
    ['RFC 3339 with an offset', '2026-01-10T13:00:00.5%2B01:00'],
  ])('takes a moment as %s', async (_, time) => {
    expect((await get(`/api/v1/query?query=time()&time=${time}`)).body).toMatchObject({
      data: { resultType: 'scalar', result: [1_768_046_400.5, '1768046400.5'] },
    });
  });

  it('knows no future: samples after now are not there yet', async () => {
    expect((await get(`/api/v1/query?query=requests_total&time=${noon / 1_000 + 120}`)).body).toMatchObject({
      data: { result: [{ value: [noon / 1_000 + 120, '1020'] }] },
    });
    expect((await get(`/api/v1/query?query=count_over_time(requests_total[10m])&time=${noon / 1_000 + 120}`)).body).toMatchObject({
      data: { result: [{ value: [noon / 1_000 + 120, '8'] }] },
    });
  });

  it('answers a range', async () => {
    const { body } = await get(`/api/v1/query_range?query=requests_total&start=${noon / 1_000 - 60}&end=${noon / 1_000}&step=1m`);
    expect(body).toEqual({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'requests_total', namespace: 'bookinfo' },
            values: [
              [noon / 1_000 - 60, '960'],
              [noon / 1_000, '1020'],
            ],
          },
        ],
      },
    });
  });

  it.each<[because: string, path: string, status: number, body: object]>([
    [
      'a query that is wrong',
      '/api/v1/query?query=sum(',
      400,
      { errorType: 'bad_data', error: expect.stringContaining('invalid parameter "query": 1:5: parse error') },
    ],
    ['a query that is missing', '/api/v1/query', 400, { errorType: 'bad_data', error: expect.stringContaining('"query"') }],
    ['a query that cannot be executed', '/api/v1/query?query=topk(NaN,up)', 422, { errorType: 'execution' }],
    ['a query that takes too long', '/api/v1/query?query=sum_over_time(up[1d:1s])&timeout=0', 503, { errorType: 'timeout' }],
    ['a moment beyond time', '/api/v1/query?query=up&time=1e300', 400, { errorType: 'bad_data', error: expect.stringContaining('"time"') }],
    [
      'too many points',
      '/api/v1/query_range?query=up&start=0&end=11001&step=1',
      400,
      { errorType: 'bad_data', error: expect.stringContaining('11,000 points') },
    ],
    [
      'a step too small to step',
      '/api/v1/query_range?query=up&start=0&end=0&step=0.0001',
      400,
      { errorType: 'bad_data', error: expect.stringContaining('"step"') },
    ],
    ['no selector', '/api/v1/series', 400, { errorType: 'bad_data', error: 'no match[] parameter provided' }],
    ['a selector that is a sum', '/api/v1/series?match[]=sum(up)', 400, { errorType: 'bad_data' }],
    ['a label name that is none', '/api/v1/label/a-b/values', 400, { errorType: 'bad_data', error: 'invalid label name: "a-b"' }],
    ['a limit that is none', '/api/v1/labels?limit=-1', 400, { errorType: 'bad_data' }],
    ['a path that is nothing', '/api/v1/write', 404, { errorType: 'not_found' }],
    ['a status page that is none', '/api/v1/status/secrets', 404, { errorType: 'not_found' }],
    ['a pod that is not there', '/scrape/bookinfo/nobody', 404, { errorType: 'not_found' }],
    ['an encoding that is none', '/scrape/bookinfo/%E0%A4%A', 400, { errorType: 'bad_data' }],
    ['a target state that is none', '/api/v1/targets?state=lost', 400, { errorType: 'bad_data' }],
  ])('explains %s', async (_, path, status, body) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status: 'error', ...body });
  });

  it('refuses other methods and says which it takes', async () => {
    const answer = await get('/api/v1/rules', { method: 'POST', body: new URLSearchParams() });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  it('refuses a body that is no form', async () => {
    const answer = await get('/api/v1/query', { method: 'POST', body: '{"query":"up"}', headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(400);
  });

  it('refuses a form without end', async () => {
    const answer = await get('/api/v1/query', { method: 'POST', body: new URLSearchParams({ query: 'u'.repeat(2_100_000) }) });
    expect(answer.body).toMatchObject({ errorType: 'bad_data', error: expect.stringContaining('larger than') });
  });

  it('keeps the text of a bug to itself and tells whoever runs it', async () => {
    const answer = await get('/scrape/bookinfo/bug');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret');
    expect(bugs).toEqual([expect.objectContaining({ message: 'secret detail' })]);
  });

  it('is not upset by somebody who hangs up', async () => {
    const { port } = new URL(url);
    const asked = send({ host: '127.0.0.1', port, path: '/api/v1/query', method: 'POST', headers: { 'content-length': '1000' } });
    asked.on('error', () => undefined);
    const closed = new Promise((resolve) => asked.on('close', resolve));
    asked.write('query=up', () => asked.destroy());
    await closed;
    expect((await get('/-/healthy')).status).toBe(200);
    expect(bugs).toHaveLength(1);
  });

  it('lists series, labels and values', async () => {
    expect((await get('/api/v1/series?match[]=requests_total&match[]={__name__="requests_total"}')).body).toEqual({
      status: 'success',
      data: [{ __name__: 'requests_total', namespace: 'bookinfo' }],
    });
    expect((await get('/api/v1/labels')).body).toEqual({ status: 'success', data: ['__name__', 'instance', 'job', 'namespace', 'pod'] });
    expect((await get('/api/v1/label/pod/values?match[]=up')).body).toEqual({ status: 'success', data: ['odd/pod', 'reviews-v1-abc'] });
    expect((await get('/api/v1/label/pod/values?limit=1')).body).toEqual({
      status: 'success',
      data: ['odd/pod'],
      warnings: ['results truncated due to limit'],
    });
    expect((await get('/api/v1/label/pod/values?start=1&end=2')).body).toEqual({ status: 'success', data: [] });
  });

  it('says who is scraped and how that went', async () => {
    const { body } = await get('/api/v1/targets?state=active');
    expect(body).toMatchObject({
      data: {
        activeTargets: [
          {
            health: 'up',
            lastScrape: '2026-01-10T12:00:00.000Z',
            labels: { app: 'reviews', namespace: 'bookinfo', pod: 'reviews-v1-abc', instance: '10.0.0.1:15020' },
            scrapeUrl: `${url}/scrape/bookinfo/reviews-v1-abc`,
          },
          { health: 'down', scrapeUrl: `${url}/scrape/bookinfo/odd%2Fpod` },
        ],
        droppedTargets: [],
      },
    });
  });

  it('is honest about what it does not have', async () => {
    expect((await get('/api/v1/rules')).body).toEqual({ status: 'success', data: { groups: [] } });
    expect((await get('/api/v1/alerts')).body).toEqual({ status: 'success', data: { alerts: [] } });
    expect((await get('/api/v1/query_exemplars?query=up&start=1&end=2')).body).toEqual({ status: 'success', data: [] });
    expect((await get('/api/v1/query_exemplars?query=sum(')).status).toBe(400);
  });

  it('tells its settings where consoles look for them', async () => {
    const config = await get('/api/v1/status/config');
    expect(JSON.stringify(config.body)).toContain('scrape_interval: 60s\\n');
    expect((await get('/api/v1/status/buildinfo')).body).toMatchObject({
      data: { version: expect.stringMatching(/^3\.\d+\.\d+\+vigla\.lab$/) },
    });
    expect((await get('/api/v1/status/flags')).body).toMatchObject({
      data: { 'query.lookback-delta': '5m', 'query.max-samples': '5000000', 'query.timeout': '10s' },
    });
    expect((await get('/api/v1/status/runtimeinfo')).body).toMatchObject({ data: { reloadConfigSuccess: true, timeSeriesCount: 3 } });
    expect((await get('/api/v1/status/tsdb')).body).toMatchObject({
      data: {
        headStats: { numSeries: 3 },
        seriesCountByMetricName: [
          { name: 'up', value: 2 },
          { name: 'requests_total', value: 1 },
        ],
      },
    });
    expect((await get('/api/v1/metadata')).body).toEqual({
      status: 'success',
      data: { requests_total: [{ type: 'counter', help: 'Requests.', unit: '' }] },
    });
    expect((await get('/-/healthy')).status).toBe(200);
    expect((await get('/-/ready')).status).toBe(200);
  });

  it('leads a Prometheus to every pod', async () => {
    const host = url.slice('http://'.length);
    const pod = (target: Target, path: string) => ({
      targets: [host],
      labels: {
        ...target.labels,
        __metrics_path__: path,
        namespace: 'bookinfo',
        pod: target.pod,
        job: target.job,
        instance: target.instance,
      },
    });
    const paths = ['/scrape/bookinfo/reviews-v1-abc', '/scrape/bookinfo/odd%2Fpod'];
    expect((await get('/sd')).body).toEqual(targets.map((target, i) => pod(target, paths[i] ?? '')));
    for (const [i, path] of paths.entries()) {
      expect((await get(path)).text).toContain(`requests_total{pod="${targets[i]?.pod}"} ${noon / 1_000}\n`);
    }
  });

  it('speaks OpenMetrics to those who ask for it', async () => {
    const plain = await get('/scrape/bookinfo/reviews-v1-abc');
    const open = await get('/scrape/bookinfo/reviews-v1-abc', {
      headers: { accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' },
    });
    expect(plain.headers.get('content-type')).toContain('version=0.0.4');
    expect(open.headers.get('content-type')).toContain('application/openmetrics-text');
    expect(open.text).toContain('# TYPE requests counter\n');
    expect(open.text.endsWith('# EOF\n')).toBe(true);
  });

  it('does not lead anybody to a host that a client made up', async () => {
    const { port } = new URL(url);
    const text = await new Promise<string>((resolve, reject) => {
      const asked = send({ host: '127.0.0.1', port, path: '/sd', headers: { host: 'evil.example/?' } }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part) => (body += String(part)));
        response.on('end', () => resolve(body)).on('error', reject);
      });
      asked.on('error', reject).end();
    });
    expect(text).not.toContain('evil');
    expect(text).toContain(`127.0.0.1:${port}`);
  });
});
