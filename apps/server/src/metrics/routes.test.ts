import { ElementSeries } from '@vigla/contract/metrics';
import { Problem } from '@vigla/contract/problem';
import { bookinfoObjects, bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { answering, fakePrometheus, type FakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';
import type { Visibility } from '../sources/index.ts';

const failingCall = 'bookinfo/reviews-v2>bookinfo/ratings-v1:http';
const everyMinute = Array.from({ length: 61 }, (_, step) => noon - 3600 + step * 60);

/** Bookinfo as it is at noon; in the hour before, the same until `silentUntil`, when nobody measured anything. */
const bookinfo = (silentUntil = 0) =>
  fakePrometheus((query, { path }) => {
    const samples = answering(bookinfoSamples)(query);
    if (path !== '/api/v1/query_range' || !Array.isArray(samples)) return samples;
    const points = (value: number) => everyMinute.filter((time) => time >= silentUntil).map((time) => [time, value] as const);
    return { series: samples.map(({ labels, value }) => ({ labels, points: points(value) })) };
  });

async function ask(upstream: FakePrometheus, search: Record<string, string>, visible: Visibility = { all: true, namespaces: new Set() }) {
  const kubernetes = fakeKubernetes({ objects: bookinfoObjects, visible: () => visible });
  await using server = await fakeServer({ upstream, kubernetes });
  const get = () =>
    server.app.inject({ url: `/api/v1/graph/series?${new URLSearchParams(search).toString()}`, headers: { 'x-test-user': 'anna' } });
  const reply = await get();
  const before = upstream.queries().length;
  await get();
  return {
    status: reply.statusCode,
    series: ElementSeries.safeParse(reply.json()).data,
    problem: Problem.safeParse(reply.json()).data,
    askedAgain: upstream.queries().length - before,
  };
}

const ranges = (upstream: FakePrometheus): readonly string[] =>
  upstream.questions.filter(({ path }) => path === '/api/v1/query_range').map(({ search }) => search.get('query') ?? '');

describe('GRF-42: the course of a call', () => {
  it('is read as the graph reads it, step by step', async () => {
    await using upstream = await bookinfo();
    const { series } = await ask(upstream, { element: failingCall });
    expect(series).toMatchObject({ from: noon - 3600, to: noon, stepSeconds: 60, gaps: [] });
    const [course, ...others] = series?.courses ?? [];
    expect(others).toEqual([]);
    expect(course).toMatchObject({ direction: 'inbound', protocol: 'http' });
    expect(course?.requestsPerSecond).toEqual(everyMinute.map(() => 6));
    expect(course?.failedPerSecond.map((value) => value?.toFixed(3))).toEqual(everyMinute.map(() => '1.200'));
    expect(course?.bytesPerSecond).toEqual(everyMinute.map(() => null));
  });

  it('has gaps where nobody measured, not zeros', async () => {
    await using upstream = await bookinfo(noon - 600);
    const { series } = await ask(upstream, { element: failingCall });
    expect(series?.courses[0]?.requestsPerSecond.slice(48, 53)).toEqual([null, null, 6, 6, 6]);
  });

  it('asks for its two ends only, and once for everybody', async () => {
    await using upstream = await bookinfo();
    const { askedAgain } = await ask(upstream, { element: failingCall });
    const queries = ranges(upstream);
    expect(queries.length).toBeLessThanOrEqual(6);
    expect(queries).toEqual(
      queries.filter((query) => /source_workload="reviews-v2"/.test(query) && /destination_workload="ratings-v1"/.test(query)),
    );
    expect(askedAgain).toBe(0);
  });
});

describe('GRF-41: the courses of a node', () => {
  it('are told apart by direction and protocol', async () => {
    await using upstream = await bookinfo();
    const { series } = await ask(upstream, { element: 'bookinfo/reviews-v2' });
    expect(series?.courses.map(({ direction, protocol, requestsPerSecond }) => [direction, protocol, requestsPerSecond[0]])).toEqual([
      ['inbound', 'http', 6],
      ['outbound', 'http', 6],
    ]);
  });

  it.each<[because: string, element: string, visible: Visibility, status: number, code: string]>([
    ['is not there', 'bookinfo/nobody', { all: true, namespaces: new Set() }, 404, 'not_found'],
    ['may not be seen', 'istio-system/istio-ingressgateway', { all: false, namespaces: new Set(['bookinfo']) }, 404, 'not_found'],
    ['is of a reader who may see nothing', 'bookinfo/reviews-v2', { all: false, namespaces: new Set() }, 403, 'forbidden'],
  ])('are refused where it %s, without asking', async (_, element, visible, status, code) => {
    await using upstream = await bookinfo();
    expect(await ask(upstream, { element }, visible)).toMatchObject({ status, problem: { code } });
    expect(ranges(upstream)).toEqual([]);
  });

  it('are not told of what stands for what is hidden, which is said and not asked about', async () => {
    await using upstream = await bookinfo();
    const { status, series } = await ask(upstream, { element: 'restricted/in' }, { all: false, namespaces: new Set(['bookinfo']) });
    expect([status, series?.courses, series?.untold]).toEqual([200, [], ['restricted']]);
    expect(ranges(upstream)).toEqual([]);
  });

  it('name what is missing', async () => {
    await using upstream = await fakePrometheus((query, { path }) =>
      path === '/api/v1/query_range' && query.includes('bucket')
        ? { status: 422, body: { error: 'too many samples' } }
        : answering(bookinfoSamples)(query),
    );
    const { series } = await ask(upstream, { element: 'bookinfo/reviews-v2' });
    expect(series?.gaps).toMatchObject([{ source: 'prometheus', lacks: 'response_times' }]);
  });
});
