import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { ask, editor, noon, openLines, startTrial } from '../trial.ts';
import type { PodLogs } from './pod-logs.ts';

/** One line every second of every container, named after it. */
const ticking: PodLogs = {
  lines: ({ container }, fromMs, toMs) =>
    Array.from({ length: Math.max(0, Math.ceil(toMs / 1000) - Math.ceil(fromMs / 1000)) }, (_, index) => {
      const atMs = (Math.ceil(fromMs / 1000) + index) * 1000;
      return { atMs, text: `${container} at ${new Date(atMs).toISOString().slice(11, 19)}` };
    }),
};

const startedAt = new Date(noon - 10_000).toISOString();
const running = { running: { startedAt } };
const pod = (name: string, containers: readonly string[], statuses: readonly object[], more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'bookinfo' },
  spec: { containers: containers.map((one) => ({ name: one })), ...more },
  status: { phase: 'Running', containerStatuses: statuses },
});
const pods = [
  pod('single', ['app'], [{ name: 'app', state: running }]),
  pod('double', ['app', 'istio-proxy'], [{ name: 'istio-proxy', state: running }], { initContainers: [{ name: 'istio-init' }] }),
  pod(
    'restarted',
    ['app'],
    [
      {
        name: 'app',
        state: running,
        lastState: { terminated: { startedAt: '2026-03-02T11:00:00Z', finishedAt: '2026-03-02T11:00:03Z' } },
      },
    ],
  ),
  pod('waiting', ['app'], [{ name: 'app', state: { waiting: { reason: 'ImagePullBackOff' } } }]),
];
const path = (name: string, query = ''): string => `/api/v1/namespaces/bookinfo/pods/${name}/log?${query}`;

it.each<[because: string, pod: string, query: string, text: RegExp]>([
  ['everything since its container started', 'single', '', /^app at 11:59:50\n(?:app at 11:59:5\d\n){8}app at 11:59:59\n$/],
  ['the last lines', 'single', 'tailLines=2', /^app at 11:59:58\napp at 11:59:59\n$/],
  ['none of its lines', 'single', 'tailLines=0', /^$/],
  ['no more lines than there are', 'single', 'tailLines=1000', /^app at 11:59:50\n(?:app at 11:59:5\d\n){9}$/],
  ['the last seconds', 'single', 'sinceSeconds=3', /^app at 11:59:57\napp at 11:59:58\napp at 11:59:59\n$/],
  ['what came after an instant', 'single', 'sinceTime=2026-03-02T11:59:59Z', /^app at 11:59:59\n$/],
  ['when each line was written', 'single', 'tailLines=1&timestamps=true', /^2026-03-02T11:59:59\.000000000Z app at 11:59:59\n$/],
  ['no more bytes than wanted', 'single', 'limitBytes=21', /^app at 11:59:50\napp a$/],
  ['the container that is named', 'double', 'container=istio-proxy&tailLines=1', /^istio-proxy at 11:59:59\n$/],
  ['the life before the restart', 'restarted', 'previous=true', /^app at 11:00:00\napp at 11:00:01\napp at 11:00:02\n$/],
  ['the life after the restart', 'restarted', 'tailLines=1&previous=false', /^app at 11:59:59\n$/],
])('shows %s', async (_, name, query, text) => {
  await using cluster = await startTrial(pods, { logs: ticking });
  const reply = await ask(cluster, 'GET', path(name, query));
  expect(reply.text).toMatch(text);
  expect([reply.code, reply.headers['content-type']]).toEqual([200, 'text/plain']);
});

it.each<[because: string, pod: string, query: string, code: number, message: string]>([
  ['there is no such pod', 'nobody', '', 404, 'pods "nobody" not found'],
  [
    'it does not say which container',
    'double',
    '',
    400,
    'a container name must be specified for pod double, choose one of: [app istio-proxy] or one of the init containers: [istio-init]',
  ],
  ['the pod has no such container', 'single', 'container=web', 400, 'container web is not valid for pod single'],
  ['nothing was restarted', 'single', 'previous=true', 400, 'previous terminated container "app" in pod "single" not found'],
  ['the container waits', 'waiting', '', 400, 'container "app" in pod "waiting" is waiting to start: ImagePullBackOff'],
  [
    'it asks for two beginnings',
    'single',
    'sinceSeconds=1&sinceTime=2026-03-02T11:59:59Z',
    422,
    'at most one of `sinceTime` or `sinceSeconds`',
  ],
  ['it asks for less than nothing', 'single', 'tailLines=-1', 422, 'tailLines: Invalid value: -1: must be greater than or equal to 0'],
  ['it asks for no bytes', 'single', 'limitBytes=0', 422, 'limitBytes: Invalid value: 0: must be greater than 0'],
  ['a number is none', 'single', 'tailLines=many', 400, 'tailLines: "many" is not a whole number'],
  ['an instant is none', 'single', 'sinceTime=noon', 400, 'sinceTime: "noon" is not an instant'],
])('refuses when %s', async (_, name, query, code, message) => {
  await using cluster = await startTrial(pods, { logs: ticking });
  const reply = await ask(cluster, 'GET', path(name, query));
  expect(reply.body).toMatchObject({ kind: 'Status', code, message: expect.stringContaining(message) });
});

it('shows the log to those alone who may get pods/log', async () => {
  await using cluster = await startTrial(
    [
      ...pods,
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'edit', namespace: 'bookinfo' },
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      },
    ],
    { logs: ticking },
  );
  const { body } = await ask(cluster, 'GET', path('single'), { as: editor });
  expect(body).toMatchObject({ code: 403, message: expect.stringContaining('cannot get resource "pods/log"') });
});

it('is only ever read', async () => {
  await using cluster = await startTrial(pods, { logs: ticking });
  expect((await ask(cluster, 'POST', path('single'), { body: {} })).code).toBe(405);
});

describe('a reader that follows', () => {
  it('is told of new lines once, and of the end when the pod goes', async () => {
    await using cluster = await startTrial(pods, { logs: ticking });
    await using lines = await openLines(cluster, path('single', 'follow=true&tailLines=1'));
    expect(await lines.next()).toBe('app at 11:59:59');
    cluster.clock.ms += 2000;
    expect([await lines.next(), await lines.next()]).toEqual(['app at 12:00:00', 'app at 12:00:01']);
    cluster.store.remove({ apiVersion: 'v1', kind: 'Pod', namespace: 'bookinfo', name: 'single' });
    expect(await lines.next()).toBeUndefined();
  });

  it('is not kept by a life that has ended', async () => {
    await using cluster = await startTrial(pods, { logs: ticking });
    expect((await ask(cluster, 'GET', path('restarted', 'follow=true&previous=true&tailLines=1'))).text).toBe('app at 11:00:02\n');
  });

  it('leaves at the limit of bytes', async () => {
    await using cluster = await startTrial(pods, { logs: ticking });
    await using lines = await openLines(cluster, path('single', 'follow=true&tailLines=0&limitBytes=32'));
    cluster.clock.ms += 60_000;
    expect([await lines.next(), await lines.next(), await lines.next()]).toEqual(['app at 12:00:00', 'app at 12:00:01', undefined]);
  });

  it('that hangs up is not asked for any more', async () => {
    let asked = 0;
    const counting: PodLogs = {
      lines(...question) {
        asked += 1;
        return ticking.lines(...question);
      },
    };
    const cluster = await startTrial(pods, { logs: counting });
    const lines = await openLines(cluster, path('single', 'follow=true&tailLines=1'));
    expect(await lines.next()).toBe('app at 11:59:59');
    await lines[Symbol.asyncDispose]();
    await cluster.close();
    const before = asked;
    cluster.clock.ms += 60_000;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked - before).toBeLessThanOrEqual(1);
  });
});
