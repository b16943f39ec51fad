// @vitest-environment jsdom
import { listChanges } from '@vigla/contract/changes';
import { getGraph, getGraphHistory, type TrafficGraph, TrafficHistory } from '@vigla/contract/graph';
import { listNamespaces } from '@vigla/contract/inventory';
import { getTrafficShift } from '@vigla/contract/istio';
import { at } from '@vigla/contract/units';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answering, type Answers, renderView, testNowMs } from '../test/index.ts';
import type { Host } from '../host/index.ts';
import { GraphView, type GraphViewProps } from './graph-view.tsx';
import { defaultGraphPlace, type GraphPlace } from './place/graph-place.ts';
import { TimeRail } from './rail/time-rail.tsx';
import { shopGraph } from './test/shop-graph.ts';

// The test's host lends no worker, and the layout says so each time.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const now = at(testNowMs / 1000);
const failingCall = 'orders/checkout-v12>payments/payments-v2:http';
const history = {
  from: at(now - 3600),
  to: now,
  stepSeconds: 60,
  enteringPerSecond: [400, null, 412],
  failingPerSecond: [0, 0, 0.88],
  gaps: [],
};
const change = {
  at: at(now - 1799),
  by: 'kubectl-edit',
  kind: 'changed' as const,
  object: { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace: 'payments', name: 'payments' },
};

interface Setting {
  readonly place?: Partial<GraphPlace>;
  readonly graph?: Partial<TrafficGraph>;
  readonly answers?: Answers;
  readonly host?: Partial<Host>;
  readonly onShiftTraffic?: GraphViewProps['onShiftTraffic'];
}

/** The view as a page would show it: whatever it asks of its place, it gets. */
function show({ place = {}, graph = {}, answers = new Map(), host = {}, onShiftTraffic }: Setting = {}) {
  const places: GraphPlace[] = [];
  function Page() {
    const [shown, setShown] = useState<GraphPlace>({ ...defaultGraphPlace, view: 'table', ...place });
    const go = (next: GraphPlace): void => {
      places.push(next);
      setShown(next);
    };
    return <GraphView place={shown} onPlace={go} {...(onShiftTraffic && { onShiftTraffic })} />;
  }
  const known: Answers = new Map([
    [getGraph, { body: shopGraph({ at: now, newestSampleAt: at(now - 2), ...graph }) }],
    [getGraphHistory, { body: history }],
    [listChanges, { body: { changes: [change], gaps: [] } }],
    ...answers,
  ]);
  return { ...renderView(<Page />, known, host), places };
}

const rows = async () => (await screen.findAllByRole('row')).slice(1);
const textOf = (element: Element | null | undefined): string => (element?.textContent ?? '').replaceAll(/\s+/g, ' ');

describe('the table of calls', () => {
  it('says the same as the picture, trouble first', async () => {
    show();
    const [first, ...others] = await rows();
    expect(others).toHaveLength(27);
    expect(textOf(first)).toContain('checkout v12 orderspayments v2 paymentsHTTP4.80 rps18.4 %');
    expect(textOf(first)).toContain('Failing');
  });

  it('never writes what was not measured as zero', async () => {
    show();
    const outside = (await rows()).find((row) => textOf(row).includes('Outside'));
    expect(within(outside ?? document.body).getByText('not measured')).toBeDefined();
  });

  it('sorts by rate, and back again', async () => {
    show();
    await rows();
    fireEvent.click(screen.getByRole('button', { name: 'Rate' }));
    expect(textOf((await rows())[0])).toContain('88');
    fireEvent.click(screen.getByRole('button', { name: 'Rate' }));
    expect(textOf((await rows())[0])).toContain('412 rps');
  });

  it('shows only what the search finds, and names a word it does not know', async () => {
    const { rerender: _ } = show({ place: { find: 'errors > 10%' } });
    expect(await rows()).toHaveLength(4);
    fireEvent.change(screen.getByRole('combobox', { name: 'Find' }), { target: { value: 'mood = good' } });
    expect(await screen.findByText(/“mood” is nothing that can be asked/)).toBeDefined();
  });

  it('GRF-42: opens the details of a call, and closes them', async () => {
    const { places } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'checkout v12, details of the call to payments v2' }));
    const panel = await screen.findByRole('complementary', { name: 'Details' });
    expect(places.at(-1)?.selected).toBe(failingCall);
    expect(textOf(panel)).toContain('18.4 % of requests fail.');
    expect(textOf(panel)).toContain('All are 503: refused because a connection limit was reached (flag UO).');
    fireEvent.click(within(panel).getByRole('button', { name: 'Close details' }));
    expect(screen.queryByRole('complementary', { name: 'Details' })).toBeNull();
  });

  it('gives way to the picture by the key T, but not while somebody types', async () => {
    const { places } = show({ host: {} });
    await rows();
    fireEvent.keyDown(screen.getByRole('combobox', { name: 'Find' }), { key: 't' });
    expect(places).toEqual([]);
  });
});

describe('the details of a workload', () => {
  it('GRF-41: say how it is, who calls it, whom it calls and who it is', async () => {
    show({ place: { selected: 'orders/checkout-v12' } });
    const panel = await screen.findByRole('complementary', { name: 'Details' });
    expect(textOf(panel)).toContain('3.7 % of requests fail.');
    expect(textOf(panel)).toContain('All 0.89 rps of them come from payments v2.');
    expect(textOf(panel)).toContain('Degraded');
    expect(textOf(panel)).toMatch(/Degraded ?orders ?3 of 3 pods ready ?in the mesh/);
    expect(textOf(panel)).toContain('24.0 rps from 1 caller');
    const calls = within(panel).getAllByRole('table')[1];
    expect(textOf(within(calls ?? panel).getAllByRole('row')[1])).toContain('payments v24.8018.4 %');
    expect(textOf(panel)).toContain('spiffe://shop.example/ns/orders/sa/checkout');
  });

  it('GRF-47: lead to its own page', async () => {
    const open = vi.fn<(path: string) => void>();
    show({ place: { selected: 'orders/checkout-v12', windowSeconds: 900 }, host: { href: ({ page }) => `/${page}`, open } });
    fireEvent.click(await screen.findByRole('link', { name: 'Open page' }));
    expect(open).toHaveBeenCalledWith('/node?w=900');
  });

  const start = {
    namespace: 'payments',
    service: 'payments',
    versions: [],
    virtualService: null,
    destinationRule: null,
    neighbours: [],
    canWrite: true,
    missing: null,
    managers: [],
  };

  it('offer to shift traffic of its service', async () => {
    const onShiftTraffic = vi.fn<(namespace: string, service: string) => void>();
    show({ place: { selected: 'payments/payments-v2' }, answers: answering([getTrafficShift, { body: start }]), onShiftTraffic });
    fireEvent.click(await screen.findByRole('button', { name: 'Shift traffic…' }));
    expect(onShiftTraffic).toHaveBeenCalledExactlyOnceWith('payments', 'payments');
  });

  it('do not offer it to those whom the cluster would not let', async () => {
    const body = { ...start, canWrite: false, missing: 'patch virtualservices in payments' };
    const { sent } = show({
      place: { selected: 'payments/payments-v2' },
      answers: answering([getTrafficShift, { body }]),
      onShiftTraffic: () => undefined,
    });
    await waitFor(() => expect(sent.map(({ url }) => url)).toContain('/api/v1/namespaces/payments/services/payments/traffic-shift'));
    await act(async () => undefined);
    expect(screen.queryByRole('button', { name: 'Shift traffic…' })).toBeNull();
  });

  it('say why traffic cannot be shifted where nothing may be written', async () => {
    const onShiftTraffic = vi.fn<(namespace: string, service: string) => void>();
    show({ place: { selected: 'payments/payments-v2' }, onShiftTraffic, host: { canWrite: false } });
    const button = await screen.findByRole('button', { name: 'Shift traffic…' });
    expect(button.hasAttribute('disabled')).toBe(true);
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBeTruthy();
  });

  it('offer nothing of the kind on a store or on a wall', async () => {
    show({ place: { selected: 'orders/orders-db' }, onShiftTraffic: () => undefined });
    await screen.findByRole('complementary', { name: 'Details' });
    expect(screen.queryByRole('button', { name: 'Shift traffic…' })).toBeNull();
  });
});

describe('the states of the graph', () => {
  const failed = {
    status: 502,
    body: {
      code: 'source_unavailable',
      detail: 'Prometheus at http://prometheus:9090 refused the connection.',
      source: 'prometheus',
      reference: '8f2c',
    },
  };

  it('failed: says what, why and how to go on', async () => {
    show({ answers: new Map([[getGraph, failed]]) });
    expect(await screen.findByRole('alert')).toBeDefined();
    expect(screen.getByText(/refused the connection/)).toBeDefined();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
  });

  it('forbidden: names what is missing', async () => {
    const missing = { verb: 'get', group: '', resource: 'namespaces', namespace: 'payments' };
    show({ answers: new Map([[getGraph, { status: 403, body: { code: 'forbidden', detail: 'Not yours to see.', missing } }]]) });
    expect(await screen.findByText('payments is not visible to you')).toBeDefined();
  });

  it('forbidden: names all that were asked for, and leads to what may be seen', async () => {
    const answer = ({ url }: { readonly url: string }) =>
      url.includes('namespace=')
        ? { status: 403, body: { code: 'forbidden', detail: 'You may see none of these namespaces.' } }
        : { body: shopGraph({ at: now, newestSampleAt: now }) };
    show({ place: { namespaces: ['payments', 'secret'] }, answers: answering([getGraph, answer]) });
    expect(await screen.findByText(/^payments, secret are not visible to you/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show what I may see' }));
    expect(await rows()).toHaveLength(28);
  });

  it('empty: is sure about it and offers a longer window', async () => {
    const { places } = show({ graph: { nodes: [], edges: [] } });
    expect(await screen.findByText(/No calls in the last 5 min/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: /Show the last 15\smin/ }));
    expect(places.at(-1)?.windowSeconds).toBe(900);
  });

  it.each([
    ['silent, where it exists', 'orders', /^No calls in the last 5 min/],
    ['not visible, where there is none of this name', 'ordres', /^ordres is not visible to you/],
  ])('empty: a namespace is %s', async (_, namespace, said) => {
    const known = { name: 'orders', labels: {}, injected: true, controlPlane: false };
    show({
      place: { namespaces: [namespace] },
      graph: { nodes: [], edges: [], namespaces: [namespace] },
      answers: answering([listNamespaces, { body: { namespaces: [known] } }]),
    });
    expect(await screen.findByText(said)).toBeDefined();
  });

  it.each<[because: string, place: Partial<GraphPlace>, button: string, to: Partial<GraphPlace>]>([
    ['idle nodes are hidden', { show: ['rate'] }, 'Show idle nodes', { show: ['rate', 'idle'] }],
    ['one namespace was asked for', { namespaces: ['orders'] }, 'Show all namespaces', { namespaces: [] }],
    ['one node was focused on', { focus: 'orders/checkout-v12' }, 'Show the whole graph', { focus: null }],
  ])('GRF-54: empty where %s: leads out of it', async (_, place, button, to) => {
    const { places } = show({ place, graph: { nodes: [], edges: [], namespaces: [...(place.namespaces ?? [])] } });
    fireEvent.click(await screen.findByRole('button', { name: button }));
    expect(places.at(-1)).toMatchObject(to);
  });

  it('partial: shows what there is and names the gap', async () => {
    show({ graph: { gaps: [{ source: 'prometheus', lacks: 'response_times', detail: 'the query took over 10 s' }] } });
    expect(await rows()).toHaveLength(28);
    expect(screen.getByText(/the query took over 10 s/)).toBeDefined();
  });

  it('stale: keeps the old answer, dates it and says who is silent', async () => {
    let asked = 0;
    const answer = () => (asked++ === 0 ? { body: shopGraph({ at: now, newestSampleAt: at(now - 40) }) } : failed);
    show({ answers: new Map([[getGraph, answer]]), host: { refreshMs: 40 } });
    expect(await screen.findByText(/Prometheus has not answered since/)).toBeDefined();
    expect(await rows()).toHaveLength(28);
  });

  it('late: says so when Prometheus answers but has nothing new', async () => {
    show({ graph: { newestSampleAt: at(now - 600) } });
    expect(await screen.findByText(/its scrapes of the proxies have stopped or fail/)).toBeDefined();
  });

  it('names namespaces that the reader may not see, and shows the others', async () => {
    show({ place: { namespaces: ['payments', 'secret'] }, graph: { namespaces: ['payments'] } });
    expect(await screen.findByText(/^secret is not visible to you/)).toBeDefined();
    expect(await rows()).toHaveLength(28);
  });
});

describe('GRF-45: the kebab of a panel', () => {
  it('offers what the right button offers', async () => {
    const { places } = show({ place: { selected: 'orders/checkout-v12' } });
    const panel = await screen.findByRole('complementary', { name: 'Details' });
    fireEvent.click(within(panel).getByRole('button', { name: 'What can be done with checkout v12' }));
    fireEvent.click(await within(panel).findByRole('menuitem', { name: /^Focus, 1 call away/ }));
    expect(places.at(-1)).toMatchObject({ focus: 'orders/checkout-v12', hops: 1 });
  });
});

describe('GRF-46: the graph of one node', () => {
  it('says in the head that it is narrowed, goes further by one, and back to the whole', async () => {
    const { places } = show({ place: { focus: 'orders/checkout-v12' } });
    await rows();
    expect(screen.getByText(/Only checkout v12, 1 hop/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'One more' }));
    expect(places.at(-1)).toMatchObject({ focus: 'orders/checkout-v12', hops: 2 });
    fireEvent.click(screen.getByRole('button', { name: 'Back to the whole graph' }));
    expect(places.at(-1)).toMatchObject({ focus: null });
    expect(screen.queryByText(/Only checkout v12/)).toBeNull();
  });
});

describe('the time rail', () => {
  it('says what enters and fails now, and what was changed', async () => {
    show();
    const rail = await screen.findByRole('region', { name: 'Time' });
    expect(textOf(rail)).toContain('412 rps');
    expect(textOf(rail)).toContain('0.88 rps');
    expect(within(rail).getByRole('button', { name: /DestinationRule payments changed by kubectl-edit/ })).toBeDefined();
  });

  it.each([
    ['one step back', { key: 'ArrowLeft' }, now - 60],
    ['ten steps back', { key: 'ArrowLeft', shiftKey: true }, now - 600],
    ['to the beginning', { key: 'Home' }, now - 3600],
    ['to the present', { key: 'End' }, null],
  ])('goes %s by key', async (_, key, to) => {
    const { places } = show();
    fireEvent.keyDown(await screen.findByRole('slider', { name: 'Shown instant' }), key);
    expect(places.at(-1)?.atEpochSeconds).toBe(to);
  });

  it('loses no press of a key when its page follows late', () => {
    const onAt = vi.fn<(at: number | null) => void>();
    renderView(<TimeRail history={TrafficHistory.parse(history)} changes={[]} problem={null} at={null} windowSeconds={300} onAt={onAt} />);
    const handle = screen.getByRole('slider', { name: 'Shown instant' });
    fireEvent.keyDown(handle, { key: 'ArrowLeft', shiftKey: true });
    fireEvent.keyDown(handle, { key: 'ArrowLeft' });
    expect(onAt.mock.calls).toEqual([[now - 600], [now - 660]]);
  });

  it('asks the server for the instant it shows', async () => {
    const { sent } = show({ place: { atEpochSeconds: now - 600 } });
    await waitFor(() => expect(sent.some(({ url }) => url.includes(`atEpochSeconds=${now - 600}`))).toBe(true));
  });

  it('fails alone', async () => {
    show({
      answers: new Map([
        [getGraphHistory, { status: 504, body: { code: 'source_timeout', detail: 'Prometheus took over 10 s.', source: 'prometheus' } }],
      ]),
    });
    expect(await rows()).toHaveLength(28);
  });
});
