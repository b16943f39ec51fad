// @vitest-environment jsdom
import { getGraph } from '@vigla/contract/graph';
import { getStatus, type ServerStatus } from '@vigla/contract/mesh';
import { at } from '@vigla/contract/units';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answering, renderView, testNowMs } from '../../test/index.ts';
import { GraphView } from '../graph-view.tsx';
import type { GraphPlace } from '../place/graph-place.ts';
import { readGraphPlace, writeGraphPlace } from '../place/place-in-url.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { keepLocalView, setDefaultView } from '../views/view-store.ts';

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.restoreAllMocks();
});

const now = at(testNowMs / 1000);
const preset = (name: string, expression: string, selected = false) => ({ name: { en: name, de: name }, expression, selected });
const theirs = {
  find: [preset('Refused', 'errors > 10%'), preset('Slow ones', 'rt > 1 s', true)],
  hide: [preset('Other teams', 'ns = catalog', true)],
};
const status = (presets: ServerStatus['presets']): ServerStatus => ({
  version: '1',
  now,
  demo: false,
  readOnly: false,
  sources: [],
  scrapeIntervalSeconds: 5,
  retentionSeconds: null,
  recordingRules: null,
  presets,
});

/** The page that a link opens, as the browser's address bar keeps it. */
function open(link = '', presets: ServerStatus['presets'] = theirs) {
  const links: string[] = [];
  function Page() {
    const [search, setSearch] = useState(link);
    const go = (next: GraphPlace): void => {
      links.push(writeGraphPlace(next).toString());
      setSearch(links.at(-1) ?? '');
    };
    return <GraphView place={readGraphPlace(new URLSearchParams(search)).place} onPlace={go} />;
  }
  renderView(<Page />, answering([getGraph, { body: shopGraph({ at: now }) }], [getStatus, { body: status(presets) }]));
  return { link: () => new URLSearchParams(links.at(-1)) };
}

const field = (name: 'Find' | 'Hide'): Promise<HTMLInputElement> => screen.findByRole('combobox', { name });
const holds = (name: 'Find' | 'Hide', text: string): Promise<void> =>
  vi.waitFor(async () => expect((await field(name)).value).toBe(text), { timeout: 15_000 });
const table = 'view=table';

describe('what an administrator has selected', () => {
  it('GRF-27: stands in both fields when the graph is opened, and is searched for', async () => {
    open(table);
    await holds('Find', 'rt > 1 s');
    await holds('Hide', 'ns = catalog');
    expect(await screen.findByText('Hidden: 5 nodes, 6 edges')).toBeDefined();
  });

  it('GRF-27: gives way to a link that searches, in either field', async () => {
    open(`${table}&find=payments`);
    await screen.findAllByRole('row');
    await holds('Find', 'payments');
    await holds('Hide', '');
    expect(screen.queryByText(/Hidden:/)).toBeNull();
  });

  it('GRF-27: gives way to the view that a person begins with', async () => {
    keepLocalView({ name: 'mine', title: 'Mine', search: `${table}&hide=idle` });
    setDefaultView({ id: 'browser/mine', search: `${table}&hide=idle` });
    open();
    await holds('Hide', 'idle');
    expect((await field('Find')).value).toBe('');
  });

  it('GRF-27: stays away once it is cleared, also for whoever opens the link', async () => {
    const { link } = open(table);
    await holds('Find', 'rt > 1 s');
    fireEvent.click(screen.getByRole('button', { name: 'Clear find' }));
    await holds('Find', '');
    fireEvent.click(screen.getByRole('button', { name: 'Show again' }));
    await holds('Hide', '');
    expect(link().get('search')).toBe('none');
    cleanup();
    open(link().toString());
    await screen.findAllByRole('row');
    await holds('Find', '');
  });

  it('GRF-27: comes back when the display is reset', async () => {
    const { link } = open(`${table}&find=payments&layout=grid`);
    await holds('Find', 'payments');
    fireEvent.click(screen.getByRole('button', { name: /^Show / }));
    fireEvent.click(await screen.findByRole('button', { name: 'Reset to defaults' }));
    await holds('Find', 'rt > 1 s');
    await holds('Hide', 'ns = catalog');
    expect(link().get('layout')).toBeNull();
  });
});

describe('the presets of an administrator', () => {
  it('GRF-27: are offered instead of ours', async () => {
    open(table, { find: [preset('Refused', 'errors > 10%')], hide: null });
    await screen.findAllByRole('row');
    fireEvent.mouseDown(await field('Find'));
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)[0]).toBe('Refusederrors > 10%');
    expect(screen.queryByRole('option', { name: /Slow calls/ })).toBeNull();
    fireEvent.click(screen.getByRole('option', { name: /Refused/ }));
    await holds('Find', 'errors > 10%');
    fireEvent.blur(await field('Find'));
    fireEvent.mouseDown(await field('Hide'));
    expect(await screen.findByRole('option', { name: /Healthy nodes/ })).toBeDefined();
  });

  it('GRF-27: may be none at all', async () => {
    open(table, { find: [], hide: null });
    await screen.findAllByRole('row');
    fireEvent.mouseDown(await field('Find'));
    await vi.waitFor(() => expect(screen.queryByRole('option', { name: /Slow calls/ })).toBeNull());
    expect(screen.getAllByRole('option').length).toBeGreaterThan(3);
  });
});
