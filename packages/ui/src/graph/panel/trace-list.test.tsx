// @vitest-environment jsdom
import { listTraces, type TraceSummary } from '@vigla/contract/traces';
import { at, seconds } from '@vigla/contract/units';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { answering, type Reply, renderView, testNowMs } from '../../test/index.ts';
import { node } from '@vigla/testkit/graphs';
import { type Moment, TraceList } from './trace-list.tsx';

afterEach(cleanup);

const noon = at(Math.floor(testNowMs / 1000));
const trace = (id: string, durationMs: number, failed = false): TraceSummary => ({
  id,
  at: at(noon - 5),
  durationMs,
  spans: 8,
  services: 5,
  rootService: 'ingressgateway.edge',
  rootOperation: 'GET /',
  failed,
});
const reviews = node('bookinfo/reviews-v2', { app: 'reviews' });
const live: Moment = { windowSeconds: seconds(300), at: null };
const jaegerIsAway: Reply = {
  status: 502,
  body: { code: 'source_unavailable', detail: 'The tracing store at http://jaeger:16686 refused the connection.', source: 'tracing' },
};

const show = (reply: Reply | (() => Reply), { of = reviews, moment = live, refreshMs = 60_000 } = {}) =>
  renderView(<TraceList node={of} moment={moment} />, answering([listTraces, reply]), { refreshMs });
const textOf = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ');

describe('the traces of a workload', () => {
  it('are the five slowest, each with its time, length, spans and outcome', async () => {
    const { container } = show({ body: { traces: [90, 80, 70, 60, 50, 40].map((ms) => trace(String(ms), ms, ms === 80)) } });
    const rows = (await screen.findAllByRole('row')).slice(1);
    expect(rows.map(textOf)).toHaveLength(5);
    expect(textOf(rows[0] ?? container)).toMatch(/^\d\d:\d\d:\d\d ?8 ?90 ms$/);
    expect(screen.getAllByRole('img', { name: 'Failed' })).toHaveLength(1);
    expect(textOf(container)).toContain('the slowest of the newest 6');
  });

  it.each<[because: string, moment: Moment, query: RegExp]>([
    ['now', live, /^\/api\/v1\/namespaces\/bookinfo\/apps\/reviews\/traces\?limit=20&windowSeconds=300$/],
    [
      'at a past instant',
      { windowSeconds: seconds(60), at: at(noon - 600) },
      new RegExp(`\\?atEpochSeconds=${noon - 600}&limit=20&windowSeconds=60$`),
    ],
  ])('are those of the picture %s', async (_, moment, query) => {
    const { sent } = show({ body: { traces: [] } }, { moment });
    await waitFor(() => expect(sent.map(({ url }) => url)).toContainEqual(expect.stringMatching(query)));
  });

  it('are said to be none where none were kept', async () => {
    show({ body: { traces: [] } });
    expect(await screen.findByText('No trace through reviews ends in this window. Only sampled requests leave one.')).toBeDefined();
  });

  it('say that they could not be read, why and what is not affected, and come back by themselves', async () => {
    let reply = jaegerIsAway;
    const { container } = show(() => reply, { refreshMs: 30 });
    const failure = await screen.findByRole('status');
    expect(textOf(failure)).toBe(
      'Traces could not be read. The tracing store at http://jaeger:16686 refused the connection. Metrics and configuration are not affected.',
    );
    reply = { body: { traces: [trace('a', 12)] } };
    expect(await screen.findByRole('table')).toBeDefined();
    expect(textOf(container)).not.toContain('could not be read');
  });

  it('stay, faded, when newer ones cannot be read', async () => {
    const replies: Reply[] = [{ body: { traces: [trace('a', 12)] } }];
    show(() => replies.shift() ?? jaegerIsAway, { refreshMs: 30 });
    expect(await screen.findByText(/Traces could not be read/)).toBeDefined();
    expect(screen.getByRole('table').className).toContain('old');
  });

  it('say so where the reader may not see them', async () => {
    const missing = { verb: 'get', group: '', resource: 'namespaces', namespace: 'bookinfo' };
    show({ status: 403, body: { code: 'forbidden', detail: 'You may not see the namespace bookinfo.', missing } });
    expect(await screen.findByText('Its traces are not visible to you. You may not see the namespace bookinfo.')).toBeDefined();
  });

  it('are not mentioned where there is no tracing store', async () => {
    const { container, sent } = show({ status: 501, body: { code: 'not_configured', detail: 'No tracing.', source: 'tracing' } });
    await waitFor(() => expect(sent).toHaveLength(1));
    await waitFor(() => expect(container.textContent).toBe(''));
  });

  it.each([
    ['a TCP target without an application', node('orders/orders-db', { kind: 'store' })],
    ['what is outside', node('outside/unknown', { kind: 'outside', namespace: null, app: 'x' })],
  ])('are not asked for %s', (_, of) => {
    const { container, sent } = show({ body: { traces: [] } }, { of });
    expect(container.textContent).toBe('');
    expect(sent).toEqual([]);
  });
});
