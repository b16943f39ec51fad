// @vitest-environment jsdom
import { getGraph } from '@vigla/contract/graph';
import type { Tick } from '@vigla/contract/mesh';
import { at, seconds } from '@vigla/contract/units';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transport } from '../host/index.ts';
import { recordingHost, renderView, testNowMs } from '../test/index.ts';
import { eventSplitter } from './event-stream.ts';
import { followTicks } from './follow-ticks.ts';
import { useEndpoint, useNow, useTicks } from './index.ts';
import { serverClock } from './server-clock.ts';

describe('an event stream', () => {
  it('gives each value once, wherever the network cuts it', () => {
    const values = fc.array(fc.json({ maxDepth: 1 }), { maxLength: 5 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), fc.constantFrom('\n', '\r\n'), (sent, size, end) => {
        const text = sent.map((value) => `: heartbeat${end}id: 7${end}data: ${value}${end}${end}`).join('');
        const heard: string[] = [];
        const split = eventSplitter((data) => heard.push(data));
        for (let from = 0; from < text.length; from += size) split(text.slice(from, from + size));
        expect(heard).toEqual(sent);
      }),
    );
  });
});

/** A stream of ticks that a test holds in its hand. */
function tickLine() {
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  const attempts: number[] = [];
  let up = true;
  const fetch = (_: unknown, init?: RequestInit): Promise<Response> => {
    attempts.push(Date.now());
    if (!up) return Promise.reject(new TypeError('fetch failed'));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        stream = controller;
        init?.signal?.addEventListener('abort', () => controller.error(new DOMException('stopped', 'AbortError')));
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
  return {
    attempts,
    transport: { baseUrl: '', fetch, headers: () => ({}) } satisfies Transport,
    tell: (tick: Tick | string) =>
      stream?.enqueue(new TextEncoder().encode(`data: ${typeof tick === 'string' ? tick : JSON.stringify(tick)}\n\n`)),
    cut: (stays: 'up' | 'down') => {
      up = stays === 'up';
      stream?.error(new TypeError('terminated'));
    },
    mend: () => {
      up = true;
    },
  };
}

describe('the stream of ticks', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, 'debug').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  const passed = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('comes back after a break, later each time, and at once when the network returns', async () => {
    const line = tickLine();
    const flows: boolean[] = [];
    const stop = followTicks(line.transport, { onTick: () => undefined, onFlow: (flowing) => flows.push(flowing) });
    await passed(0);
    expect(flows).toEqual([true]);
    line.cut('down');
    await passed(200_000);
    const pauses = line.attempts.slice(1).map((time, index) => time - (line.attempts[index] ?? 0));
    expect(pauses.slice(0, 7)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    line.mend();
    const before = line.attempts.length;
    dispatchEvent(new Event('online'));
    await passed(0);
    expect(line.attempts).toHaveLength(before + 1);
    expect(flows.at(-1)).toBe(true);
    stop();
    await passed(60_000);
    expect(line.attempts).toHaveLength(before + 1);
  });

  it('passes over what is no tick', async () => {
    const line = tickLine();
    const heard: string[] = [];
    const stop = followTicks(line.transport, { onTick: ({ kind }) => heard.push(kind), onFlow: () => undefined });
    await passed(0);
    for (const odd of ['{"kind":"party"}', 'not json', '{"kind":"hello","now":-1}']) line.tell(odd);
    line.tell({ kind: 'snapshot', at: at(5) });
    await passed(0);
    expect(heard).toEqual(['snapshot']);
    stop();
  });
});

describe('a page that follows ticks', () => {
  afterEach(cleanup);
  const graph = (when: number) => ({
    at: at(when),
    window: seconds(300),
    groupBy: 'version',
    namespaces: [],
    nodes: [],
    edges: [],
    newestSampleAt: null,
    gaps: [],
    gathered: null,
    cost: null,
  });
  const Page = () => {
    useTicks();
    const live = useEndpoint(getGraph, { query: { namespace: [] } }, { freshness: 'live' }).data;
    const past = useEndpoint(getGraph, { query: { namespace: [], atEpochSeconds: 7 } }, { freshness: 'frozen' }).data;
    return (
      <p>
        live {live?.at} past {past?.at} now {useNow(50)}
      </p>
    );
  };

  it('asks again for what a tick made old, never for the past, and sets its clock', async () => {
    const line = tickLine();
    let when = 1000;
    const { host, sent } = recordingHost(new Map([[getGraph, ({ url }) => ({ body: graph(url.includes('at') ? 7 : when) })]]));
    const answered = host.transport.fetch;
    const fetch: typeof globalThis.fetch = (input, init) =>
      typeof input === 'string' && input.endsWith('/ticks') ? line.transport.fetch(input, init) : answered(input, init);
    renderView(<Page />, new Map(), { transport: { ...host.transport, fetch } });
    await screen.findByText(/live 1000 past 7/);
    when = 1015;
    await act(async () => line.tell({ kind: 'snapshot', at: at(1015) }));
    await screen.findByText(/live 1015 past 7/);
    expect(sent.filter(({ url }) => url.includes('atEpochSeconds'))).toHaveLength(1);
    await act(async () => line.tell({ kind: 'hello', now: at(testNowMs / 1000 + 600) }));
    await waitFor(() => expect(screen.getByText(new RegExp(`now ${testNowMs / 1000 + 600}`))).toBeDefined());
  });
});

describe('the clock of the server', () => {
  it.each([
    ['as good as ours', 0, 0],
    ['a second off, which is no more than rounding', 1, 0],
    ['ten minutes ahead', 600, 600],
    ['an hour behind', -3600, -3600],
  ])('is %s', (_, ahead, told) => {
    const clock = serverClock(() => testNowMs);
    clock.read(testNowMs / 1000 + ahead, testNowMs);
    expect(Math.floor((clock.nowMs() - testNowMs) / 1000)).toBe(told);
  });

  it('does not tremble with every reading', () => {
    const clock = serverClock(() => testNowMs);
    clock.read(testNowMs / 1000 + 600, testNowMs);
    const before = clock.nowMs();
    clock.read(testNowMs / 1000 + 601, testNowMs);
    expect(clock.nowMs()).toBe(before);
  });
});
