// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FailureCode, ProblemError } from '../data/index.ts';
import { renderView, testNowMs } from '../test/index.ts';
import { EmptyNotice, GapNotices, LoadingOutline, ProblemNotice, ReadOnlyReason, StaleBanner, ViewBoundary } from './index.ts';

afterEach(cleanup);

const failure = (code: Exclude<FailureCode, 'unreachable' | 'unreadable'>, more: object = {}) =>
  new ProblemError(code, 'It refused the connection.', { code, detail: 'It refused the connection.', ...more });

describe('a view that could not be read', () => {
  it.each<[error: ProblemError, title: string, text: RegExp]>([
    [
      failure('source_unavailable', { source: 'prometheus' }),
      'Prometheus could not be read',
      /refused the connection\. Configuration and objects/,
    ],
    [failure('source_timeout', { source: 'kubernetes' }), 'The Kubernetes API took too long', /Traffic goes on being measured/],
    [
      failure('source_unavailable', { source: 'tracing' }),
      'The tracing store could not be read',
      /Metrics and configuration are not affected/,
    ],
    [
      failure('invalid_request', { fields: [{ path: 'query.windowSeconds', message: 'Too small' }] }),
      'The server could not use this request',
      /query\.windowSeconds: Too small/,
    ],
    [
      new ProblemError('source_unavailable', 'connect ECONNREFUSED', { code: 'source_unavailable', detail: '', source: 'tracing' }),
      'The tracing store could not be read',
      /ECONNREFUSED\. Metrics/,
    ],
    [failure('internal'), 'The Vigla server made a mistake', /wrote the cause to its log/],
    [new ProblemError('unreachable', 'fetch failed'), 'The Vigla server does not answer', /mesh itself is not affected/],
    [new ProblemError('unreadable', 'HTTP 502 with a body that is not JSON'), 'The answer could not be read', /HTTP 502/],
  ])('says what happened, why, and what goes on: %s', (error, title, text) => {
    renderView(<ProblemNotice error={error} />);
    expect(screen.getByRole('heading', { name: title })).toBeDefined();
    expect(screen.getByText(text)).toBeDefined();
  });

  it('offers one way on and a reference for support', () => {
    const retry = vi.fn<() => void>();
    renderView(<ProblemNotice error={failure('internal', { reference: '8f2c' })} onRetry={retry} />);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();
    expect(screen.getByText('ref 8f2c')).toBeDefined();
  });

  it('names the right that lacks instead of calling it a failure', () => {
    const missing = { verb: 'get', group: '', resource: 'namespaces', namespace: 'payments' };
    renderView(<ProblemNotice error={failure('forbidden', { missing })} />);
    expect(screen.getByRole('heading', { name: 'payments is not visible to you' })).toBeDefined();
    expect(screen.getByText(/lacks get namespaces in payments/)).toBeDefined();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('a view that waits', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const passed = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  it('says after a second whom it asks, and after five offers to stop', async () => {
    const cancel = vi.fn<() => void>();
    renderView(<LoadingOutline what="the graph" asking="Asking Prometheus for 7 namespaces" onCancel={cancel} />);
    expect(screen.getByRole('status', { name: 'Loading the graph' }).textContent).toBe('');
    await passed(3000);
    expect(screen.getByText('Asking Prometheus for 7 namespaces · 3 s')).toBeDefined();
    expect(screen.queryByRole('button')).toBeNull();
    await passed(2000);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(cancel).toHaveBeenCalledOnce();
  });
});

it('dates an old picture and names who is silent', () => {
  renderView(<StaleBanner shownAt={testNowMs / 1000 - 40} error={failure('source_unavailable', { source: 'prometheus' })} />);
  expect(screen.getByText(/, 40 s old\./)).toBeDefined();
  expect(screen.getByText(/Prometheus has not answered since\. Trying again every 5 s\./)).toBeDefined();
});

describe('a part that is missing', () => {
  const detail = 'the query took over 10 s.';

  it('is named where it is', () => {
    renderView(<GapNotices gaps={[{ source: 'prometheus', lacks: 'response_times', detail }]} />);
    expect(screen.getByRole('status').textContent).toBe('Response times are missing: the query took over 10 s.');
  });

  it('is named with the others that the same source owes, once', () => {
    const away = 'The cluster cannot be reached.';
    const gaps = (['workloads', 'configuration'] as const).map((lacks) => ({ source: 'kubernetes' as const, lacks, detail: away }));
    renderView(<GapNotices gaps={[...gaps, { source: 'prometheus', lacks: 'security', detail }]} />);
    expect(screen.getAllByRole('status').map(({ textContent }) => textContent)).toEqual([
      'Workloads and configuration are missing: The cluster cannot be reached.',
      'Encryption is not known: the query took over 10 s.',
    ]);
  });
});

it('is sure of an empty view and shows a way on', () => {
  renderView(<EmptyNotice title="No calls in the last 5 min" actions={<button type="button">Show the last hour</button>} />);
  expect(screen.getByRole('button', { name: 'Show the last hour' })).toBeDefined();
});

it.each([
  ['patch virtualservices in payments', 'You need patch virtualservices in payments.'],
  [null, 'This console only reads.'],
])('gives the reason beside a control that is off (%s)', (missing, text) => {
  renderView(<ReadOnlyReason id="why" missing={missing} />);
  expect(screen.getByText(text).id).toBe('why');
});

it('keeps a broken view from its neighbours and lets one try again', () => {
  const silence = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let broken = true;
  const Fragile = () => {
    if (broken) throw new Error('no such edge');
    return <p>drawn again</p>;
  };
  renderView(
    <>
      <ViewBoundary>
        <Fragile />
      </ViewBoundary>
      <p>neighbour</p>
    </>,
  );
  expect(screen.getByText(/no such edge/)).toBeDefined();
  expect(screen.getByText('neighbour')).toBeDefined();
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText('drawn again')).toBeDefined();
  silence.mockRestore();
});
