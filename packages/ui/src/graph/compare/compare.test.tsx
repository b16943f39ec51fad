// @vitest-environment jsdom
import { listChanges } from '@vigla/contract/changes';
import { type Comparison, getComparison } from '@vigla/contract/compare';
import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import { at, seconds } from '@vigla/contract/units';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answering, type Answers, renderView, testNowMs } from '../../test/index.ts';
import { GraphView } from '../graph-view.tsx';
import { drawGraph } from '../drawing/drawing.ts';
import { lookOf } from '../drawing/look.ts';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import { http } from '@vigla/testkit/graphs';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { withoutComparison } from './compare-choice.tsx';
import { changedElements, comparedDrawing } from './compared-drawing.ts';
import { unitedGraph } from './united-graph.ts';
import { VersusControl } from './versus-control.tsx';

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  // The pages of tests have no size, and nothing to scroll.
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const now = at(testNowMs / 1000);
const versus = now - 1920;
const graph = shopGraph({ at: now, newestSampleAt: now });
const failing = 'orders/checkout-v12>payments/payments-v2:http';
const passedOn = 'storefront/storefront-api-v5>orders/checkout-v12:http';
const fresh = 'billing/billing-batch>payments/payments-v1:http';

/** The shop: payments v2 began to refuse calls, a batch job began to call. */
const comparison: Comparison = {
  before: { at: at(versus), window: seconds(300) },
  after: { at: now, window: seconds(300) },
  groupBy: 'version',
  namespaces: [],
  nodes: graph.nodes.map((node) => ({
    node,
    change: node.id === 'payments/payments-v2' ? 'worse' : node.id === 'billing/billing-batch' ? 'new' : 'unchanged',
    before: node.inbound,
    after: node.inbound,
  })),
  edges: graph.edges.map((edge) => ({
    edge,
    change: edge.id === failing || edge.id === passedOn ? 'worse' : edge.id === fresh ? 'new' : 'unchanged',
    before: edge.id === fresh ? null : { ...edge.traffic, ...(edge.traffic.protocol === 'http' && { errorRatio: 0, failed: 0 }) },
    after: edge.traffic,
    mtlsBefore: edge.id === fresh ? null : edge.mtlsRatio,
    mtlsAfter: edge.mtlsRatio,
  })),
  findings: [
    {
      id: failing,
      aspect: 'errors',
      change: 'worse',
      edges: [failing],
      before: http({ requestsPerSecond: 4.8 }),
      after: http({ requestsPerSecond: 4.8, errorRatio: 0.184 }),
      affectedPerSecond: 0.88,
      rollout: null,
      plainText: null,
      evidence: [{ test: 'two_proportions', aspect: 'errors', before: 1440, after: 1440, pValue: 1e-64 }],
      seenAt: at(now - 1790),
      nearby: {
        at: at(now - 1799),
        object: { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace: 'payments', name: 'payments' },
        by: 'kubectl-edit',
        kind: 'changed',
        secondsUntilSeen: 9,
      },
      consequences: [
        {
          id: passedOn,
          aspect: 'errors',
          change: 'worse',
          edges: [passedOn],
          before: http({ requestsPerSecond: 24 }),
          after: http({ requestsPerSecond: 24, errorRatio: 0.037 }),
          affectedPerSecond: 0.88,
          isPassedOn: true,
          up: 1,
          down: 0,
          worstErrorRatio: 0.037,
          largestFall: null,
        },
      ],
    },
    {
      id: fresh,
      aspect: 'presence',
      change: 'new',
      edges: [fresh],
      before: null,
      after: http({ requestsPerSecond: 0.8 }),
      affectedPerSecond: 0.8,
      rollout: null,
      plainText: 1,
      evidence: [{ test: 'exact_binomial', aspect: 'presence', before: 0, after: 240, pValue: 1e-72 }],
      seenAt: at(now - 1026),
      nearby: null,
      consequences: [],
    },
  ],
  unlisted: 25,
  level: { familyWise: 0.01, tests: 69 },
  usual: { load: 0.1, call: 0.02 },
  gathered: null,
  newestSampleAt: now,
  gaps: [],
};
const calm: Comparison = {
  ...comparison,
  nodes: comparison.nodes.map((one) => ({ ...one, change: 'unchanged' })),
  edges: comparison.edges.map((one) => ({ ...one, change: 'unchanged' })),
  findings: [],
  unlisted: 28,
};

const history = { from: at(now - 3600), to: now, stepSeconds: 60, enteringPerSecond: [400, 412], failingPerSecond: [0, 0.88], gaps: [] };
const change = {
  at: at(now - 1799),
  by: 'kubectl-edit',
  kind: 'changed' as const,
  object: { apiVersion: 'v1', kind: 'DestinationRule', namespace: 'payments', name: 'payments' },
};

function show(place: Partial<GraphPlace> = {}, answer: { readonly status?: number; readonly body: unknown } = { body: comparison }) {
  const places: GraphPlace[] = [];
  function Page() {
    const [shown, setShown] = useState<GraphPlace>({ ...defaultGraphPlace, view: 'table', ...place });
    const go = (next: GraphPlace): void => {
      places.push(next);
      setShown(next);
    };
    return (
      <>
        <VersusControl place={shown} onPlace={go} />
        <GraphView place={shown} onPlace={go} />
      </>
    );
  }
  const answers: Answers = answering(
    [getGraph, { body: graph }],
    [getComparison, answer],
    [getGraphHistory, { body: history }],
    [listChanges, { body: { changes: [change], gaps: [] } }],
  );
  return { places, ...renderView(<Page />, answers) };
}

/** Words as they are read: all spaces alike. */
const textOf = (element: HTMLElement): string => (element.textContent ?? '').replaceAll(/\s+/gu, ' ');
const list = () => screen.findByRole('complementary', { name: 'What changed' });

describe('comparing', () => {
  it('begins with Compare and an hour ago: two clicks', async () => {
    const { places, sent } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Compare' }));
    fireEvent.click(screen.getByRole('button', { name: 'An hour ago' }));
    expect(places.at(-1)?.versusEpochSeconds).toBe(now - 3600);
    await list();
    expect(sent.map(({ url }) => url)).toContainEqual(
      expect.stringMatching(new RegExp(`/graph/compare.*versusEpochSeconds=${now - 3600}`)),
    );
  });

  it('begins just before the last change, which is named', async () => {
    const { places } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Compare' }));
    await screen.findByText(/DestinationRule payments, .* by kubectl-edit/);
    fireEvent.click(screen.getByRole('button', { name: 'Since the last change' }));
    expect(places.at(-1)?.versusEpochSeconds).toBe(now - 1800);
  });

  it.each([
    ['nonsense', '', 'This is no date and time.'],
    ['the future', '2027-01-01T00:00', 'Choose an instant before the one that is shown.'],
  ])('refuses %s as an instant, and says why', async (_, typed, sentence) => {
    const { places } = show();
    fireEvent.click(await screen.findByRole('button', { name: 'Compare' }));
    const choice = screen.getByRole('group', { name: 'Compare with an earlier window' });
    fireEvent.change(within(choice).getByLabelText('Earlier window ends at'), { target: { value: typed } });
    fireEvent.click(within(choice).getByRole('button', { name: 'Compare' }));
    expect(screen.getByRole('alert').textContent).toBe(sentence);
    expect(places).toEqual([]);
  });

  it('stands in the masthead while it lasts, and ends with Leave compare', async () => {
    const { places } = show({ versusEpochSeconds: versus });
    expect(await screen.findByRole('button', { name: /^vs \d\d:\d\d,/ })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Leave compare' }));
    expect(places.at(-1)?.versusEpochSeconds).toBeNull();
    expect(screen.queryByRole('button', { name: /^vs / })).toBeNull();
  });

  it('leaves no view behind that needs two windows', () => {
    const place: GraphPlace = { ...defaultGraphPlace, versusEpochSeconds: versus, view: 'sides', panel: 'none' };
    expect(withoutComparison(place)).toMatchObject({ versusEpochSeconds: null, view: 'picture', panel: 'auto' });
  });

  it('does not ask for a window that is not earlier, and says so', async () => {
    const { sent } = show({ versusEpochSeconds: now - 60, atEpochSeconds: now - 600 });
    expect(await screen.findByText('The window to compare with does not end before the one that is shown.')).toBeDefined();
    expect(sent.filter(({ url }) => url.includes('/graph/compare'))).toEqual([]);
  });

  it('fails alone: the graph stays, and what failed is said', async () => {
    show(
      { versusEpochSeconds: versus },
      { status: 504, body: { code: 'source_timeout', detail: 'Prometheus took over 10 s.', source: 'prometheus' } },
    );
    expect(await screen.findByText(/could not be compared\. Prometheus took over 10 s\./)).toBeDefined();
    expect(await screen.findByRole('grid', { name: 'Calls' })).toBeDefined();
  });
});

describe('the list of what changed', () => {
  it('tells both values, since when, what was written just before, and what follows', async () => {
    show({ versusEpochSeconds: versus });
    const panel = await list();
    expect(textOf(panel)).toContain('25 edges vary no more than usual and are not listed.');
    const [first = panel, second = panel, third = panel] = within(panel).getAllByRole('listitem');
    expect(textOf(first)).toContain('1. checkout v12 → payments v2Errors 0 % → 18.4 %0.88 rps more fail. First seen');
    expect(textOf(first)).toContain('9 s after DestinationRule payments · changed by kubectl-edit');
    expect(textOf(second)).toContain('2. storefront-api v5 → checkout v12Errors 0 % → 3.7 %Follows from 1: the same 0.88 rps.');
    expect(textOf(third)).toContain('3. billing-batch → payments v1New, 0.80 rps, plain text');
    expect(textOf(panel)).toContain('two-proportion z test; 1: p < 0.001 on 1,440 requests');
  });

  it('says how it is ranked to those who ask', async () => {
    show({ versusEpochSeconds: versus });
    fireEvent.click(within(await list()).getByRole('button', { name: 'How this is ranked' }));
    expect(textOf(await list())).toContain(
      '69 tests were made. All together find something where nothing changed in one of 100 comparisons',
    );
  });

  it('leads to why, and to the call itself', async () => {
    const { places } = show({ versusEpochSeconds: versus });
    fireEvent.click(within(await list()).getByRole('button', { name: /^1\. checkout/ }));
    expect(places.at(-1)).toMatchObject({ selected: failing, panel: 'auto' });
    fireEvent.click(within(await list()).getAllByRole('button', { name: 'Explain' })[0] ?? document.body);
    expect(places.at(-1)).toMatchObject({ selected: failing, panel: 'explain', versusEpochSeconds: versus });
  });

  it('shows both values of a call that it does not list', async () => {
    show({ versusEpochSeconds: versus, selected: 'orders/checkout-v12>orders/orders-v9:http' });
    expect(textOf(within(await list()).getByRole('region', { name: 'Selected' }))).toContain('It varies no more than usual.');
  });

  it('is sure where there is nothing to tell', async () => {
    show({ versusEpochSeconds: versus }, { body: calm });
    expect(await screen.findByText('No difference beyond the usual')).toBeDefined();
    expect(textOf(await list())).toContain('no call differs by more than it usually does');
  });

  it('can be closed and opened again', async () => {
    show({ versusEpochSeconds: versus });
    fireEvent.click(within(await list()).getByRole('button', { name: 'Close what changed' }));
    expect(screen.queryByRole('complementary', { name: 'What changed' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'What changed' }));
    await list();
  });
});

it('the table has every call with both values, what changed first', async () => {
  show({ versusEpochSeconds: versus });
  const table = await screen.findByRole('grid', { name: 'Differences' });
  const rows = within(table).getAllByRole('row').slice(1).map(textOf);
  expect(rows).toHaveLength(28);
  expect(rows[0]).toContain('Worsecheckout v12 → payments v2');
  expect(rows[0]).toContain('0 % → 18.4 %');
  expect(rows[2]).toContain('Newbilling-batch → payments v1');
  expect(rows[2]).toContain('— → 0.80 rps');
  expect(rows.slice(3).every((row) => row.includes('Unchanged'))).toBe(true);
});

it('the earlier handle of the rail moves by key, and never past the shown instant', async () => {
  const { places } = show({ versusEpochSeconds: versus });
  const handle = await screen.findByRole('slider', { name: 'Earlier instant' });
  fireEvent.keyDown(handle, { key: 'ArrowLeft' });
  expect(places.at(-1)?.versusEpochSeconds).toBe(versus - 60);
  const asked = places.length;
  fireEvent.keyDown(await screen.findByRole('slider', { name: 'Earlier instant' }), { key: 'End' });
  await waitFor(() => expect(places).toHaveLength(asked));
});

describe('the picture of a difference', () => {
  const united = unitedGraph(comparison);
  const drawing = comparedDrawing(drawGraph(united, lookOf(defaultGraphPlace), speech), comparison, speech);
  const line = (id: string) => drawing.lines.find((one) => one.id === id);

  it('writes both values at what is worse, and what is new; nothing at what did not change', () => {
    expect(line(failing)).toMatchObject({ change: 'worse', text: '0 → 18.4\u00a0% err', rank: 1 });
    expect(line(fresh)).toMatchObject({ change: 'new', text: 'new · 0.80\u00a0rps', width: 3 });
    expect(line('orders/checkout-v12>orders/orders-v9:http')).toMatchObject({ change: 'unchanged', text: '', rank: null });
  });

  it('has neither signs of health nor rates on plates: colour means difference', () => {
    expect(new Set(drawing.plates.map(({ change: what }) => what))).toEqual(new Set(['worse', 'new', 'unchanged']));
    expect(drawing.plates.filter(({ second, badges }) => second.length + badges.length > 0)).toEqual([]);
    expect(drawing.lines.filter(({ stream, lock }) => stream !== null || lock !== null)).toEqual([]);
  });

  it('keeps what changed and its ends at full strength', () => {
    const kept = changedElements(comparison);
    expect(kept.edges).toEqual(new Set([failing, passedOn, fresh]));
    expect(kept.nodes.has('payments/payments-v1')).toBe(true);
    expect(kept.nodes.has('cart/cart-v2')).toBe(false);
  });
});
