import type { Tick } from '@vigla/contract/mesh';
import { at, type EpochSeconds } from '@vigla/contract/units';
import { bookinfoObjects, noon } from '@vigla/testkit/bookinfo';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeKubernetes, identityOf } from '../fakes/index.ts';
import { AppError, type EventStream } from '../http/index.ts';
import type { Prometheus, Visibility } from '../sources/index.ts';
import { createTicks } from './ticks.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function stream() {
  const sent: Tick[] = [];
  const ended = new AbortController();
  const end = () => ended.abort();
  const events: EventStream<Tick> = { send: (tick) => sent.push(tick), end, ended: ended.signal };
  return { sent, events, end };
}

function build(visible: (user: string) => Visibility | Promise<Visibility> = () => ({ all: true, namespaces: new Set() })) {
  const kubernetes = fakeKubernetes({ visible: ({ person }) => visible(person.username) });
  const standing = { state: 'ok' as 'ok' | 'failing' };
  const prometheus = {
    state: () => ({
      name: 'prometheus',
      state: standing.state,
      url: null,
      version: null,
      lastOkAt: null,
      failingSince: null,
      detail: null,
      requests: 0,
    }),
  } satisfies Pick<Prometheus, 'state'>;
  const listeners = new Set<(at: EpochSeconds) => void>();
  const refreshed = { times: 0 };
  const trouble: string[] = [];
  const ticks = createTicks({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stream asks nothing else of Prometheus.
    sources: { prometheus: prometheus as unknown as Prometheus, tracing: null, kubernetes, now: () => noon },
    readings: {
      refresh: () => void refreshed.times++,
      onRead(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    onTrouble: (message) => trouble.push(message),
  });
  const watch = (user: string, stillAdmitted: () => Promise<unknown> = async () => undefined) => {
    const opened = stream();
    ticks.admit(identityOf(user));
    ticks.attach(opened.events, identityOf(user), stillAdmitted);
    return opened;
  };
  const ready = (instant: EpochSeconds) => listeners.forEach((tell) => tell(instant));
  return { ticks, watch, kubernetes, standing, ready, refreshed, trouble, listeners };
}

const [gateway] = bookinfoObjects.filter(({ metadata }) => metadata.namespace === 'istio-system');
const [reviews] = bookinfoObjects.filter(({ metadata }) => metadata.namespace === 'bookinfo');
if (!gateway || !reviews) throw new Error('The testkit has no objects in these namespaces.');
const namesOf = (sent: readonly Tick[]) =>
  sent.flatMap((tick) => (tick.kind === 'object' ? [`${tick.change} ${tick.objectKind} ${tick.namespace}/${tick.name}`] : []));

describe('somebody who watches', () => {
  it('is greeted with the time of the server', () => {
    expect(build().watch('anna').sent).toEqual([{ kind: 'hello', now: noon }]);
  });

  it('learns of each new reading', () => {
    const { watch, ready } = build();
    const [anna, bert] = [watch('anna'), watch('bert')];
    ready(at(noon + 15));
    expect(anna.sent.at(-1)).toEqual({ kind: 'snapshot', at: noon + 15 });
    expect(bert.sent).toEqual(anna.sent);
  });

  it('learns when a source fails and when it is back, once each', async () => {
    const { watch, standing } = build();
    const anna = watch('anna');
    for (const state of ['ok', 'failing', 'failing', 'ok'] as const) {
      standing.state = state;
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(anna.sent.slice(1)).toEqual([
      { kind: 'source', source: 'prometheus', state: 'failing' },
      { kind: 'source', source: 'prometheus', state: 'ok' },
    ]);
  });

  it('learns of changes where they may look, and of nothing else', async () => {
    const { watch, kubernetes } = build((user) =>
      user === 'anna' ? { all: false, namespaces: new Set(['bookinfo']) } : { all: true, namespaces: new Set() },
    );
    const [anna, admin] = [watch('anna'), watch('admin')];
    kubernetes.change({ type: 'changed', object: gateway });
    kubernetes.change({ type: 'added', object: reviews });
    kubernetes.change({ type: 'changed', object: reviews });
    await vi.advanceTimersByTimeAsync(500);
    const its = `changed ${reviews.kind} bookinfo/${reviews.metadata.name}`;
    expect(namesOf(anna.sent)).toEqual([its]);
    expect(namesOf(admin.sent)).toEqual([`changed ${gateway.kind} istio-system/${gateway.metadata.name}`, its]);
    expect(JSON.stringify(anna.sent)).not.toContain('istio-system');
  });

  it('learns nothing of changes while rights cannot be checked', async () => {
    const { watch, kubernetes, trouble } = build(() =>
      Promise.reject(new AppError('source_unavailable', 'down', { source: 'kubernetes' })),
    );
    const anna = watch('anna');
    kubernetes.change({ type: 'changed', object: reviews });
    await vi.advanceTimersByTimeAsync(500);
    expect(namesOf(anna.sent)).toEqual([]);
    expect(trouble).toHaveLength(1);
  });

  it('is not shown a namespace that appears where they may not look', async () => {
    const namespace = bookinfoObjects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'istio-system');
    if (!namespace) throw new Error('The testkit has no such namespace.');
    const { watch, kubernetes } = build(() => ({ all: false, namespaces: new Set(['bookinfo']) }));
    const anna = watch('anna');
    kubernetes.change({ type: 'added', object: namespace });
    await vi.advanceTimersByTimeAsync(500);
    expect(anna.sent).toHaveLength(1);
  });

  it('is shown out when the session ends, but not because the cluster is silent', async () => {
    const { watch } = build();
    let answer: () => Promise<void> = () => Promise.reject(new AppError('source_timeout', 'slow', { source: 'kubernetes' }));
    const anna = watch('anna', () => answer());
    await vi.advanceTimersByTimeAsync(30_000);
    expect(anna.events.ended.aborted).toBe(false);
    answer = () => Promise.reject(new AppError('not_signed_in', 'ended'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(anna.events.ended.aborted).toBe(true);
  });
});

describe('the watch', () => {
  it('runs only while somebody watches', async () => {
    const { watch, kubernetes, refreshed, listeners } = build();
    await vi.advanceTimersByTimeAsync(5000);
    expect([refreshed.times, kubernetes.listening(), vi.getTimerCount()]).toEqual([0, 0, 0]);
    const [anna, bert] = [watch('anna'), watch('bert')];
    await vi.advanceTimersByTimeAsync(3000);
    expect([refreshed.times, kubernetes.listening(), listeners.size]).toEqual([3, 1, 1]);
    anna.end();
    expect(kubernetes.listening()).toBe(1);
    bert.end();
    expect([kubernetes.listening(), listeners.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
  });

  it('has room for twenty pages of one person and still for another', () => {
    const { watch } = build();
    const pages = Array.from({ length: 20 }, () => watch('anna'));
    expect(() => watch('anna')).toThrow(expect.objectContaining({ code: 'too_many_requests' }));
    expect(watch('bert').sent).toHaveLength(1);
    pages[0]?.end();
    expect(watch('anna').sent).toHaveLength(1);
  });

  it('does not begin for somebody who has gone already', () => {
    const { ticks, kubernetes } = build();
    const { events, end, sent } = stream();
    end();
    ticks.attach(events, identityOf('anna'), async () => undefined);
    expect([sent.length, kubernetes.listening(), vi.getTimerCount()]).toEqual([0, 0, 0]);
  });

  it('ends for everybody when the server stops', () => {
    const { watch, ticks } = build();
    const all = [watch('anna'), watch('bert')];
    ticks.close();
    expect(all.map(({ events }) => events.ended.aborted)).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
