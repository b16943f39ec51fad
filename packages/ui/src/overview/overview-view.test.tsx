// @vitest-environment jsdom
import { listChanges } from '@vigla/contract/changes';
import { getCauses, type RootCause } from '@vigla/contract/explain';
import { getGraphHistory } from '@vigla/contract/graph';
import { getStatus } from '@vigla/contract/mesh';
import { getOverview, type NamespaceSummary, type Overview } from '@vigla/contract/overview';
import { at, seconds } from '@vigla/contract/units';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodePath, type Place } from '../host/index.ts';
import { answering, renderView } from '../test/index.ts';
import { OverviewView } from './overview-view.tsx';

afterEach(cleanup);

const none = { healthy: 0, degraded: 0, failing: 0, not_ready: 0, idle: 0, unknown: 0 };
const summary = (name: string, changes: Partial<NamespaceSummary> = {}): NamespaceSummary => ({
  name,
  health: 'healthy',
  workloads: { ...none, healthy: 3 },
  requestsPerSecond: 120,
  errorRatio: 0,
  worstP95Ms: 18,
  mtlsRatio: 1,
  ...changes,
});
const overview: Overview = {
  at: at(1_795_357_930),
  window: seconds(300),
  enteringPerSecond: 412,
  enteringErrorRatio: 0.002,
  enteringP95Ms: 294,
  doors: 1,
  mtlsRatio: 0.999,
  plainTextPerSecond: 0.8,
  workloads: 19,
  namespaces: [
    summary('payments', { health: 'failing', errorRatio: 0.012, workloads: { ...none, healthy: 2, failing: 1 } }),
    summary('cart'),
    summary('billing', {
      health: 'unknown',
      requestsPerSecond: null,
      errorRatio: null,
      worstP95Ms: null,
      mtlsRatio: null,
      workloads: { ...none, unknown: 1 },
    }),
  ],
  newestSampleAt: at(1_795_357_928),
  gaps: [],
  cost: null,
};
const end = (namespace: string, app: string, version: string): RootCause['to'] => ({
  id: `${namespace}/${app}-${version}`,
  kind: 'workload',
  namespace,
  name: `${app}-${version}`,
  app,
  version,
});
const root: RootCause = {
  element: 'orders/checkout-v12>payments/payments-v2:http',
  from: end('orders', 'checkout', 'v12'),
  to: end('payments', 'payments', 'v2'),
  health: 'failing',
  verdict: { kind: 'connection_limit', failedPerSecond: 0.88, share: 0.184 },
  cause: {
    kind: 'object',
    object: { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace: 'payments', name: 'payments' },
    field: null,
    part: 'v2',
    value: '1',
    before: null,
    write: { at: at(1_795_356_131), by: 'kubectl-edit', kind: 'changed', delaySeconds: 9 },
    certainty: 'sure',
  },
  since: at(1_795_356_140),
  score: 1,
  alike: [],
  consequences: ['storefront/storefront-api-v5>orders/checkout-v12:http', 'edge/ingressgateway>storefront/web-v3:http'],
};
const place = { namespaces: [], windowSeconds: 300, atEpochSeconds: null };
const answers = (told: object, status = 200, roots: readonly RootCause[] = [root]) =>
  answering(
    [getCauses, { body: { at: at(1_795_357_930), window: seconds(300), roots, notLookedInto: 0, gaps: [] } }],
    [getOverview, { status, body: told }],
    [
      getGraphHistory,
      {
        body: {
          from: at(1_795_354_330),
          to: at(1_795_357_930),
          stepSeconds: 1800,
          enteringPerSecond: [400, null, 412],
          failingPerSecond: [0, null, 0.88],
          gaps: [],
        },
      },
    ],
    [
      listChanges,
      {
        body: {
          changes: [
            {
              at: at(1_795_356_131),
              object: { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace: 'payments', name: 'payments' },
              by: 'kubectl-edit',
              kind: 'changed',
            },
          ],
          gaps: [],
        },
      },
    ],
    [
      getStatus,
      {
        body: {
          version: '1',
          now: at(1_795_357_930),
          demo: false,
          readOnly: false,
          sources: [],
          scrapeIntervalSeconds: 5,
          retentionSeconds: null,
          recordingRules: null,
          presets: { find: null, hide: null },
        },
      },
    ],
  );

describe('the overview', () => {
  it('says beside Prometheus how many queries its figures cost, and how long the slowest took', async () => {
    const source = { name: 'prometheus', state: 'ok', url: null, version: null, lastOkAt: 1_795_357_924, failingSince: null, detail: null };
    const status = { version: '1', now: 1_795_357_930, demo: false, readOnly: false, scrapeIntervalSeconds: 5 };
    const cost = { queries: 6, milliseconds: 190, series: 1060 };
    const sources = [{ ...source, requests: 9 }];
    const told = { body: { ...status, retentionSeconds: null, recordingRules: null, presets: { find: null, hide: null }, sources } };
    renderView(<OverviewView place={place} onGraph={() => {}} />, new Map([...answers({ ...overview, cost }), [getStatus, told]]));
    await screen.findByText(/^6 queries, 190.ms$/);
    expect(screen.getByRole('region', { name: 'Sources' }).textContent).toContain('Prometheus');
  });

  it('has the four signals, every namespace with the worst first, and who changed what', async () => {
    renderView(<OverviewView place={place} onGraph={() => {}} />, answers(overview));
    expect((await screen.findByRole('region', { name: 'Requests entering' })).textContent).toContain('412');
    expect(screen.getByRole('region', { name: 'Encrypted calls' }).textContent).toMatch(/99\.9.%.*0\.80.rps in plain text/);
    const rows = within(screen.getByRole('grid', { name: 'Namespaces' }))
      .getAllByRole('row')
      .slice(1);
    expect(rows.map((row) => row.querySelector('td')?.textContent)).toEqual(['payments', 'cart', 'billing']);
    expect(await screen.findByText('DestinationRule payments')).toBeDefined();
  });

  it('names first what is wrong, since when, after which change and what follows, and leads to why', async () => {
    const onGraph = vi.fn<(change: object) => void>();
    renderView(<OverviewView place={place} onGraph={onGraph} />, answers(overview));
    fireEvent.click(await screen.findByRole('button', { name: /Explain: checkout → payments v2 fails 18\.4.% of calls/ }));
    expect(onGraph).toHaveBeenCalledWith({ selected: root.element, panel: 'explain' });
    const attention = screen.getByRole('region', { name: 'Needs attention' });
    expect(attention.textContent).toMatch(
      /9.s after DestinationRule payments was changed by kubectl-edit\. The trouble of 2 others follows from it\./,
    );
    expect(attention.textContent).toMatch(/0\.80.rps go in plain text/);
  });

  it('GRF-47: leads from what is wrong to the page of it, at the same moment', async () => {
    const href = (to: Place): string => (to.page === 'node' ? nodePath(to) : `/${to.page}`);
    renderView(<OverviewView place={{ ...place, windowSeconds: 900 }} onGraph={() => {}} />, answers(overview), { href });
    const link = await screen.findByRole('link', { name: 'Page of payments v2' });
    expect(link.getAttribute('href')).toBe('/workloads/payments/payments-v2?w=900');
  });

  it('says so when nothing needs anybody', async () => {
    renderView(<OverviewView place={place} onGraph={() => {}} />, answers({ ...overview, plainTextPerSecond: 0 }, 200, []));
    expect(await screen.findByText('Nothing needs you.')).toBeDefined();
  });

  it('shows what nobody measured as such, never as zero', async () => {
    renderView(<OverviewView place={place} onGraph={() => {}} />, answers(overview));
    const billing = (await screen.findByRole('button', { name: 'billing' })).closest('tr');
    expect(billing?.textContent).toContain('Not measured');
    expect(billing?.textContent).not.toContain('0');
  });

  it('leads from a namespace to its graph', async () => {
    const onGraph = vi.fn<(change: object) => void>();
    renderView(<OverviewView place={place} onGraph={onGraph} />, answers(overview));
    fireEvent.click(await screen.findByRole('button', { name: 'payments' }));
    expect(onGraph).toHaveBeenCalledWith({ namespaces: ['payments'] });
  });

  it('says what it lacks when the mesh cannot be read', async () => {
    renderView(
      <OverviewView place={place} onGraph={() => {}} />,
      answers({ code: 'source_unavailable', detail: 'Prometheus refused the connection.', source: 'prometheus' }, 502),
    );
    expect((await screen.findByText(/Prometheus refused the connection/)).textContent).toBeDefined();
  });
});
