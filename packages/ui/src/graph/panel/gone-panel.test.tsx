// @vitest-environment jsdom
import { getGraph } from '@vigla/contract/graph';
import { call, graphOf, http, node } from '@vigla/testkit/graphs';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answering, renderView } from '../../test/index.ts';
import { GraphView } from '../graph-view.tsx';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';

// The test's host lends no worker, and the layout says so each time.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const graph = graphOf(
  [node('lab/web', { app: 'web' }), node('lab/cart', { app: 'cart' })],
  [call('lab/web', 'lab/cart', { traffic: http({ requestsPerSecond: 3 }) })],
);

async function open(selected: string) {
  const places: GraphPlace[] = [];
  function Page() {
    const [place, setPlace] = useState<GraphPlace>({ ...defaultGraphPlace, view: 'table', selected });
    const go = (next: GraphPlace): void => {
      places.push(next);
      setPlace(next);
    };
    return <GraphView place={place} onPlace={go} />;
  }
  renderView(<Page />, answering([getGraph, { body: graph }]));
  return { panel: within(await screen.findByRole('complementary', { name: 'Details' })), places };
}

it('a link to what is not on the graph says so, and does not show something else in its place', async () => {
  const { panel, places } = await open('lab/billing');
  expect(await panel.findByText('What was chosen is not on this graph')).not.toBeNull();
  expect(panel.queryByRole('heading', { name: 'Whole graph' })).toBeNull();
  fireEvent.click(panel.getByRole('button', { name: /Show the last 15.min/ }));
  expect(places.at(-1)).toMatchObject({ selected: 'lab/billing', windowSeconds: 900 });
});

it('from there one comes to the whole graph', async () => {
  const { panel, places } = await open('lab/billing');
  fireEvent.click(await panel.findByRole('button', { name: 'Whole graph' }));
  expect(places.at(-1)).toMatchObject({ selected: null, panel: 'graph' });
  expect(await screen.findByRole('heading', { name: 'Whole graph' })).not.toBeNull();
});

it('what is on the graph, or a box around it, has its own panel', async () => {
  const { panel } = await open('namespace:lab');
  expect(await panel.findByRole('heading', { name: 'lab' })).not.toBeNull();
});
