// @vitest-environment jsdom
import { type Explanation, getExplanation } from '@vigla/contract/explain';
import { getGraph, type TrafficGraph } from '@vigla/contract/graph';
import { getElementSeries } from '@vigla/contract/metrics';
import { listCallTraces } from '@vigla/contract/traces';
import { at } from '@vigla/contract/units';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answering, type Answers, renderView } from '../../test/index.ts';
import { GraphView } from '../graph-view.tsx';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import { call, graphOf, http, node } from '@vigla/testkit/graphs';
import { shopExplanation } from '../test/shop-explanation.ts';

// The test's host lends no worker, and the layout says so each time.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const members = { healthy: 2, degraded: 0, failing: 1, not_ready: 0, idle: 0, unknown: 0 };
const [shop, pay, buy] = ['group:namespace/shop', 'group:namespace/pay', 'lab/op:cart:buy'];
const between = `${shop}>${pay}:http`;
const graph = graphOf(
  [
    node(shop, { kind: 'group', namespace: 'shop', name: 'shop', members }),
    node(pay, { kind: 'group', namespace: 'pay', name: 'pay', health: 'failing', members }),
    node(buy, { kind: 'operation', namespace: 'lab', name: 'buy' }),
    node('lab/cart', { app: 'cart', hosts: ['cart.lab.svc.cluster.local', 'cart.example'] }),
  ],
  [
    call(shop, pay, { health: 'failing', traffic: http({ requestsPerSecond: 12, errorRatio: 0.1 }) }),
    call('lab/cart', buy, { traffic: http({ requestsPerSecond: 3, p95Ms: null }) }),
  ],
  { gathered: gathered() },
);

function gathered(): TrafficGraph['gathered'] {
  return { by: 'namespace', within: null, labels: [], open: [], nodes: 6, edges: 9, groups: 2, worst: [], failing: 1, degraded: 0 };
}

const flat = (value: number | null) => Array.from({ length: 3 }, () => value);
const lines = [
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'sentBytesPerSecond',
  'receivedBytesPerSecond',
  'bytesPerSecond',
  'sentMessagesPerSecond',
  'receivedMessagesPerSecond',
];
const course = {
  direction: 'inbound',
  protocol: 'http',
  requestsPerSecond: flat(12),
  failedPerSecond: flat(1),
  ...Object.fromEntries(lines.map((name) => [name, flat(null)])),
};
const series = { from: graph.at - 120, to: graph.at, stepSeconds: 60, courses: [course], untold: [], gaps: [] };

const end = (id: string, name: string, namespace: string) => ({ id, kind: 'workload', namespace, name, app: name, version: null });
const part = { element: 'shop/web>pay/ledger:http', from: end('shop/web', 'web', 'shop'), to: end('pay/ledger', 'ledger', 'pay') };
const explanation: Explanation = {
  ...shopExplanation,
  element: between,
  edge: part.element,
  within: {
    nodes: null,
    worst: [],
    calls: 7,
    parts: [{ ...part, protocol: 'http', health: 'failing', requestsPerSecond: 4, failedPerSecond: 1.2 }],
  },
};

function show(place: Partial<GraphPlace>, more: Answers = new Map()) {
  const places: GraphPlace[] = [];
  function Page() {
    const [shown, setShown] = useState<GraphPlace>({ ...defaultGraphPlace, view: 'table', ...place });
    const go = (next: GraphPlace): void => {
      places.push(next);
      setShown(next);
    };
    return <GraphView place={shown} onPlace={go} />;
  }
  const usual = answering([getGraph, { body: graph }], [getElementSeries, { body: series }], [getExplanation, { body: explanation }]);
  return { ...renderView(<Page />, new Map([...usual, ...more])), places };
}

const questionOf = (sent: readonly { readonly url: string }[], row: { readonly path: string }): URLSearchParams => {
  const url = sent.map((one) => one.url).find((one) => one.split('?')[0]?.endsWith(row.path));
  return new URLSearchParams(url?.split('?')[1] ?? '');
};
const wordsOf = (question: URLSearchParams): readonly string[] => [...question].map((pair) => pair.join('=')).sort();
const section = async (name: string): Promise<HTMLElement> => {
  const heading = await screen.findByRole('heading', { level: 3, name });
  return heading.closest('section') ?? expect.unreachable(`${name} has no section`);
};

describe('what is asked about an element', () => {
  const place: Partial<GraphPlace> = {
    selected: between,
    namespaces: ['shop', 'pay'],
    groupBy: 'app',
    show: ['services', 'operations'],
    ambient: 'waypoint',
    gather: 'namespace',
    open: ['group:namespace/lab'],
    atEpochSeconds: at(1_795_354_330),
  };

  it('is asked of the very graph that it was chosen from', async () => {
    const found = { traces: [], looked: 40, calls: { asked: 5, all: 37 } };
    const { sent } = show(place, answering([listCallTraces, { body: found }]));
    fireEvent.click(await screen.findByRole('button', { name: 'Traces, slowest' }));
    expect(await screen.findByText('Looked for in the 5 slowest of 37 calls.')).toBeInstanceOf(HTMLElement);
    fireEvent.click(screen.getByRole('button', { name: 'Explain' }));
    expect(await section('Within')).toBeInstanceOf(HTMLElement);
    const asked = wordsOf(questionOf(sent, getGraph));
    expect(asked.length).toBeGreaterThan(10);
    for (const row of [getElementSeries, listCallTraces, getExplanation]) {
      const question = questionOf(sent, row);
      expect(question.get('element')).toBe(between);
      for (const own of ['element', 'spanSeconds', 'which']) question.delete(own);
      expect([row.path, wordsOf(question)]).toEqual([row.path, asked]);
    }
  });
});

describe('the panel of a group', () => {
  it('has its course over time, the way to its traces and to why', async () => {
    const { places } = show({ selected: pay });
    expect(await screen.findByRole('img', { name: /Requests to pay/ })).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole('button', { name: 'Traces, failed' })).toBeInstanceOf(HTMLElement);
    fireEvent.click(screen.getByRole('button', { name: 'Explain' }));
    expect(places.at(-1)).toMatchObject({ selected: pay, panel: 'explain' });
  });
});

describe('why a call between groups fails', () => {
  it('is told by the worst call within, and leads to each by itself', async () => {
    const { places } = show({ selected: between, panel: 'explain' });
    const inside = await section('Within');
    expect(inside.textContent).toContain('7 calls');
    expect(inside.textContent).toMatch(/1\.20.rps fail/u);
    fireEvent.click(within(inside).getByRole('button', { name: 'web → ledger' }));
    expect(places.at(-1)).toMatchObject({ selected: part.element, panel: 'explain' });
    fireEvent.click(within(await section('Within')).getByRole('button', { name: 'Back to its details' }));
    expect(places.at(-1)).toMatchObject({ panel: 'auto' });
  });
});

describe('the panel of a kind of request', () => {
  it('GRF-44: has its requests over time, its callers, and says that nobody measures how long it takes', async () => {
    show({ selected: buy }, answering([getElementSeries, { body: { ...series, untold: ['times_by_operation'] } }]));
    expect(await screen.findByRole('img', { name: /Requests to buy/ })).toBeInstanceOf(HTMLElement);
    expect(
      screen.getAllByText('Response times are not measured by kind of request, only of all requests to the workload.').length,
    ).toBeGreaterThan(0);
    expect(within(await section('Inbound')).getByRole('button', { name: /cart/ })).toBeInstanceOf(HTMLElement);
  });
});

describe('the panel of a workload', () => {
  it('GRF-41: leads to the services that it is asked for by', async () => {
    const { places } = show({ selected: 'lab/cart', show: ['rate'] });
    fireEvent.click(await screen.findByRole('button', { name: 'cart.lab.svc.cluster.local' }));
    expect(places.at(-1)).toMatchObject({ selected: 'lab/svc:cart', show: ['rate', 'services'] });
    expect(screen.queryByRole('button', { name: 'cart.example' })).toBeNull();
  });
});
