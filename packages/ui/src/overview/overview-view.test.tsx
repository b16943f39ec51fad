// @vitest-environment jsdom
import { listChanges } from '@vigla/contract/changes';
import { getGraphHistory } from '@vigla/contract/graph';
import { getStatus } from '@vigla/contract/mesh';
import { getOverview, type NamespaceSummary, type Overview } from '@vigla/contract/overview';
import { at, seconds } from '@vigla/contract/units';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { answering, renderView } from '../test/index.ts';
import { OverviewView } from './overview-view.tsx';

afterEach(cleanup);

const none = { healthy: 0, degraded: 0, failing: 0, not_ready: 0, idle: 0, unknown: 0 };
const namespace = (name: string, changes: Partial<NamespaceSummary> = {}): NamespaceSummary => ({
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
    namespace('payments', { health: 'failing', errorRatio: 0.012, workloads: { ...none, healthy: 2, failing: 1 } }),
    namespace('cart'),
    namespace('billing', {
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
const place = { namespaces: [], windowSeconds: 300, atEpochSeconds: null };
const answers = (told: object, status = 200) =>
  answering(
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
    [getStatus, { body: { version: '1', now: at(1_795_357_930), demo: false, readOnly: false, sources: [], scrapeIntervalSeconds: 5 } }],
  );

describe('the overview', () => {
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
