import { setTimeout as sleep } from 'node:timers/promises';
import { bookinfoObjects, deployed } from '@vigla/testkit/bookinfo';
import { describe, expect, it, vi } from 'vitest';
import { fakeKubernetes } from '../fakes/index.ts';
import { createClusterFacts } from './cluster-facts.ts';

const quiet = { missingKinds: () => new Map<string, string>(), state: () => fakeKubernetes().state() };

describe('the facts of the cluster', () => {
  it('are joined once while nothing changes', () => {
    const read = createClusterFacts(fakeKubernetes({ objects: bookinfoObjects }));
    expect(read()).toBe(read());
    expect(read().facts?.workloads.has('bookinfo/reviews-v1')).toBe(true);
    expect(read().gaps).toEqual([]);
  });

  it('are joined anew when a list has changed', () => {
    const [before, after] = [
      fakeKubernetes({ objects: bookinfoObjects }),
      fakeKubernetes({ objects: [...bookinfoObjects, ...deployed({ namespace: 'bookinfo', app: 'reviews', version: 'v9' })] }),
    ];
    let kubernetes = before;
    const read = createClusterFacts({ list: (kind) => kubernetes.list(kind), missingKinds: () => new Map(), state: () => before.state() });
    const first = read();
    kubernetes = after;
    expect(read()).not.toBe(first);
    expect([first.facts?.workloads.has('bookinfo/reviews-v9'), read().facts?.workloads.has('bookinfo/reviews-v9')]).toEqual([false, true]);
  });

  it('are the very same where what changed says nothing of the mesh', () => {
    let objects = bookinfoObjects;
    const read = createClusterFacts({ ...quiet, list: (kind) => objects.filter((object) => object.kind === kind) });
    const first = read();
    objects = objects.map((object) => ({ ...object, metadata: { ...object.metadata, annotations: { seen: 'just now' } } }));
    expect(read()).toBe(first);
  });

  it('are not joined at every change where that takes long, unless a kind comes or goes', async () => {
    let [now, versions] = [0, 0];
    let missing = new Map([['Gateway', 'Gateway: not read yet']]);
    const read = createClusterFacts(
      {
        ...quiet,
        missingKinds: () => missing,
        list: (kind) => {
          const objects = Array.from({ length: versions }, (_, i) => deployed({ namespace: 'shop', app: 'web', version: `v${i}` })).flat();
          return objects.filter((object) => object.kind === kind);
        },
      },
      // Each look at the clock comes 60 ms after the one before: so long takes whatever is between two of them.
      () => (now += 60),
    );
    const known = (): number => read().facts?.workloads.size ?? 0;
    versions = 1;
    expect(known()).toBe(1);
    versions = 2;
    expect(known()).toBe(1);
    missing = new Map();
    expect(known()).toBe(2);
    versions = 3;
    expect(known()).toBe(2);
    now += 1200;
    await vi.waitFor(() => expect(known()).toBe(3));
  });

  it('hold while they are joined anew where that takes long, and others are served meanwhile', async () => {
    let [now, ready] = [0, false];
    const pods = () => deployed({ namespace: 'shop', app: 'web', version: 'v1', ...(ready ? {} : { ready: 0 }) });
    const list = (kind: string) => pods().filter((object) => object.kind === kind);
    const read = createClusterFacts({ ...quiet, list }, () => (now += 60));
    const first = read();
    ready = true;
    now += 100_000;
    expect(read()).toBe(first);
    await vi.waitFor(() => expect(read()).not.toBe(first));
    expect([first, read()].map(({ facts }) => facts?.workloads.get('shop/web-v1')?.pods)).toEqual([
      { ready: 0, desired: 1 },
      { ready: 1, desired: 1 },
    ]);
    const second = read();
    // The same pods again, as new objects.
    now += 100_000;
    read();
    await sleep(20);
    expect(read()).toBe(second);
  });

  it('are joined at once when a kind comes while they are being joined', async () => {
    let [now, versions] = [0, 1];
    let missing = new Map([['Gateway', 'Gateway: not read yet']]);
    const list = (kind: string) =>
      Array.from({ length: versions }, (_, i) => deployed({ namespace: 'shop', app: 'web', version: `v${i}` }))
        .flat()
        .filter((object) => object.kind === kind);
    const read = createClusterFacts({ ...quiet, missingKinds: () => missing, list }, () => (now += 60));
    read();
    versions = 2;
    now += 100_000;
    expect(read().facts?.workloads.size).toBe(1);
    versions = 3;
    missing = new Map();
    expect(read().facts?.workloads.size).toBe(3);
    await sleep(20);
    expect(read().facts?.workloads.size).toBe(3);
  });

  it('know what runs by the clock', () => {
    const spec = { schedule: '15 * * * *', jobTemplate: { spec: { template: {} } } };
    const cron = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly', namespace: 'bookinfo' }, spec };
    expect(createClusterFacts(fakeKubernetes({ objects: [cron] }))().facts?.workloads.get('bookinfo/nightly')?.kind).toBe('CronJob');
  });

  it('are unknown before anything was read, with the reason', () => {
    const missing = new Map(['Pod', 'Deployment', 'Gateway'].map((kind) => [kind, `${kind}: not read yet`]));
    expect(createClusterFacts(fakeKubernetes({ missing }))()).toEqual({
      facts: null,
      gaps: [
        { source: 'kubernetes', lacks: 'workloads', detail: 'Pod: not read yet (and 1 more)' },
        { source: 'kubernetes', lacks: 'configuration', detail: 'Gateway: not read yet' },
      ],
    });
  });
});
