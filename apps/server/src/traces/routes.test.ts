import { Problem } from '@vigla/contract/problem';
import { noon } from '@vigla/testkit/bookinfo';
import { type DrawnTrace, fakeJaeger, fakePrometheus } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';

const trace = (id: string, durationMs: number, root = 'productpage.bookinfo'): DrawnTrace => ({
  id,
  spans: [
    { id: `${id}1`, service: root, operation: `GET /${root}`, at: noon * 1000 - 1000, durationMs },
    { id: `${id}2`, parent: `${id}1`, service: 'reviews.bookinfo', operation: 'GET /reviews', at: noon * 1000 - 1000, durationMs: 1 },
  ],
});

interface Asked {
  readonly url?: string;
  readonly answer?: Parameters<typeof fakeJaeger>[0] | null;
  readonly namespaces?: readonly string[];
}

async function tracesOf(url: string, answer: Parameters<typeof fakeJaeger>[0] | null, namespaces?: readonly string[]) {
  await using upstream = await fakePrometheus();
  await using jaeger = await fakeJaeger(answer ?? []);
  const kubernetes = fakeKubernetes(namespaces && { visible: () => ({ all: false, namespaces: new Set(namespaces) }) });
  await using server = await fakeServer({ upstream, kubernetes, timeoutMs: 300, ...(answer && { tracingUrl: jaeger.url }) });
  const reply = await server.app.inject({ url: `/api/v1/namespaces${url}`, headers: { 'x-test-user': 'anna' } });
  return { status: reply.statusCode, body: reply.json<{ traces: { id: string }[] }>(), text: reply.body, asked: jaeger.questions };
}

describe('the traces of an application', () => {
  it('are asked for under the name its proxies report, slowest first', async () => {
    const { body, asked } = await tracesOf('/bookinfo/apps/reviews/traces?windowSeconds=60&limit=2', [
      trace('quick', 5),
      trace('slow', 50),
    ]);
    expect(body.traces.map(({ id }) => id)).toEqual(['slow', 'quick']);
    expect(Object.fromEntries(asked[0]?.search ?? [])).toEqual({
      service: 'reviews.bookinfo',
      start: `${noon - 60}000000`,
      end: `${noon}000000`,
      limit: '2',
    });
  });

  it('do not name where a caller may not look', async () => {
    const traces = [trace('in', 5), trace('out', 9, 'istio-ingressgateway.istio-system')];
    const { body, text } = await tracesOf('/bookinfo/apps/reviews/traces', traces, ['bookinfo']);
    expect(body.traces).toMatchObject([
      { id: 'out', rootService: 'restricted', rootOperation: 'restricted', durationMs: 9 },
      { id: 'in', rootService: 'productpage.bookinfo' },
    ]);
    expect(text).not.toContain('istio-system');
  });

  it.each<[because: string, asked: Asked, status: number, problem: object]>([
    [
      'the namespace may not be seen',
      { url: '/secret/apps/reviews/traces', namespaces: ['bookinfo'] },
      403,
      { code: 'forbidden', missing: { namespace: 'secret' } },
    ],
    ['there is no tracing store', { answer: null }, 501, { code: 'not_configured' }],
    ['the store fails', { answer: { status: 500, body: {} } }, 502, { code: 'source_unavailable', source: 'tracing' }],
    ['the store is silent', { answer: 'silence' }, 504, { code: 'source_timeout', source: 'tracing' }],
    ['the name is none', { url: '/bookinfo/apps/..%2fx/traces' }, 400, { code: 'invalid_request' }],
    [
      'too many are wanted',
      { url: '/bookinfo/apps/reviews/traces?limit=1000' },
      400,
      { code: 'invalid_request', fields: [{ path: 'limit' }] },
    ],
  ])('are refused when %s', async (_, asked, status, problem) => {
    const { url = '/bookinfo/apps/reviews/traces', answer = [], namespaces } = asked;
    const reply = await tracesOf(url, answer, namespaces);
    expect(reply.status).toBe(status);
    expect(Problem.parse(reply.body)).toMatchObject(problem);
  });
});
