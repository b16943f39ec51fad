import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { at } from '@vigla/contract/units';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKubernetes } from '../kubernetes/index.ts';
import type { Kubernetes, ObjectChange } from '../sources/index.ts';
import { type Demo, startDemo } from './start-demo.ts';

const signal = new AbortController().signal;
let demo: Demo;
let kubernetes: Kubernetes;
beforeAll(async () => {
  demo = await startDemo({ scenario: 'bookinfo', story: undefined, seed: 1 });
  kubernetes = await createKubernetes({
    kubeconfig: demo.kubeconfigPath,
    context: null,
    timeoutMs: 5000,
    now: () => at(Math.floor(Date.now() / 1000)),
    random: Math.random,
    onTrouble: (message) => expect.fail(message),
  });
});
afterAll(async () => {
  kubernetes.close();
  await demo.close();
});

it('shows a whole mesh through the same doors as a real one', async () => {
  expect(kubernetes.missingKinds()).toEqual(new Map());
  expect(kubernetes.list('Pod', 'bookinfo').length).toBeGreaterThan(5);
  expect(kubernetes.list('VirtualService', 'bookinfo').map(({ metadata }) => metadata.name)).toContain('reviews');
  const asked = await fetch(new URL('/api/v1/query?query=count(istio_requests_total)', demo.prometheusUrl));
  expect(await asked.json()).toMatchObject({
    status: 'success',
    data: { result: [{ value: [expect.anything(), expect.stringMatching(/^[1-9]/)] }] },
  });
  expect((await fetch(new URL('/api/services', demo.tracingUrl))).status).toBe(200);
});

it('has people whom its cluster knows, each with rights of their own', async () => {
  const known = await Promise.all(demo.personas.map(({ token }) => kubernetes.whoIs({ way: 'token', token }, signal)));
  expect(known.map((person) => person?.username)).toEqual(demo.personas.map(({ username }) => username));
  const seen = await Promise.all(
    demo.personas.map(async ({ id, username, groups, token }) => {
      const sight = await kubernetes.visible(
        { person: { username, groups: [...groups] }, credentials: { way: 'token', token }, key: id },
        signal,
      );
      return [id, sight.all, sight.namespaces.has('istio-system')];
    }),
  );
  expect(seen).toEqual([
    ['admin', true, true],
    ['viewer', true, true],
    ['editor', false, false],
  ]);
});

it('tells of a write as soon as it happens, by whom, and of no other', async () => {
  const [admin] = demo.personas;
  if (!admin) throw new Error('The demo has nobody.');
  const { token, username } = admin;
  const heard = new Promise<ObjectChange>((resolve) => void kubernetes.onChange(resolve));
  const identity = { person: { username, groups: [] }, credentials: { way: 'token', token } as const, key: username };
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'born-later' } };
  await kubernetes.request(identity, { method: 'POST', path: '/api/v1/namespaces', query: { fieldManager: 'midwife' }, body }, signal);
  const { type, object } = await heard;
  expect({ type, kind: object.kind, name: object.metadata.name }).toEqual({ type: 'added', kind: 'Namespace', name: 'born-later' });
  expect(object.metadata.managedFields).toMatchObject([{ manager: 'midwife' }]);
  expect(JSON.stringify(object)).not.toContain('fieldsV1');
});

it('keeps its keys from other users of the machine, and leaves nothing behind', async () => {
  expect(statSync(demo.kubeconfigPath).mode & 0o077).toBe(0);
  const passing = await startDemo({ scenario: undefined, story: undefined, seed: 2 });
  const folder = dirname(passing.kubeconfigPath);
  await passing.close();
  expect(existsSync(folder)).toBe(false);
  await expect(fetch(passing.prometheusUrl)).rejects.toThrow('fetch failed');
});

it.each([
  ['a scenario', { scenario: 'atlantis', story: undefined }, /no scenario atlantis.*bookinfo, shop, scale:N/],
  ['a story', { scenario: undefined, story: 'atlantis' }, /no story atlantis.*connection-limit, bad-canary/],
  ['a story in a scenario', { scenario: 'bookinfo', story: 'retry-storm' }, /retry-storm happens in the scenario shop.*bad-canary/],
])('says which there are when it has not got %s', async (_what, names, message) => {
  await expect(startDemo({ ...names, seed: 1 })).rejects.toThrow(message);
});

it.each([
  ['the shop and its usual story', undefined, undefined, 'payments', true],
  ['the shop in peace', 'shop', 'none', 'payments', false],
  ['the scenario that a story brings with it', undefined, 'bad-canary', 'bookinfo', true],
])('shows %s', async (_what, scenario, story, namespace, failing) => {
  const own = await startDemo({ scenario, story, seed: 1 });
  const ask = async (query: string): Promise<unknown> =>
    (await fetch(new URL(`/api/v1/query?${new URLSearchParams({ query }).toString()}`, own.prometheusUrl))).json();
  const some = (query: string) => ask(`count(${query}) > 0`);
  expect(await some(`istio_requests_total{destination_workload_namespace="${namespace}"}`)).toMatchObject({ data: { result: [{}] } });
  const failures = await some(
    'istio_requests_total{reporter="source",response_code=~"500|503",source_workload_namespace!="bookinfo"} or istio_requests_total{reporter="source",response_code="500"}',
  );
  expect(failures).toMatchObject({ data: { result: failing ? [{}] : [] } });
  await own.close();
});
