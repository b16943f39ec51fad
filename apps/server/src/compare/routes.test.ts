import { Comparison } from '@vigla/contract/compare';
import { bookinfoObjects, bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { answering, type FakePrometheus, fakePrometheus, type PrometheusAnswer } from '@vigla/testkit/upstreams';
import { expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';
import type { Visibility } from '../sources/index.ts';

const anna = { 'x-test-user': 'anna' };
const healthy = {
  ...bookinfoSamples,
  requests: bookinfoSamples.requests?.map((sample) => (sample.labels['response_code'] === '503' ? { ...sample, value: 0 } : sample)) ?? [],
};

/** Ratings fail at noon and did not half an hour before. */
async function failingSince(range: PrometheusAnswer = { series: [] }): Promise<FakePrometheus> {
  const [before, after] = [answering(healthy), answering(bookinfoSamples)];
  return fakePrometheus((query, question) => {
    if (question.path.endsWith('query_range')) return range;
    const time = Number(question.search.get('time'));
    return time > 0 && time < noon - 900 ? before(query) : after(query);
  });
}

const only = (...names: readonly string[]): Visibility => ({ all: false, namespaces: new Set(names) });
const ratings = 'bookinfo/reviews-v2>bookinfo/ratings-v1:http';

async function compared(upstream: FakePrometheus, visible?: Visibility, wish: Record<string, string> = {}) {
  const kubernetes = fakeKubernetes({ objects: bookinfoObjects, ...(visible && { visible: () => visible }) });
  await using server = await fakeServer({ upstream, kubernetes });
  const query = new URLSearchParams({ ...wish, versusEpochSeconds: String(noon - 1800) });
  const reply = await server.app.inject({ url: `/api/v1/graph/compare?${query.toString()}`, headers: anna });
  return { status: reply.statusCode, body: reply.body, comparison: Comparison.safeParse(reply.json()).data };
}

it('answers with both windows, what differs, and when that was first seen', async () => {
  const labels = {
    reporter: 'destination',
    source_workload_namespace: 'bookinfo',
    source_workload: 'reviews-v2',
    destination_workload_namespace: 'bookinfo',
    destination_workload: 'ratings-v1',
  };
  const points = Array.from({ length: 121 }, (_, i) => [noon - 1800 + i * 15, i < 40 ? 0 : i] as const);
  await using upstream = await failingSince({ series: [{ labels, points }] });
  const { status, comparison } = await compared(upstream);
  expect(status).toBe(200);
  expect(comparison).toMatchObject({ before: { at: noon - 1800, window: 300 }, after: { at: noon, window: 300 }, gaps: [] });
  expect(comparison?.findings).toMatchObject([{ id: ratings, change: 'worse', aspect: 'errors', seenAt: noon - 1800 + 40 * 15 }]);
});

it('asks two range questions more than two graphs do, and none where nothing differs', async () => {
  await using upstream = await failingSince();
  await compared(upstream);
  expect(upstream.questions.filter(({ path }) => path.endsWith('query_range'))).toHaveLength(2);
  await using calm = await fakePrometheus(answering(bookinfoSamples));
  await compared(calm);
  expect(calm.questions.filter(({ path }) => path.endsWith('query_range'))).toHaveLength(0);
});

it('shows what differs also where it cannot be known since when, and says so', async () => {
  await using upstream = await failingSince({ status: 500, body: '' });
  const { comparison } = await compared(upstream);
  expect(comparison?.findings).toMatchObject([{ id: ratings, seenAt: null }]);
  expect(comparison?.gaps).toMatchObject([{ source: 'prometheus', lacks: 'history' }]);
});

it('lets nothing out of namespaces that its caller may not see', async () => {
  await using upstream = await failingSince();
  const { status, body, comparison } = await compared(upstream, only('istio-system'));
  expect(status).toBe(200);
  expect(comparison?.nodes.map(({ node }) => node.id)).toContain('istio-system/istio-ingressgateway');
  expect(body).not.toMatch(/reviews|ratings|productpage|ns\/bookinfo|bookinfo\//);
  expect(upstream.queries().filter((query) => query.includes('reviews'))).toEqual([]);
});

it('refuses somebody who may see none of it', async () => {
  await using upstream = await failingSince();
  expect((await compared(upstream, only())).status).toBe(403);
});

it('compares groups with groups, and asks for when it began by their namespaces', async () => {
  await using upstream = await failingSince();
  const { comparison } = await compared(upstream, undefined, { gather: 'namespace' });
  const within = 'group:namespace/bookinfo>group:namespace/bookinfo:http';
  expect(comparison?.gathered).toMatchObject({ by: 'namespace' });
  expect(comparison?.findings).toMatchObject([{ id: within, change: 'worse', aspect: 'errors' }]);
  const calls = comparison?.edges.find(({ edge }) => edge.id === within);
  expect([calls?.before?.requestsPerSecond, calls?.after?.requestsPerSecond]).toEqual([expect.closeTo(58.8), expect.closeTo(60)]);
  expect(upstream.queries().filter((query) => query.includes('source_workload_namespace=~"bookinfo"'))).toHaveLength(2);
});

it('lets nothing out of groups that its caller may not see', async () => {
  await using upstream = await failingSince();
  const { body, comparison } = await compared(upstream, only('istio-system'), { gather: 'namespace' });
  expect(comparison?.nodes.map(({ node }) => node.id)).toContain('group:namespace/istio-system');
  expect(body).not.toMatch(/reviews|ratings|productpage|ns\/bookinfo|bookinfo\//);
});
