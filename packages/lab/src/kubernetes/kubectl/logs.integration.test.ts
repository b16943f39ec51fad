import type { KubeObject } from '@vigla/contract/objects';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PodLogs } from '../logs/pod-logs.ts';
import { noon } from '../trial.ts';
import { type KubectlTrial, minor, needKubectl, saying, startKubectlTrial } from './kubectl-trial.ts';

/** One line every second, from all containers. */
const ticking: PodLogs = {
  lines: ({ name, container }, fromMs, toMs) =>
    Array.from({ length: Math.max(0, Math.ceil(toMs / 1000) - Math.ceil(fromMs / 1000)) }, (_, index) => {
      const atMs = (Math.ceil(fromMs / 1000) + index) * 1000;
      return { atMs, text: `${name} ${container} ${new Date(atMs).toISOString().slice(11, 19)}` };
    }),
};
const pod = (name: string, containers: readonly string[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'bookinfo', labels: { app: 'web' } },
  spec: { nodeName: 'node-1', containers: containers.map((one) => ({ name: one, image: `${one}:1` })) },
  status: {
    phase: 'Running',
    containerStatuses: containers.map((one) => ({ name: one, ready: true, state: { running: { startedAt: '2026-03-02T11:59:56Z' } } })),
  },
});

let trial: KubectlTrial;

beforeEach(needKubectl);
beforeAll(async () => {
  trial = await startKubectlTrial([pod('web-1', ['app', 'istio-proxy']), pod('web-2', ['app']), pod('web-3', ['app'])], { logs: ticking });
});
afterAll(() => trial?.[Symbol.asyncDispose]());

const logs = (...args: readonly string[]) => trial.kubectl('logs', '-n', 'bookinfo', ...args);

it.each<[because: string, args: readonly string[], out: string]>([
  ['all lines', ['web-2'], 'web-2 app 11:59:56\nweb-2 app 11:59:57\nweb-2 app 11:59:58\nweb-2 app 11:59:59\n'],
  ['the last lines', ['web-2', '--tail=1'], 'web-2 app 11:59:59\n'],
  ['lines of the last seconds', ['web-2', '--since=2s'], 'web-2 app 11:59:58\nweb-2 app 11:59:59\n'],
  ['lines since an instant', ['web-2', '--since-time=2026-03-02T11:59:59Z'], 'web-2 app 11:59:59\n'],
  ['the instants of lines', ['web-2', '--tail=1', '--timestamps'], '2026-03-02T11:59:59.000000000Z web-2 app 11:59:59\n'],
  ['a container by name', ['web-1', '-c', 'istio-proxy', '--tail=1'], 'web-1 istio-proxy 11:59:59\n'],
  ['as many bytes as wanted', ['web-2', '--limit-bytes=5'], 'web-2'],
])('shows %s', async (_, args, out) => {
  expect(await logs(...args)).toMatchObject({ code: 0, out });
});

it('shows the lines of all containers of a pod', async () => {
  const { out } = await logs('web-1', '--all-containers', '--tail=1');
  expect(out.trim().split('\n').toSorted()).toEqual(['web-1 app 11:59:59', 'web-1 istio-proxy 11:59:59']);
});

it('shows the lines of all pods with a label', async () => {
  const { out } = await logs('-l', 'app=web', '-c', 'app', '--tail=1');
  expect(out.trim().split('\n').toSorted()).toEqual(['web-1 app 11:59:59', 'web-2 app 11:59:59', 'web-3 app 11:59:59']);
});

it('says why there is none to show', async () => {
  expect((await logs('web-2', '--previous')).err).toContain('previous terminated container "app" in pod "web-2" not found');
  expect((await logs('web-2', '-c', 'nobody')).err).toContain('container nobody is not valid for pod web-2');
  expect((await logs('nobody')).err).toContain('pods "nobody" not found');
  const unnamed = await logs('web-1', '--tail=1');
  // Since 1.20 or so kubectl takes the first container by itself where none is named.
  expect(minor >= 21 ? unnamed.out : unnamed.err).toMatch(
    /web-1 app|a container name must be specified for pod web-1, choose one of: \[app istio-proxy\]/,
  );
});

it('follows what is written, until the pod is gone', async () => {
  const following = trial.start('logs', '-n', 'bookinfo', '-f', 'web-3', '--tail=1');
  const ended = new Promise<number | null>((resolve) => following.on('exit', resolve));
  const advance = setInterval(() => {
    trial.cluster.clock.ms += 1000;
  }, 50);
  const seconds = (await saying(following, /(?:.*\n){4}/))
    .trim()
    .split('\n')
    .map((line) => Date.parse(`2026-03-02T${line.replace('web-3 app ', '')}Z`) / 1000);
  expect(seconds).toEqual(seconds.map((_, index) => (seconds[0] ?? 0) + index));
  clearInterval(advance);
  trial.cluster.store.remove({ apiVersion: 'v1', kind: 'Pod', namespace: 'bookinfo', name: 'web-3' });
  expect(await ended).toBe(0);
  trial.cluster.clock.ms = noon;
});
