// @vitest-environment jsdom
import { getExplanation, getMissing } from '@vigla/contract/explain';
import { getGraph } from '@vigla/contract/graph';
import { listCallTraces } from '@vigla/contract/traces';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answering, type Answers, renderView } from '../../test/index.ts';
import { GraphView } from '../graph-view.tsx';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import { ledgerMissing, shopExplanation } from '../test/shop-explanation.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { missingElement, missingIn } from './missing-element.ts';

// The test's host lends no worker, and the layout says so each time.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const failing = shopExplanation.element;

function show(place: Partial<GraphPlace>, answers: Answers = answering([getExplanation, { body: shopExplanation }])) {
  const places: GraphPlace[] = [];
  function Page() {
    const [shown, setShown] = useState<GraphPlace>({ ...defaultGraphPlace, view: 'table', ...place });
    const go = (next: GraphPlace): void => {
      places.push(next);
      setShown(next);
    };
    return <GraphView place={shown} onPlace={go} />;
  }
  return { ...renderView(<Page />, new Map([[getGraph, { body: shopGraph() }], ...answers])), places };
}

const textOf = (element: Element | null | undefined): string => (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
const panel = async () => screen.findByRole('complementary', { name: 'Details' });
const section = async (name: string) => (await screen.findByRole('heading', { level: 3, name })).closest('section');

describe('an explanation', () => {
  it('lists the failed traces of the call where it is explained, and shows the way of the one that is chosen', async () => {
    const root = { rootService: 'ingressgateway.edge', rootOperation: 'checkout', services: 6 };
    const trace = {
      ...root,
      id: '4bf92f3577b34da6',
      at: 1_795_357_900,
      spans: 15,
      durationMs: 30,
      callMs: 0.4,
      failed: true,
      callFailed: true,
    };
    const traces = { body: { traces: [trace], looked: 20, calls: { asked: 1, all: 1 } } };
    const { places, sent } = show(
      { selected: failing, panel: 'explain' },
      answering([getExplanation, { body: shopExplanation }], [listCallTraces, traces]),
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Traces of failed calls' }));
    const list = within((await section('Traces of failed calls')) as HTMLElement);
    fireEvent.click(await list.findByRole('button', { name: /^\d\d:\d\d:\d\d$/ }));
    expect(new URL(sent.find(({ url }) => url.includes('/traces'))?.url ?? '', 'http://test').searchParams.get('which')).toBe('failed');
    expect(places.at(-1)).toMatchObject({ selected: failing, trace: trace.id, panel: 'auto' });
  });

  it('asks the question and answers it in one sentence, with who, when, what and how soon', async () => {
    show({ selected: failing, panel: 'explain' });
    expect(await screen.findByRole('heading', { level: 2, name: 'Why do calls from checkout to payments v2 fail?' })).toBeInstanceOf(
      HTMLElement,
    );
    expect(screen.getByRole('heading', { level: 3, name: /^A connection limit refuses 18\.4.% of the calls\.$/ })).toBeInstanceOf(
      HTMLElement,
    );
    expect(textOf(await panel())).toMatch(
      /DestinationRule payments was changed at \S+ by kubectl-edit: maxConnections for v2 went from 100 to 1\. Errors began 9.s later\./,
    );
  });

  it('shows where the calls end, and says at which place they are lost', async () => {
    show({ selected: failing, panel: 'explain' });
    const places = within((await section('Where the calls end')) as HTMLElement).getAllByRole('listitem');
    expect(places.map(textOf)).toEqual([
      'checkout3 pods4.80 sent',
      'Its proxylimit: 1 + 1 waiting0.88 refused Calls are lost here.',
      'v2 proxy2 pods3.92 received',
      'payments v2answers 2003.92 answered',
    ]);
  });

  it('numbers its evidence, each with its source', async () => {
    show({ selected: failing, panel: 'explain' });
    const facts = within((await section('Evidence')) as HTMLElement).getAllByRole('listitem');
    expect(facts.map(textOf)).toEqual([
      'The caller’s proxy ended them. checkout’s 3 proxies answered 0.88 rps with 503 (flag UO: refused because a connection limit was reached) in under 1 ms. reporter=source',
      'payments v2 never saw them. Its proxies received 3.92 rps and answered all of them with 200. Source minus destination: 0.88 rps. reporter=destination',
      'DestinationRule payments sets a limit. Subset v2: maxConnections 1, http1MaxPendingRequests 1, for each caller pod. configuration',
      'The load predicts this share. 1.60 rps per caller pod × 376 ms each = 0.60 busy. Expected refusals 18.5 %, measured 18.4 %. M/M/1, 1 waiting place',
    ]);
  });

  it('shows what Prometheus was asked and what it answered, when wanted', async () => {
    show({ selected: failing, panel: 'explain' });
    fireEvent.click(await screen.findByRole('button', { name: 'Show query (1)' }));
    expect(await screen.findByText('sum by (reporter) (rate(istio_requests_total[300s]))')).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole('row', { name: 'reporter=source 4.80' })).toBeInstanceOf(HTMLElement);
  });

  it('ticks what was ruled out, and never hides what is not known', async () => {
    show({ selected: failing, panel: 'explain' });
    expect(textOf(await section('Ruled out'))).toContain('Pods: 2 of 2 ready, no restarts');
    const unknown = textOf(await section('Not known:'));
    expect(unknown).toContain('whether payments v2 needs the limit.');
    expect(unknown).toContain('whether all proxies are in sync with istiod, which was not asked.');
  });

  it('says so where an element is not on the graph any more', async () => {
    const problem = { code: 'not_found', detail: 'There is no such call.' };
    show({ selected: failing, panel: 'explain' }, answering([getExplanation, { status: 404, body: problem }]));
    expect(await screen.findByText('This is not on the graph any more')).toBeInstanceOf(HTMLElement);
  });

  it('names an object that the reader may not see by nothing', async () => {
    const hidden = { ...shopExplanation, cause: { kind: 'hidden' as const }, evidence: shopExplanation.evidence.slice(0, 1) };
    show({ selected: failing, panel: 'explain' }, answering([getExplanation, { body: hidden }]));
    expect(await screen.findByText(/What is behind it is in a namespace that you may not see\./)).toBeInstanceOf(HTMLElement);
    expect(textOf(await panel())).not.toContain('DestinationRule');
  });
});

describe('the way to an explanation', () => {
  it('is one button in the panel of a call', async () => {
    const { places } = show({ selected: failing });
    fireEvent.click(await screen.findByRole('button', { name: 'Explain' }));
    expect(places.at(-1)).toMatchObject({ selected: failing, panel: 'explain' });
    expect(await screen.findByRole('heading', { level: 2, name: /^Why do calls/ })).toBeInstanceOf(HTMLElement);
  });

  it('is one key, wherever on the page the keyboard is but in a field', async () => {
    const { places } = show({ selected: failing });
    fireEvent.keyDown(await screen.findByRole('grid'), { key: 'e' });
    expect(places.at(-1)).toMatchObject({ panel: 'explain' });
  });

  it('for a call that is not there is a question of two names', async () => {
    const { sent } = show({ panel: 'graph' }, answering([getMissing, { body: ledgerMissing }]));
    fireEvent.change(await screen.findByLabelText('To'), { target: { value: 'ledger v2' } });
    fireEvent.click(screen.getByRole('button', { name: 'Explain the missing call' }));
    expect(await screen.findByRole('heading', { level: 2, name: 'Why is no call to ledger v2 seen?' })).toBeInstanceOf(HTMLElement);
    expect(sent.map(({ url }) => url).find((url) => url.includes('/graph/missing'))).toContain('to=ledger+v2');
  });

  it('tells of every check whether it is the reason, passed, or could not be made', async () => {
    show(
      { selected: missingElement({ from: null, to: 'payments/ledger-v2' }), panel: 'explain' },
      answering([getMissing, { body: ledgerMissing }]),
    );
    const checks = within((await section('Checked, in this order')) as HTMLElement).getAllByRole('listitem');
    expect(checks.map((check) => within(check).getByRole('img').getAttribute('aria-label'))).toEqual([
      'Not the reason',
      'Not known',
      'A reason',
    ]);
    expect(await screen.findByRole('heading', { level: 3, name: /^None in this window\. The last one was at / })).toBeInstanceOf(
      HTMLElement,
    );
  });
});

it.each([
  [{ from: 'a/b', to: 'c/d' }, 'missing:a/b>c/d'],
  [{ from: null, to: 'c/d' }, 'missing:>c/d'],
  [{ from: null, to: null }, 'missing:>'],
])('a missing call %j is %s in a link, and back', (call, element) => {
  expect(missingElement(call)).toBe(element);
  expect(missingIn(element)).toEqual(call);
});
