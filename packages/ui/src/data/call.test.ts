import { getGraph } from '@vigla/contract/graph';
import { applyConfig, getTrafficShift } from '@vigla/contract/istio';
import { getSession } from '@vigla/contract/session';
import { describe, expect, it } from 'vitest';
import { type Answers, recordingHost, testSession } from '../test/index.ts';
import { call } from './call.ts';
import { ProblemError } from './problem-error.ts';
import { canonical, requestUrl } from './request-url.ts';

const asked = (answers: Answers) => recordingHost(answers).host.transport;

describe('the address of a request', () => {
  it.each([
    ['leaves out what was not asked', getGraph, { query: {} }, '/api/v1/graph'],
    [
      'sorts keys and repeated values',
      getGraph,
      { query: { windowSeconds: 300, namespace: ['shop', 'cart', 'shop'], idle: 'true' } },
      '/api/v1/graph?idle=true&namespace=cart&namespace=shop&windowSeconds=300',
    ],
    [
      'keeps hostile names inside their segment',
      getTrafficShift,
      { params: { namespace: '../x', service: 'a/b?c#d' } },
      '/api/v1/namespaces/..%2Fx/services/a%2Fb%3Fc%23d/traffic-shift',
    ],
  ] as const)('%s', (_, row, request, url) => {
    expect(requestUrl(row, request)).toBe(url);
  });

  it('is one for equal questions, however they were put', () => {
    const one = canonical({ query: { namespace: ['b', 'a'], windowSeconds: 300, atEpochSeconds: undefined } });
    expect(one).toEqual(canonical({ query: { windowSeconds: 300, namespace: ['a', 'b', 'a'] } }));
    expect(canonical({ query: { namespace: [] } })).toEqual({ query: {} });
  });
});

describe('a call', () => {
  it('gives the answer, checked where the host wants it', async () => {
    expect(await call(asked(new Map()), getSession, {})).toEqual(testSession);
  });

  it('sends body, mark of the session and the headers of the host', async () => {
    const { host, sent } = recordingHost(new Map([[applyConfig, { body: { dryRun: true, applied: [], findings: [] } }]]));
    const transport = { ...host.transport, headers: () => ({ 'X-CSRFToken': 'console' }) };
    const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'reviews', namespace: 'bookinfo' } };
    await call(transport, applyConfig, { params: { namespace: 'bookinfo' }, body: { objects: [object], dryRun: true } }, { csrf: 'abc' });
    expect(sent).toEqual([
      {
        method: 'PUT',
        url: '/api/v1/namespaces/bookinfo/config',
        body: { objects: [object], dryRun: true },
        headers: expect.objectContaining({
          'x-vigla-csrf': 'abc',
          'x-csrftoken': 'console',
          'content-type': 'application/json',
        }) as unknown,
      },
    ]);
  });

  it.each<[because: string, answers: Answers, code: string, text: RegExp]>([
    [
      'the server explains itself',
      new Map([
        [getSession, { status: 504, body: { code: 'source_timeout', detail: 'Prometheus took over 10 s.', source: 'prometheus' } }],
      ]),
      'source_timeout',
      /over 10 s/,
    ],
    ['a proxy answers in its place', new Map([[getSession, { status: 502, body: '<html>Bad gateway</html>' }]]), 'unreadable', /HTTP 502/],
    ['an error comes without explanation', new Map([[getSession, { status: 500, body: { oops: true } }]]), 'unreadable', /HTTP 500/],
    ['the answer is cut off', new Map([[getSession, { body: '{"person": {"usern' }]]), 'unreadable', /not JSON/],
    ['the answer has another shape', new Map([[getSession, { body: { person: 'maria' } }]]), 'unreadable', /session/],
  ])('fails as itself when %s', async (_, answers, code, text) => {
    const failure = await call(asked(answers), getSession, {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProblemError);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(text) as unknown });
  });

  it('fails as unreachable when there is no network', async () => {
    const transport = { ...asked(new Map()), fetch: () => Promise.reject(new TypeError('fetch failed')) };
    await expect(call(transport, getSession, {})).rejects.toMatchObject({ code: 'unreachable', message: 'fetch failed' });
  });

  it('fails as unreachable when the network goes midway', async () => {
    const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError('terminated')) });
    const transport = { ...asked(new Map()), fetch: () => Promise.resolve(new Response(broken)) };
    await expect(call(transport, getSession, {})).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is no failure when it was called off', async () => {
    await expect(call(asked(new Map()), getSession, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
