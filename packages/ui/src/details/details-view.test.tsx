// @vitest-environment jsdom
import { listChanges } from '@vigla/contract/changes';
import { getGraph, getGraphHistory, type TrafficGraph } from '@vigla/contract/graph';
import { listNamespaces } from '@vigla/contract/inventory';
import { getTrafficShift } from '@vigla/contract/istio';
import { getElementSeries } from '@vigla/contract/metrics';
import { listTraces } from '@vigla/contract/traces';
import { at } from '@vigla/contract/units';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultGraphPlace, type GraphPlace } from '../graph/index.ts';
import { node } from '@vigla/testkit/graphs';
import { shopGraph } from '../graph/test/shop-graph.ts';
import { type Host, type NodePage, nodePath } from '../host/index.ts';
import { answering, type Answers, type Reply, renderView, type Sent, testNowMs } from '../test/index.ts';
import { DetailsView } from './details-view.tsx';

// There is no canvas in jsdom; what it draws is seen in a browser. Here a hand reaches two of its elements.
vi.mock('../graph/canvas/graph-canvas.tsx', () => ({
  GraphCanvas: ({ onTap }: { readonly onTap: (hit: { readonly id: string }) => void }) => (
    <>
      {['orders/checkout-v12', 'orders/checkout-v12>payments/payments-v2:http'].map((id) => (
        <button key={id} type="button" onClick={() => onTap({ id })}>
          {id}
        </button>
      ))}
    </>
  ),
}));
// The test's host lends no worker, and the layout says so each time.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const now = at(testNowMs / 1000);
const payments: NodePage = { page: 'node', kind: 'workload', cluster: null, namespace: 'payments', name: 'payments-v2' };
const away = { status: 503, body: { code: 'source_unavailable', detail: 'Prometheus refused the connection.', reference: 'r' } };

interface Setting {
  readonly page?: Partial<NodePage>;
  readonly place?: Partial<GraphPlace>;
  readonly graph?: Reply | ((sent: Sent) => Reply | Promise<Reply>);
  readonly answers?: Answers;
  readonly host?: Partial<Host>;
}

function show({ page = {}, place = {}, graph = told(), answers = new Map(), host = {} }: Setting = {}) {
  const onGraph = vi.fn<(place: GraphPlace) => void>();
  const onPlace = vi.fn<(place: GraphPlace) => void>();
  const onShiftTraffic = vi.fn<(namespace: string, service: string) => void>();
  const open = vi.fn<(path: string) => void>();
  const rendered = renderView(
    <DetailsView page={{ ...payments, ...page }} place={{ ...defaultGraphPlace, ...place }} {...{ onGraph, onPlace, onShiftTraffic }} />,
    new Map([
      ...answering(
        [getGraph, graph],
        [getElementSeries, { body: { from: at(now - 3600), to: now, stepSeconds: 1800, courses: [], gaps: [] } }],
        [
          getGraphHistory,
          { body: { from: at(now - 3600), to: now, stepSeconds: 1800, enteringPerSecond: [], failingPerSecond: [], gaps: [] } },
        ],
        [listChanges, { body: { changes: [], gaps: [] } }],
        [listTraces, { body: { traces: [] } }],
        [listNamespaces, { body: { namespaces: ['payments', 'orders'].map(namespace) } }],
      ),
      ...answers,
    ]),
    { href: (to) => (to.page === 'node' ? nodePath(to) : `/${to.page}`), open, ...host },
  );
  return { ...rendered, onGraph, onPlace, onShiftTraffic, open };
}

const told = (changes: Partial<TrafficGraph> = {}): Reply => ({ body: shopGraph({ at: now, newestSampleAt: at(now - 2), ...changes }) });
const namespace = (name: string) => ({ name, labels: {}, injected: true, controlPlane: false });
const textOf = (element: Element | null | undefined): string => (element?.textContent ?? '').replaceAll(/\s+/g, ' ');
const title = () => screen.findByRole('heading', { level: 1 });
const table = (name: string) => screen.findByRole('table', { name });
const rowsOf = async (name: string) =>
  within(await table(name))
    .getAllByRole('row')
    .slice(1)
    .map(textOf);

describe('the page of a workload', () => {
  it('GRF-47: says how it is and why, who calls it, whom it calls, who it is', async () => {
    show();
    expect(textOf(await title())).toBe('payments v2');
    const page = screen.getByRole('article');
    expect(textOf(page)).toMatch(/Failing ?3 of 3 pods ready ?in the mesh ?mTLS 100 % ?4.80 rps/);
    expect(textOf(page)).toContain('18.4 % of requests fail.');
    expect(textOf(page)).toContain('All are 503: refused because a connection limit was reached (flag UO).');
    expect(await rowsOf('Callers')).toEqual([expect.stringMatching(/^checkout v12 orders4\.80 rps18\.4 %/)]);
    expect((await rowsOf('Calls')).map((row) => row.split(/\d/)[0]?.trim())).toEqual(expect.arrayContaining(['fraud v', 'ledger v']));
    expect(textOf(page)).toContain('spiffe://shop.example/ns/payments/sa/payments');
  });

  it('GRF-47: draws it with its callers and calls, and leads to the graph of it alone', async () => {
    const { onGraph } = show();
    expect((await screen.findByRole('img', { name: /nodes/ })).getAttribute('aria-label')).toMatch(/^5 nodes, 4 calls/);
    fireEvent.click(screen.getByRole('button', { name: 'Graph of this node' }));
    expect(onGraph.mock.lastCall?.[0]).toMatchObject({ focus: 'payments/payments-v2', hops: 1 });
  });

  it('GRF-47: leads from a plate to its page, and from a line to the call on the graph', async () => {
    const { onGraph, open } = show({ place: { windowSeconds: 900 } });
    fireEvent.click(await screen.findByText('orders/checkout-v12'));
    expect(open).toHaveBeenCalledWith('/workloads/orders/checkout-v12?w=900');
    fireEvent.click(screen.getByText('orders/checkout-v12>payments/payments-v2:http'));
    expect(onGraph.mock.lastCall?.[0]).toMatchObject({ selected: 'orders/checkout-v12>payments/payments-v2:http' });
  });

  it('GRF-47: asks for its own surroundings, whatever namespaces its link names', async () => {
    const { sent } = show({ place: { namespaces: ['orders'], windowSeconds: 900 } });
    await title();
    const asked = new URL(sent.find(({ url }) => url.startsWith('/api/v1/graph?'))?.url ?? '', 'http://vigla').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ focus: 'payments/payments-v2', hops: '1', groupBy: 'version', windowSeconds: '900' });
    expect(asked.has('namespace')).toBe(false);
  });

  it('GRF-47: leads to the page of each neighbour at the same moment', async () => {
    const { open } = show({ place: { windowSeconds: 900, atEpochSeconds: now } });
    const link = within(await table('Callers')).getByRole('link', { name: 'checkout v12' });
    expect(link.getAttribute('href')).toBe(`/workloads/orders/checkout-v12?w=900&at=${now}`);
    fireEvent.click(link);
    expect(open).toHaveBeenCalledWith(`/workloads/orders/checkout-v12?w=900&at=${now}`);
    expect(within(await table('Calls')).queryByRole('link', { name: /cardpay/ })).toBeNull();
  });

  it('GRF-47: shows itself on the whole graph, with its namespace', async () => {
    const { onGraph } = show({ place: { namespaces: ['orders'] } });
    fireEvent.click(await screen.findByRole('button', { name: 'Show on graph' }));
    expect(onGraph.mock.lastCall?.[0]).toMatchObject({ selected: 'payments/payments-v2', focus: null, namespaces: ['orders', 'payments'] });
    fireEvent.click(screen.getByRole('button', { name: 'Explain' }));
    expect(onGraph.mock.lastCall?.[0]).toMatchObject({ selected: 'payments/payments-v2', panel: 'explain' });
  });

  it('GRF-47: opens the editor that shifts its traffic, for those who may write', async () => {
    const start = {
      namespace: 'payments',
      service: 'payments',
      versions: [],
      virtualService: null,
      destinationRule: null,
      managers: [],
      neighbours: [],
      missing: null,
      canWrite: true,
    };
    const { onShiftTraffic } = show({ answers: answering([getTrafficShift, { body: start }]) });
    fireEvent.click(await screen.findByRole('button', { name: 'Shift traffic…' }));
    expect(onShiftTraffic).toHaveBeenCalledWith('payments', 'payments');
  });
});

describe('the page of something else', () => {
  it.each([
    ['service', 'service', 'payments/svc:payments'],
    ['application', 'app', 'payments/app:payments'],
  ] as const)('GRF-47: of a %s asks for it grouped so', async (kind, groupBy, id) => {
    const its = node(id, { kind: groupBy, name: 'payments', health: 'idle', reasons: [{ kind: 'no_traffic' }] });
    const { sent } = show({ page: { kind, name: 'payments' }, graph: told({ groupBy, nodes: [its], edges: [] }) });
    expect(textOf(await title())).toBe('payments');
    expect(sent.some(({ url }) => url.includes(`groupBy=${groupBy}`) && url.includes(`focus=${encodeURIComponent(id)}`))).toBe(true);
  });

  it('GRF-47: of what rests says so, and draws no picture of nothing', async () => {
    const its = node('payments/payments-v2', { health: 'idle', reasons: [{ kind: 'no_traffic' }] });
    show({ graph: told({ nodes: [its], edges: [] }) });
    await title();
    const page = textOf(screen.getByRole('article'));
    expect(page).toContain('Idle');
    expect(page).toContain('Nobody called it and it called nobody in this window.');
    expect(screen.queryByRole('img', { name: /nodes/ })).toBeNull();
  });
});

describe('the page of what nobody measures', () => {
  it('GRF-47: does not take what is not measured for silence, and asks for no course of it', async () => {
    const its = node('payments/payments-v2', { health: 'unknown', reasons: [{ kind: 'no_sidecar' }], inMesh: false });
    const { sent } = show({ graph: told({ nodes: [its], edges: [] }) });
    await title();
    const page = textOf(screen.getByRole('article'));
    expect(page).toContain('Not measured: no proxy of its own counts its calls');
    expect(page).not.toMatch(/[Nn]obody called/);
    expect(sent.filter(({ url }) => url.includes('/series'))).toEqual([]);
  });
});

describe('a page without its node', () => {
  it('GRF-47: says that it was not seen, and where more may be known', async () => {
    const { onPlace, onGraph } = show({ page: { name: 'payments-v9' }, graph: told({ nodes: [], edges: [] }) });
    expect(await screen.findByText(/payments-v9 was not seen in the last 5.min/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: /Show the last 15.min/ }));
    expect(onPlace.mock.lastCall?.[0]).toMatchObject({ windowSeconds: 900 });
    fireEvent.click(screen.getByRole('button', { name: 'Show the graph of payments' }));
    expect(onGraph.mock.lastCall?.[0]).toMatchObject({ namespaces: ['payments'] });
  });

  it('GRF-47: does not tell what is there from what may not be seen', async () => {
    const { onGraph } = show({ page: { namespace: 'secret' }, graph: told({ nodes: [], edges: [] }) });
    expect(await screen.findByText(/secret is not visible to you/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show what I may see' }));
    expect(onGraph.mock.lastCall?.[0]).toMatchObject({ namespaces: [] });
  });

  it('GRF-47: holds its place while it is asked for', async () => {
    show({ graph: () => new Promise<never>(() => undefined) });
    expect(await screen.findByRole('status', { name: /payments-v2/ })).toBeDefined();
  });

  it('GRF-47: says what could not be read', async () => {
    show({ graph: away });
    expect(await screen.findByText(/Prometheus refused the connection/)).toBeDefined();
    expect(screen.queryByText(/was not seen/)).toBeNull();
  });

  it('GRF-47: keeps what it knew, fades it and dates it, when nothing newer comes', async () => {
    let asked = 0;
    show({ graph: () => (asked++ === 0 ? told({ newestSampleAt: at(now - 300) }) : away) });
    await title();
    expect(await screen.findByText(/old\./)).toBeDefined();
    expect(screen.getByRole('article').className).toContain('vigla-details--stale');
  });
});
