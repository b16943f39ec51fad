// @vitest-environment jsdom
import { getStatus, type ServerStatus, type SourceState } from '@vigla/contract/mesh';
import { getGraph } from '@vigla/contract/graph';
import { at, seconds } from '@vigla/contract/units';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { useEndpoint } from '../data/index.ts';
import { answering, renderView, testNowMs } from '../test/index.ts';
import { MeshView, SourcesMenu } from './index.ts';
import { sourcesHealth } from './source-health.ts';

afterEach(cleanup);

const now = testNowMs / 1000;
const source = (name: SourceState['name'], changes: Partial<SourceState> = {}): SourceState => ({
  name,
  state: 'ok',
  url: `http://${name}`,
  version: '2.42',
  lastOkAt: at(now - 4),
  failingSince: null,
  detail: null,
  requests: 1440,
  ...changes,
});
const failing = { state: 'failing', failingSince: at(now - 130), detail: 'connect ECONNREFUSED' } as const;
const status = (sources: SourceState[]): ServerStatus => ({
  version: '0.1.0',
  now: at(now),
  demo: false,
  readOnly: false,
  sources,
  scrapeIntervalSeconds: 15,
  retentionSeconds: null,
  recordingRules: null,
  presets: { find: null, hide: null },
});
const answers = (...sources: SourceState[]) => new Map([[getStatus, { body: status(sources) }]]);

describe('all sources in one sign', () => {
  it.each<[because: string, sources: SourceState[], health: string]>([
    ['all answer', [source('prometheus'), source('kubernetes')], 'healthy'],
    ['one is not set up', [source('prometheus'), source('tracing', { state: 'not_configured' })], 'healthy'],
    ['traces are away', [source('prometheus'), source('tracing', failing)], 'degraded'],
    ['traffic cannot be read', [source('prometheus', failing), source('kubernetes')], 'failing'],
    ['nobody was asked yet', [source('prometheus', { state: 'not_asked_yet' })], 'unknown'],
    ['there are none', [], 'unknown'],
  ])('when %s', (_, sources, health) => {
    expect(sourcesHealth(sources)).toBe(health);
  });
});

it('says of each source how old its answer is and what its silence costs', async () => {
  renderView(
    <MeshView />,
    answers(
      source('prometheus'),
      source('tracing', failing),
      source('kubernetes', { state: 'not_configured', lastOkAt: null, requests: 0 }),
    ),
  );
  await screen.findByText(/Answered at .*, 4\ss ago/);
  expect(screen.getByText(/Has not answered since .*, for 2\smin/)).toBeDefined();
  expect(screen.getByText('No traces. Traffic and configuration are not affected.')).toBeDefined();
  expect(screen.getByText('connect ECONNREFUSED')).toBeDefined();
  expect(screen.getByText('Not set up')).toBeDefined();
  expect(screen.getAllByText('1,440 requests since the server started')).toHaveLength(2);
});

it('says whether graphs are read from recording rules, and which are', async () => {
  const { unmount } = renderView(<MeshView />, answers(source('prometheus')));
  expect(await screen.findByText(/No recording rules: graphs are read from raw series/)).toBeDefined();
  unmount();
  const recordingRules = { intervalSeconds: 30, shortestWindowSeconds: 300, since: at(now - 7200) };
  renderView(<MeshView />, new Map([[getStatus, { body: { ...status([source('prometheus')]), recordingRules } }]]));
  expect(await screen.findByText(/Graphs of 5\smin.* and longer are read from recording rules, evaluated every 30 s since/)).toBeDefined();
});

it('opens from the masthead and closes with Escape, where the focus was', async () => {
  renderView(<SourcesMenu />, answers(source('prometheus'), source('tracing', failing)));
  const button = await screen.findByRole('button', { name: 'Sources: not all answer' });
  fireEvent.click(button);
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(button);
});

it('says beside Prometheus what the picture on the page cost it', async () => {
  const Page = () => {
    useEndpoint(getGraph, { query: { namespace: [] } }, { freshness: 'live' });
    return <MeshView />;
  };
  const graph = {
    at: at(now),
    window: seconds(300),
    groupBy: 'version',
    namespaces: [],
    nodes: [],
    edges: [],
    newestSampleAt: null,
    gaps: [],
    gathered: null,
    cost: { queries: 6, milliseconds: 190, series: 53_625 },
  };
  renderView(<Page />, answering(...answers(source('prometheus'), source('kubernetes')), [getGraph, { body: graph }]));
  const cost = await screen.findByText(/^This picture: 6 queries, 190.ms, 53,625 series$/);
  expect(cost.closest('li')?.textContent).toContain('Prometheus');
});

it('says so when the server itself is away', async () => {
  renderView(<MeshView />, new Map([[getStatus, { status: 502, body: 'Bad gateway' }]]));
  expect(await screen.findByRole('heading', { name: 'The answer could not be read' })).toBeDefined();
});
