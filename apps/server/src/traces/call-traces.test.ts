import { Problem } from '@vigla/contract/problem';
import { bookinfoObjects, bookinfoSamples, noon } from '@vigla/testkit/bookinfo';
import { answering, type DrawnSpan, type DrawnTrace, fakeJaeger, fakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';

const element = 'bookinfo/reviews-v2>bookinfo/ratings-v1:http';
const span = (id: string, service: string, durationMs: number, more: Partial<DrawnSpan> = {}): DrawnSpan => ({
  id,
  service,
  operation: `GET /${service}`,
  at: noon * 1000 - 2000,
  durationMs,
  ...more,
});
const call = (id: string, durationMs: number, failed = false): DrawnTrace => ({
  id,
  spans: [
    span(`${id}0`, 'istio-ingressgateway.istio-system', 90),
    span(`${id}1`, 'reviews.bookinfo', durationMs, { parent: `${id}0`, failed }),
    span(`${id}2`, 'ratings.bookinfo', durationMs - 1, { parent: `${id}1` }),
  ],
});
const other: DrawnTrace = {
  id: 'c0',
  spans: [span('c1', 'productpage.bookinfo', 99), span('c2', 'ratings.bookinfo', 98, { parent: 'c1' })],
};

async function ask(url: string, namespaces?: readonly string[]) {
  await using upstream = await fakePrometheus(answering(bookinfoSamples));
  await using jaeger = await fakeJaeger([call('a0', 5), call('b0', 50, true), other]);
  const visible = () => (namespaces ? { all: false, namespaces: new Set(namespaces) } : { all: true, namespaces: new Set<string>() });
  await using server = await fakeServer({
    upstream,
    tracingUrl: jaeger.url,
    kubernetes: fakeKubernetes({ objects: bookinfoObjects, visible }),
  });
  const reply = await server.app.inject({ url, headers: { 'x-test-user': 'anna' } });
  return { status: reply.statusCode, text: reply.body, asked: jaeger.questions, body: reply.json<Record<string, unknown>>() };
}
const query = (more: Record<string, string> = {}) => `/api/v1/graph/traces?${new URLSearchParams({ element, ...more }).toString()}`;

describe('GRF-42: the traces of a call', () => {
  it('hold both of its ends, slowest call first', async () => {
    const { body, asked } = await ask(query());
    expect(body).toMatchObject({
      looked: 3,
      traces: [
        { id: 'b0', callMs: 50, callFailed: true },
        { id: 'a0', callMs: 5, callFailed: false },
      ],
    });
    const services = new Set(asked.map(({ search }) => search.get('service')));
    expect(services).toEqual(new Set(['reviews.bookinfo', 'ratings.bookinfo']));
    expect(asked.map(({ search }) => search.get('minDuration'))).not.toContain(null);
  });

  it('are those of any call within, where a call stands for several; how many were looked into is said', async () => {
    const bookinfo = 'group:namespace/bookinfo';
    const { body, asked } = await ask(query({ element: `${bookinfo}>${bookinfo}:http`, gather: 'namespace', which: 'failed' }));
    expect(body).toMatchObject({ traces: [{ id: 'b0', callFailed: true }], calls: { asked: 5, all: 6 } });
    expect(new Set(asked.map(({ search }) => search.get('service'))).size).toBeLessThanOrEqual(10);
  });

  it('are those of its calls, where a node is meant', async () => {
    const { body } = await ask(query({ element: 'bookinfo/svc:ratings', services: 'true' }));
    expect(body).toMatchObject({
      traces: [
        { id: 'b0', callMs: 50 },
        { id: 'a0', callMs: 5 },
      ],
      calls: { asked: 2, all: 2 },
    });
  });

  it('that failed are asked for as such', async () => {
    const { body, asked } = await ask(query({ which: 'failed' }));
    expect(body).toMatchObject({ traces: [{ id: 'b0' }] });
    expect(asked.map(({ search }) => search.get('tags'))).toEqual(['{"error":"true"}', '{"error":"true"}']);
  });

  it('do not name where a reader may not look', async () => {
    const { body, text } = await ask(query(), ['bookinfo']);
    expect(body).toMatchObject({ traces: [{ rootService: 'restricted' }, { rootService: 'restricted' }] });
    expect(text).not.toContain('istio-system');
  });

  it('are refused for a call that is not on the graph of the reader', async () => {
    const { status, body, asked } = await ask(query(), ['clients']);
    expect([status, Problem.parse(body).code, asked.length]).toEqual([404, 'not_found', 0]);
  });
});

describe('GRF-48: one trace', () => {
  it('has its spans in order, with what the reader may not see masked', async () => {
    const { body, text } = await ask('/api/v1/traces/a0', ['bookinfo']);
    expect(body).toMatchObject({
      id: 'a0',
      spans: [
        { service: 'restricted', operation: 'restricted' },
        { service: 'reviews.bookinfo' },
        { service: 'ratings.bookinfo', parent: 'a01' },
      ],
    });
    expect(text).not.toContain('istio-system');
  });

  it('is not there for a reader who may see none of it', async () => {
    expect((await ask('/api/v1/traces/a0', ['clients'])).status).toBe(404);
  });
});
