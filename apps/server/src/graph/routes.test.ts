import { request as send } from 'node:http';
import { TrafficGraph, TrafficHistory } from '@vigla/contract/graph';
import { Problem } from '@vigla/contract/problem';
import { at } from '@vigla/contract/units';
import { bookinfoObjects, bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { syntheticMesh } from '@vigla/testkit/synthetic';
import { answering, fakePrometheus, type FakePrometheus, type PrometheusAnswer } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { AppError } from '../http/index.ts';
import { type Clock, fakeKubernetes, fakeServer } from '../fakes/index.ts';
import type { Visibility } from '../sources/index.ts';

const anna = { 'x-test-user': 'anna' };
const only = (...names: readonly string[]): Visibility => ({ all: false, namespaces: new Set(names) });
const bookinfo = () => fakePrometheus(answering(bookinfoSamples));
/** Whether there are recording rules is asked once a minute, whoever reads. */
const graphQueryCount = (upstream: FakePrometheus): number => upstream.queries().filter((query) => !query.includes('vigla:')).length;

async function graphOf(upstream: FakePrometheus, url = '/api/v1/graph', options: Partial<Parameters<typeof fakeServer>[0]> = {}) {
  await using server = await fakeServer({ upstream, kubernetes: fakeKubernetes({ objects: bookinfoObjects }), ...options });
  const reply = await server.app.inject({ url, headers: anna });
  return {
    status: reply.statusCode,
    graph: TrafficGraph.safeParse(reply.json()).data,
    problem: Problem.safeParse(reply.json()).data,
    body: reply.body,
  };
}

describe('the graph', () => {
  it('shows the traffic that Prometheus reports, judged', async () => {
    await using upstream = await bookinfo();
    const { status, graph } = await graphOf(upstream);
    expect(status).toBe(200);
    expect(graph).toMatchObject({ at: noon, window: 300, groupBy: 'version', gaps: [] });
    const failing = graph?.edges.find(({ id }) => id.includes('reviews-v2') && id.includes('ratings-v1'));
    expect(failing?.traffic).toMatchObject({ requestsPerSecond: 6, errorRatio: expect.closeTo(0.2, 9) });
    expect(failing?.health).toBe('failing');
  });

  it.each<[because: string, answer: PrometheusAnswer, status: number, code: string]>([
    ['Prometheus is broken', { status: 500, body: '' }, 502, 'source_unavailable'],
    ['Prometheus says nothing', 'silence', 504, 'source_timeout'],
    ['Prometheus stops in the middle', 'cut', 502, 'source_unavailable'],
    ['Prometheus says nonsense', { raw: '{}' }, 502, 'source_unavailable'],
  ])('explains itself when %s', async (_, answer, status, code) => {
    await using upstream = await fakePrometheus(answer);
    expect(await graphOf(upstream, '/api/v1/graph', { timeoutMs: 200 })).toMatchObject({ status, problem: { code, source: 'prometheus' } });
  });

  it.each([
    ['no number', 'windowSeconds=many', 'windowSeconds'],
    ['too short', 'windowSeconds=1', 'windowSeconds'],
    ['a query of its own', `namespace=${encodeURIComponent('a"} or up{x="')}`, 'namespace.0'],
    ['an unknown grouping', 'groupBy=colour', 'groupBy'],
    ['a time before time', 'atEpochSeconds=-5', 'atEpochSeconds'],
  ])('refuses %s and names the field', async (_, query, path) => {
    await using upstream = await bookinfo();
    const { status, problem } = await graphOf(upstream, `/api/v1/graph?${query}`);
    expect([status, problem?.code, problem?.fields?.[0]?.path]).toEqual([400, 'invalid_request', path]);
    expect(graphQueryCount(upstream)).toBe(0);
  });

  it('is drawn without response times when these cannot be had, and says so once', async () => {
    const refused = { status: 422, body: { status: 'error', errorType: 'execution', error: 'too many samples' } };
    await using upstream = await fakePrometheus(answering(bookinfoSamples, { durationBuckets: refused, durationSums: refused }));
    const { graph } = await graphOf(upstream);
    expect(graph?.edges.length).toBeGreaterThan(5);
    expect(graph?.edges.every(({ traffic }) => traffic.p95Ms === null)).toBe(true);
    expect(graph?.gaps).toEqual([{ source: 'prometheus', lacks: 'response_times', detail: expect.stringContaining('too many samples') }]);
  });

  it('is drawn without workloads when the cluster does not tell them, and says so', async () => {
    await using upstream = await bookinfo();
    const missing = new Map([
      ['Pod', 'pods: connection refused'],
      ['Deployment', 'deployments.apps: connection refused'],
      ['VirtualService', 'virtualservices: forbidden'],
    ]);
    const { graph } = await graphOf(upstream, '/api/v1/graph', { kubernetes: fakeKubernetes({ missing }) });
    expect(graph?.nodes.length).toBeGreaterThan(5);
    expect(graph?.nodes.every(({ pods }) => pods === null)).toBe(true);
    expect(graph?.gaps.map(({ source, lacks }) => `${source} ${lacks}`)).toEqual(['kubernetes workloads', 'kubernetes configuration']);
  });

  it('says when a window is too short for any rate', async () => {
    await using upstream = await bookinfo();
    await using server = await fakeServer({ upstream });
    await upstream.asked(1);
    await expect
      .poll(
        async () =>
          (await server.app.inject({ url: '/api/v1/status', headers: anna })).json<{ scrapeIntervalSeconds: number | null }>()
            .scrapeIntervalSeconds,
      )
      .toBe(15);
    const reply = await server.app.inject({ url: '/api/v1/graph?windowSeconds=20', headers: anna });
    expect(TrafficGraph.parse(reply.json()).gaps).toEqual([
      { source: 'prometheus', lacks: 'traffic', detail: expect.stringContaining('at least 30 s') },
    ]);
  });

  it('of the past says that the cluster has none', async () => {
    await using upstream = await bookinfo();
    const { graph } = await graphOf(upstream, `/api/v1/graph?atEpochSeconds=${noon - 3600}`);
    expect(graph?.at).toBe(noon - 3600);
    expect(graph?.gaps).toMatchObject([{ source: 'kubernetes', lacks: 'workloads' }]);
  });

  it.each<[wish: string, has: (graph: TrafficGraph) => boolean]>([
    [
      'services=true (GRF-18)',
      ({ edges }) => edges.some(({ from, to }) => from === 'bookinfo/svc:reviews' && to === 'bookinfo/reviews-v1'),
    ],
    ['idle=false (GRF-15)', ({ nodes }) => nodes.every(({ id }) => id !== 'clients/curl')],
    ['focus=bookinfo/reviews-v2&hops=1 (GRF-46)', ({ nodes }) => nodes.length === 3],
    ['label=version (GRF-31)', ({ nodes }) => nodes.some(({ labels }) => labels['version'] === 'v2')],
  ])('is drawn as it is wished for, from the same reading: %s', async (wish, has) => {
    await using upstream = await bookinfo();
    await using server = await fakeServer({ upstream, kubernetes: fakeKubernetes({ objects: bookinfoObjects }) });
    const ask = async (url: string) => TrafficGraph.parse((await server.app.inject({ url, headers: anna })).json());
    const plain = await ask('/api/v1/graph');
    const wished = await ask(`/api/v1/graph?${wish.replace(/ .*/, '')}`);
    expect([has(plain), has(wished)]).toEqual([false, true]);
    expect(graphQueryCount(upstream)).toBe(6);
  });

  it('is drawn without bytes and messages when these cannot be had, and says so (GRF-07)', async () => {
    const refused = { status: 422, body: { status: 'error', errorType: 'execution', error: 'too many samples' } };
    await using upstream = await fakePrometheus(answering(bookinfoSamples, { amounts: refused }));
    const { graph } = await graphOf(upstream);
    expect(graph?.edges.length).toBeGreaterThan(5);
    expect(graph?.gaps).toEqual([{ source: 'prometheus', lacks: 'amounts', detail: expect.stringContaining('too many samples') }]);
  });

  it('never lies in the future', async () => {
    await using upstream = await bookinfo();
    expect((await graphOf(upstream, `/api/v1/graph?atEpochSeconds=${noon + 86_400}`)).graph?.at).toBe(noon);
  });
});

describe('what a caller may not see', () => {
  it('does not leave the server', async () => {
    await using upstream = await bookinfo();
    const { body, graph } = await graphOf(upstream, '/api/v1/graph', {
      kubernetes: fakeKubernetes({ objects: bookinfoObjects, visible: () => only('istio-system') }),
    });
    expect(graph?.nodes.some(({ kind }) => kind === 'restricted')).toBe(true);
    expect(body).not.toMatch(/bookinfo\/|"bookinfo"|\.bookinfo\.|reviews|ratings|productpage|mysqldb/);
  });

  it.each([
    ['nothing is visible', '', only()],
    ['the one asked for is not', '?namespace=bookinfo', only('istio-system')],
    ['it is not even there', '?namespace=nowhere', only('istio-system')],
  ])('is refused when %s', async (_, query, visible) => {
    await using upstream = await bookinfo();
    const { status, problem } = await graphOf(upstream, `/api/v1/graph${query}`, {
      kubernetes: fakeKubernetes({ visible: () => visible }),
    });
    expect(status).toBe(403);
    expect(problem).toMatchObject({ code: 'forbidden', missing: { verb: 'get', resource: 'namespaces' } });
    expect(graphQueryCount(upstream)).toBe(0);
  });

  it('is nothing at all while rights cannot be checked', async () => {
    await using upstream = await bookinfo();
    const visible = () => Promise.reject(new AppError('source_unavailable', 'The cluster is down.', { source: 'kubernetes' }));
    const { status, problem } = await graphOf(upstream, '/api/v1/graph', { kubernetes: fakeKubernetes({ visible }) });
    expect([status, problem?.source]).toEqual([502, 'kubernetes']);
  });

  it('is never taken from the reading made for somebody else', async () => {
    await using upstream = await bookinfo();
    const kubernetes = fakeKubernetes({
      objects: bookinfoObjects,
      visible: ({ person }) => (person.username === 'anna' ? only('bookinfo') : only('istio-system')),
    });
    await using server = await fakeServer({ upstream, kubernetes });
    const ask = async (user: string) => (await server.app.inject({ url: '/api/v1/graph', headers: { 'x-test-user': user } })).body;
    const [anna1, bert1, anna2, bert2] = [await ask('anna'), await ask('bert'), await ask('anna'), await ask('bert')];
    expect([anna2, bert2]).toEqual([anna1, bert1]);
    expect(anna1).toContain('bookinfo/reviews-v2');
    expect(bert1).not.toContain('reviews');
  });
});

describe('a mesh that is too much to read', () => {
  const mesh = syntheticMesh({ namespaces: 12, workloadsPerNamespace: 20, callsPerWorkload: 3, seed: 7 });
  const gathered = async (url = '/api/v1/graph?gather=auto', visible?: Visibility) => {
    await using upstream = await fakePrometheus(answering(mesh.samples));
    const sight = visible ? { visible: () => visible } : {};
    return await graphOf(upstream, url, { kubernetes: fakeKubernetes({ objects: mesh.objects, ...sight }) });
  };

  it('comes as a plate for each namespace, with its members and the worst of all by name', async () => {
    const { graph } = await gathered();
    const groups = graph?.nodes.filter(({ kind }) => kind === 'group') ?? [];
    expect(groups.map(({ name }) => name).toSorted()).toEqual(mesh.namespaces.toSorted());
    const members = groups.flatMap((group) => Object.values(group.members ?? {})).reduce((sum, count) => sum + count, 0);
    expect(members).toBe(12 * 20);
    expect(graph?.gathered).toMatchObject({ by: 'namespace', groups: 12, nodes: 12 * 20, open: [] });
    expect(graph?.gathered?.worst[0]).toMatchObject({ health: 'failing', errorRatio: expect.any(Number) });
  });

  it('opens one group in its place, and the others stay', async () => {
    const shut = (await gathered()).graph;
    const named = shut?.nodes.find(({ kind, name }) => kind === 'group' && name === 'team-003')?.id ?? '';
    const { graph } = await gathered(`/api/v1/graph?gather=auto&open=${encodeURIComponent(named)}`);
    expect(graph?.gathered?.open).toMatchObject([{ id: named, members: expect.any(Array) }]);
    expect(graph?.gathered?.open[0]?.members).toHaveLength(20);
    const others = (all: typeof shut) => all?.nodes.filter((node) => node.kind === 'group' && node.id !== named).map((node) => node.id);
    expect(others(graph)).toEqual(others(shut));
  });

  it('names nothing that the caller may not see, in groups, their labels or the worst', async () => {
    const mine = mesh.namespaces.slice(0, 8);
    const { graph, body } = await gathered('/api/v1/graph?gather=namespace', only(...mine));
    expect(graph?.nodes.filter(({ kind }) => kind === 'group').map(({ name }) => name)).toEqual(mine);
    expect(graph?.nodes.some(({ kind }) => kind === 'restricted')).toBe(true);
    expect(mesh.namespaces.slice(8).filter((name) => body.includes(name))).toEqual([]);
  });
});

describe('one reading', () => {
  it('HLT-06: serves everybody who asks at the same time, whatever they want of it', async () => {
    await using upstream = await bookinfo();
    await using server = await fakeServer({
      upstream,
      kubernetes: fakeKubernetes({
        objects: bookinfoObjects,
        visible: ({ person }) => only(person.username.endsWith('0') ? 'bookinfo' : 'istio-system'),
      }),
    });
    const wishes = Array.from({ length: 60 }, (_, i) => ({
      url: `/api/v1/graph?groupBy=${['version', 'app', 'service'][i % 3]}&idle=${i % 2 === 0}`,
      headers: { 'x-test-user': `user${i}` },
    }));
    const replies = await Promise.all(wishes.map((wish) => server.app.inject(wish)));
    expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(graphQueryCount(upstream)).toBe(6);
  });

  it.each([1, 10, 100])('of %i namespaces asks as many questions as of any other number', async (namespaces) => {
    const mesh = syntheticMesh({ namespaces, workloadsPerNamespace: 3, callsPerWorkload: 2, seed: 7 });
    await using upstream = await fakePrometheus(answering(mesh.samples));
    const { graph } = await graphOf(upstream, '/api/v1/graph', { kubernetes: fakeKubernetes({ objects: mesh.objects }) });
    expect(new Set(graph?.nodes.map(({ namespace }) => namespace)).size).toBe(namespaces);
    expect(graphQueryCount(upstream)).toBe(6);
  });

  it('costs a 304 until there is a new one', async () => {
    const clock: Clock = { now: noon };
    await using upstream = await bookinfo();
    await using server = await fakeServer({ upstream, clock });
    const first = await server.app.inject({ url: '/api/v1/graph', headers: anna });
    const again = await server.app.inject({ url: '/api/v1/graph', headers: { ...anna, 'if-none-match': String(first.headers.etag) } });
    expect([first.statusCode, again.statusCode, again.body]).toEqual([200, 304, '']);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    clock.now = at(noon + 60);
    const later = await server.app.inject({ url: '/api/v1/graph', headers: { ...anna, 'if-none-match': String(first.headers.etag) } });
    expect(later.statusCode).toBe(200);
    expect(TrafficGraph.parse(later.json()).at).toBe(noon + 60);
  });

  it('is called off when everybody who waited for it has gone', async () => {
    await using upstream = await fakePrometheus('silence');
    await using server = await fakeServer({ upstream });
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const clients = [1, 2].map(() => send(`${url}/api/v1/graph`, { headers: anna, agent: false }).on('error', () => {}));
    clients.forEach((client) => client.end());
    await upstream.asked(7);
    clients.forEach((client) => client.destroy());
    await upstream.left(6);
    expect(upstream.abandoned()).toBeGreaterThanOrEqual(6);
    expect(graphQueryCount(upstream)).toBe(6);
  });
});

describe('the history', () => {
  const labels = { reporter: 'destination', source_workload_namespace: 'istio-system', to: 'bookinfo', door: 'yes' };
  const series = [
    {
      labels,
      points: [
        [noon - 60, 5],
        [noon - 30, 6],
        [noon, 7],
      ] as const,
    },
  ];

  it('says what entered, and what it does not know', async () => {
    await using upstream = await fakePrometheus({ series });
    await using server = await fakeServer({ upstream });
    const reply = await server.app.inject({ url: '/api/v1/graph/history?spanSeconds=60', headers: anna });
    const history = TrafficHistory.parse(reply.json());
    expect(history).toMatchObject({ from: noon - 60, to: noon, stepSeconds: 15, enteringPerSecond: [5, null, 6, null, 7] });
  });

  it('costs two questions, once, for everybody', async () => {
    await using upstream = await fakePrometheus({ series });
    await using server = await fakeServer({ upstream });
    const ask = (user: string) => server.app.inject({ url: '/api/v1/graph/history', headers: { 'x-test-user': user } });
    await Promise.all(Array.from({ length: 20 }, (_, i) => ask(`user${i}`)));
    await ask('late');
    expect(upstream.questions.filter(({ path }) => path === '/api/v1/query_range')).toHaveLength(2);
  });

  it.each([60, 3600, 86_400, 2_592_000])('of %i seconds has about as many steps as a screen can show', async (span) => {
    await using upstream = await fakePrometheus({ series });
    await using server = await fakeServer({ upstream });
    const reply = await server.app.inject({ url: `/api/v1/graph/history?spanSeconds=${span}`, headers: anna });
    const { enteringPerSecond, failingPerSecond, from, to } = TrafficHistory.parse(reply.json());
    expect(enteringPerSecond.length).toBe(failingPerSecond.length);
    expect(enteringPerSecond.length).toBeLessThanOrEqual(122);
    expect(to - from).toBeGreaterThanOrEqual(span);
  });

  it('is explained when it cannot be had', async () => {
    await using upstream = await fakePrometheus({ status: 500, body: '' });
    await using server = await fakeServer({ upstream });
    const reply = await server.app.inject({ url: '/api/v1/graph/history', headers: anna });
    expect(Problem.parse(reply.json())).toMatchObject({ code: 'source_unavailable', source: 'prometheus' });
  });
});
