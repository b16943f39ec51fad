import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IstioObject } from '@vigla/contract/istio';
import { applyConfig, getTrafficShift } from '@vigla/contract/istio';
import { listChanges } from '@vigla/contract/changes';
import { listNamespaces } from '@vigla/contract/inventory';
import { Problem } from '@vigla/contract/problem';
import { getSession } from '@vigla/contract/session';
import { at } from '@vigla/contract/units';
import { listOf } from '@vigla/domain/inventory';
import { generateTrafficShift } from '@vigla/domain/wizards';
import { createKubernetes as createCluster } from '@vigla/lab/kubernetes';
import { bookinfo, people } from '@vigla/lab/scenarios';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeRoutes } from '../changes/index.ts';
import { AppError, createGate, onError, useZod } from '../http/index.ts';
import { inventoryRoutes } from '../inventory/index.ts';
import { createKubernetes } from '../kubernetes/index.ts';
import { createSessions, sessionRoutes } from '../session/index.ts';
import type { Kubernetes, KubernetesRequest } from '../sources/index.ts';
import { istioRoutes } from './routes.ts';

const nowMs = Date.parse('2026-03-02T12:00:00Z');
const personas = people.map((one) => ({ ...one, groups: [...one.groups], token: `token-of-${one.id}` }));
type Who = (typeof people)[number]['id'];

/** Lets a test step in before a request reaches the cluster. */
type Interrupt = (request: KubernetesRequest) => void;

async function openWorld() {
  const { objects = [] } = bookinfo.moments({ nowMs, seed: 1 }).at(-1) ?? {};
  const cluster = await createCluster({ objects, personas, now: () => nowMs, host: '127.0.0.1', port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'vigla-istio-'));
  const [admin] = personas;
  if (!admin) throw new Error('The lab has no personas.');
  await writeFile(join(folder, 'config'), cluster.kubeconfig(admin), { mode: 0o600 });
  const now = () => at(nowMs / 1000);
  const real = await createKubernetes({
    kubeconfig: join(folder, 'config'),
    context: null,
    timeoutMs: 5000,
    now,
    random: () => 0,
    onTrouble: (message) => expect.fail(message),
  });
  const interrupt: { now: Interrupt } = { now: () => {} };
  const kubernetes: Kubernetes = {
    ...real,
    request(identity, request, signal) {
      interrupt.now(request);
      return real.request(identity, request, signal);
    },
  };
  const app = Fastify();
  const sessions = createSessions({ kubernetes, now, secrets: [], local: false, personas, readOnly: false });
  app.decorate('gate', createGate(sessions, { readOnly: false }));
  app.decorateRequest('identity', null);
  app.setErrorHandler(onError);
  useZod(app, { checkAnswers: true });
  sessionRoutes(app, sessions);
  istioRoutes(app, { kubernetes });
  inventoryRoutes(app, { kubernetes });
  changeRoutes(app, { kubernetes, now });
  return {
    app,
    cluster,
    interrupt,
    kubernetes,
    real,
    async close() {
      await app.close();
      real.close();
      await cluster.close();
      await rm(folder, { recursive: true });
    },
  };
}

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.interrupt.now = () => {};
});

async function send(who: Who, method: 'GET' | 'PUT', url: string, payload?: object) {
  const authorization = `Bearer token-of-${who}`;
  const { csrf } = getSession.response.parse((await world.app.inject({ url: getSession.path, headers: { authorization } })).json());
  const reply = await world.app.inject({ method, url, headers: { authorization, 'x-vigla-csrf': csrf }, ...(payload && { payload }) });
  return { status: reply.statusCode, body: reply.json<unknown>() };
}

const put = (who: Who, objects: readonly object[], { namespace = 'bookinfo', dryRun = false } = {}) =>
  send(who, 'PUT', `/api/v1/namespaces/${namespace}/config`, { objects, dryRun });
const applied = async (...request: Parameters<typeof put>) => {
  const { status, body } = await put(...request);
  expect(body).toMatchObject({ applied: expect.anything() });
  expect(status).toBe(200);
  return applyConfig.response.parse(body);
};
const refused = async (...request: Parameters<typeof put>) => Problem.parse((await put(...request)).body);
const stored = (kind: string, name: string, namespace = 'bookinfo') =>
  world.cluster.store.list(kind, namespace).find(({ metadata }) => metadata.name === name);
/** An object of which the test knows that it is there. */
const present = (kind: string, name: string) => stored(kind, name) ?? expect.fail(`There is no ${kind} ${name}.`);
const start = async (who: Who, service = 'reviews') => {
  const { body } = await send(who, 'GET', `/api/v1/namespaces/bookinfo/services/${service}/traffic-shift`);
  return getTrafficShift.response.parse(body);
};
const shifted = async (who: Who, weights: Readonly<Record<string, number>>): Promise<readonly [IstioObject, IstioObject]> => {
  const rows = Object.entries(weights).map(([version, percent]) => ({ version, percent }));
  const shift = generateTrafficShift({ namespace: 'bookinfo', service: 'reviews', weights: rows }, await start(who));
  if (!shift.ok) throw new Error(JSON.stringify(shift.problems));
  return shift.value;
};
const sidecar = (name: string, hosts = ['./*']): IstioObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Sidecar',
  metadata: { name, namespace: 'bookinfo' },
  spec: { egress: [{ hosts }] },
});

describe('what the traffic editor starts from', () => {
  it('is how the cluster routes the service now', async () => {
    const { versions, virtualService, destinationRule, canWrite, missing } = await start('editor');
    expect(versions.map(({ version, subset, workloads, percent }) => ({ version, subset, workloads, percent }))).toEqual([
      { version: 'v1', subset: 'v1', workloads: ['reviews-v1'], percent: 50 },
      { version: 'v2', subset: 'v2', workloads: ['reviews-v2'], percent: 30 },
      { version: 'v3', subset: 'v3', workloads: ['reviews-v3'], percent: 20 },
    ]);
    expect(versions.map(({ readyPods }) => readyPods)).toEqual([2, 1, 1]);
    expect(virtualService?.metadata.resourceVersion).toBe(stored('VirtualService', 'reviews')?.metadata.resourceVersion);
    expect(destinationRule?.metadata).not.toHaveProperty('managedFields');
    expect({ canWrite, missing }).toEqual({ canWrite: true, missing: null });
  });

  it('tells a viewer which right lacks', async () => {
    expect(await start('viewer')).toMatchObject({ canWrite: false, missing: 'update virtualservices.networking.istio.io in bookinfo' });
  });

  it('is refused where the caller may not read, naming the right', async () => {
    const { status, body } = await send('editor', 'GET', '/api/v1/namespaces/istio-system/services/istiod/traffic-shift');
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'forbidden', missing: { verb: 'get', group: '', resource: 'services', namespace: 'istio-system' } });
  });

  it('is not found for a service that is not there', async () => {
    expect(await send('viewer', 'GET', '/api/v1/namespaces/bookinfo/services/nowhere/traffic-shift')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  it('says who else manages the objects', async () => {
    const rule = present('DestinationRule', 'ratings');
    world.cluster.store.put(
      { ...rule, metadata: { ...rule.metadata, annotations: { 'argocd.argoproj.io/tracking-id': 'shop:x' } } },
      'argocd-controller',
    );
    expect((await start('editor', 'ratings')).managers).toEqual(['argocd', 'argocd-controller']);
  });
});

describe('writing configuration', () => {
  it('shows in a dry run what would become of it, and stores nothing', async () => {
    const before = stored('VirtualService', 'reviews');
    const { dryRun, applied: results } = await applied('editor', await shifted('editor', { v1: 10, v2: 20, v3: 70 }), { dryRun: true });
    expect(dryRun).toBe(true);
    expect(results.map(({ object, outcome }) => `${object.kind} ${outcome}`)).toEqual([
      'VirtualService changed',
      'DestinationRule unchanged',
    ]);
    expect(results[0]?.before).toContain('weight: 50');
    expect(results[0]?.after).toContain('weight: 70');
    expect(results[0]?.after).not.toMatch(/managedFields|uid|resourceVersion|creationTimestamp/);
    expect(stored('VirtualService', 'reviews')).toEqual(before);
  });

  it('stores it under the name vigla, leaves alone what is unchanged, and says so again the next time', async () => {
    const rule = present('DestinationRule', 'reviews');
    const objects = await shifted('editor', { v1: 40, v2: 30, v3: 30 });
    const { applied: results } = await applied('editor', objects);
    const now = stored('VirtualService', 'reviews');
    expect(results.map(({ outcome }) => outcome)).toEqual(['changed', 'unchanged']);
    expect(results[0]?.resourceVersion).toBe(now?.metadata.resourceVersion);
    expect(now?.metadata.managedFields?.map(({ manager }) => manager)).toContain('vigla');
    expect(stored('DestinationRule', 'reviews')).toEqual(rule);
    expect((await start('editor')).versions.map(({ percent }) => percent)).toEqual([40, 30, 30]);
    const again = await applied('editor', await shifted('editor', { v1: 40, v2: 30, v3: 30 }));
    expect(again.applied.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    expect(stored('VirtualService', 'reviews')).toEqual(now);
  });

  it('keeps what the cluster and other tools noted on the object', async () => {
    const note = { 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    const held = present('VirtualService', 'reviews');
    world.cluster.store.put({ ...held, metadata: { ...held.metadata, annotations: note, finalizers: ['shop/guard'] } }, 'kubectl');
    await applied('editor', await shifted('editor', { v1: 41, v2: 29, v3: 30 }));
    expect(stored('VirtualService', 'reviews')?.metadata).toMatchObject({ annotations: note, finalizers: ['shop/guard'] });
    const free = present('VirtualService', 'reviews');
    world.cluster.store.put({ ...free, metadata: { ...free.metadata, finalizers: [] } }, 'kubectl');
  });

  it('creates what is not there', async () => {
    const { applied: results } = await applied('editor', [sidecar('fresh')]);
    expect(results).toMatchObject([{ outcome: 'created', before: null, object: { kind: 'Sidecar', name: 'fresh' } }]);
    expect(stored('Sidecar', 'fresh')?.spec).toEqual({ egress: [{ hosts: ['./*'] }] });
  });

  it('is refused when somebody changed the object meanwhile, and nothing else is written either', async () => {
    const objects = await shifted('editor', { v1: 1, v2: 2, v3: 97 });
    await applied('admin', await shifted('admin', { v1: 34, v2: 33, v3: 33 }));
    const problem = await refused('editor', [sidecar('bystander'), ...objects]);
    expect(problem).toMatchObject({ code: 'conflict', source: 'kubernetes' });
    expect(problem.detail).toMatch(/^VirtualService reviews: .* Nothing was changed\.$/);
    expect(stored('Sidecar', 'bystander')).toBeUndefined();
  });

  it('is refused when the object was deleted meanwhile', async () => {
    await applied('editor', [sidecar('short-lived')]);
    const { metadata } = present('Sidecar', 'short-lived');
    world.cluster.store.remove({ apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', namespace: 'bookinfo', name: 'short-lived' });
    const object = {
      ...sidecar('short-lived', ['istio-system/*']),
      metadata: { name: 'short-lived', namespace: 'bookinfo', resourceVersion: metadata.resourceVersion },
    };
    expect(await refused('editor', [object])).toMatchObject({ code: 'conflict' });
  });

  it('is refused in the words of the cluster when its checks say no', async () => {
    const [virtualService] = await shifted('editor', { v1: 34, v2: 33, v3: 33 });
    const broken = { ...virtualService, spec: { ...virtualService.spec, hosts: ['*'] } };
    const { code, detail } = await refused('editor', [broken], { dryRun: true });
    expect(code).toBe('rejected_by_cluster');
    expect(detail).toMatch(/^VirtualService reviews: admission webhook .*wildcard host.*\. Nothing was changed\.$/);
  });

  it('never drops a field that the cluster does not know', async () => {
    const [virtualService] = await shifted('editor', { v1: 34, v2: 33, v3: 33 });
    const { code, detail } = await refused('editor', [{ ...virtualService, spec: { ...virtualService.spec, wieghts: 3 } }]);
    expect({ code, detail }).toEqual({ code: 'rejected_by_cluster', detail: expect.stringContaining('wieghts') });
  });
});

describe('rights of the one who writes', () => {
  it.each<[who: Who, because: string, namespace: string, missing: object]>([
    ['viewer', 'may only read', 'bookinfo', { verb: 'create', group: 'networking.istio.io', resource: 'sidecars', namespace: 'bookinfo' }],
    [
      'editor',
      'has another namespace',
      'istio-system',
      { verb: 'get', group: 'networking.istio.io', resource: 'sidecars', namespace: 'istio-system' },
    ],
  ])('refuse %s, who %s, and name what lacks', async (who, _, namespace, missing) => {
    const object = { ...sidecar('sly'), metadata: { name: 'sly', namespace } };
    const { status, body } = await put(who, [object], { namespace });
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'forbidden', missing });
    expect(stored('Sidecar', 'sly', namespace)).toBeUndefined();
  });

  it.each<[because: string, object: object, message: RegExp]>([
    ['a secret', { apiVersion: 'v1/v1', kind: 'Secret', metadata: { name: 's', namespace: 'bookinfo' } }, /is not written here/],
    ['a deployment', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'bookinfo' } }, /is not written here/],
    [
      'a role',
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r', namespace: 'bookinfo' } },
      /is not written here/,
    ],
    [
      'a kind of no namespace',
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'g', namespace: 'bookinfo' } },
      /is not written here/,
    ],
    [
      'a kind named like a built-in property',
      { apiVersion: 'networking.istio.io/v1', kind: 'Constructor', metadata: { name: 'c', namespace: 'bookinfo' } },
      /is not written here/,
    ],
    ['an object of another namespace', { ...sidecar('x'), metadata: { name: 'x', namespace: 'istio-system' } }, /must be bookinfo/],
    [
      'a name that is a path',
      { ...sidecar('x'), metadata: { name: '../../../../api/v1/secrets', namespace: 'bookinfo' } },
      /not a Kubernetes name/,
    ],
  ])('do not help to write %s', async (_, object, message) => {
    const asked: KubernetesRequest[] = [];
    world.interrupt.now = (request) => asked.push(request);
    const { code, fields } = await refused('admin', [object]);
    expect(code).toBe('invalid_request');
    expect(fields?.map((field) => field.message).join()).toMatch(message);
    expect(asked.filter(({ path }) => !path.includes('review'))).toEqual([]);
  });

  it('do not help to write one object twice at once', async () => {
    const { fields } = await refused('admin', [sidecar('twin'), { ...sidecar('twin'), apiVersion: 'networking.istio.io/v1beta1' }]);
    expect(fields).toEqual([{ path: 'objects.1', message: 'is the same object as objects.0' }]);
  });
});

describe('a write that the cluster refuses midway', () => {
  const isWrite = ({ method, query, path }: KubernetesRequest, plural: string) =>
    method !== 'GET' && !query?.['dryRun'] && path.includes(`/${plural}`);

  it('is taken back, created and changed objects alike, and the answer says what is where', async () => {
    const [virtualService, rule] = await shifted('editor', { v1: 10, v2: 10, v3: 80 });
    const subsets = [...listOf(rule.spec, 'subsets'), { name: 'v9', labels: { version: 'v9' } }];
    const before = { rule: present('DestinationRule', 'reviews'), virtualService: present('VirtualService', 'reviews') };
    world.interrupt.now = (request) => {
      if (!isWrite(request, 'virtualservices')) return;
      world.interrupt.now = () => {};
      world.cluster.store.put(
        { ...before.virtualService, metadata: { ...before.virtualService.metadata, labels: { touched: 'meanwhile' } } },
        'kubectl-label',
      );
    };
    const { code, detail } = await refused('editor', [sidecar('half-done'), { ...rule, spec: { ...rule.spec, subsets } }, virtualService]);
    expect(code).toBe('conflict');
    expect(detail).toContain('Sidecar half-done had been created and is deleted again.');
    expect(detail).toContain('DestinationRule reviews had been written and is as it was before.');
    expect(stored('Sidecar', 'half-done')).toBeUndefined();
    expect(stored('DestinationRule', 'reviews')?.spec).toEqual(before.rule.spec);
    expect(stored('VirtualService', 'reviews')?.spec).toEqual(before.virtualService.spec);
  });

  it('leaves alone what somebody else has changed since, and says so', async () => {
    const [virtualService, rule] = await shifted('editor', { v1: 10, v2: 10, v3: 80 });
    const subsets = [...listOf(rule.spec, 'subsets'), { name: 'v8', labels: { version: 'v8' } }];
    world.interrupt.now = (request) => {
      if (!isWrite(request, 'virtualservices')) return;
      world.interrupt.now = () => {};
      const ours = present('DestinationRule', 'reviews');
      world.cluster.store.put({ ...ours, metadata: { ...ours.metadata, labels: { touched: 'since' } } }, 'kubectl-label');
      throw new AppError('source_unavailable', 'The connection broke.', { source: 'kubernetes' });
    };
    const { code, detail } = await refused('editor', [{ ...rule, spec: { ...rule.spec, subsets } }, virtualService]);
    expect(code).toBe('source_unavailable');
    expect(detail).toContain('VirtualService reviews was not written.');
    expect(detail).toMatch(/DestinationRule reviews could not be put back and has its new content \(.+\)\./);
    await applied('admin', [{ ...rule, metadata: { name: 'reviews', namespace: 'bookinfo' } }]);
  });

  it('is taken back too when the cluster wrote the last object but its answer was lost', async () => {
    const before = stored('VirtualService', 'reviews');
    const [virtualService] = await shifted('editor', { v1: 5, v2: 5, v3: 90 });
    const lose = vi.spyOn(world.kubernetes, 'request').mockImplementation(async (identity, request, signal) => {
      const answer = await world.real.request(identity, request, signal);
      if (!isWrite(request, 'virtualservices')) return answer;
      lose.mockRestore();
      throw new AppError('source_timeout', 'No answer came.', { source: 'kubernetes' });
    });
    const { code, detail } = await refused('editor', [virtualService]);
    expect(code).toBe('source_timeout');
    expect(detail).toContain('VirtualService reviews had been written and is as it was before.');
    expect(stored('VirtualService', 'reviews')?.spec).toEqual(before?.spec);
  });
});

describe('findings', () => {
  it('come with a dry run, for the objects as they would be', async () => {
    const [virtualService] = await shifted('editor', { v1: 34, v2: 33, v3: 33 });
    const spec = { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', subset: 'v7' } }] }] };
    const { findings } = await applied('editor', [{ ...virtualService, spec }], { dryRun: true });
    expect(findings).toMatchObject([{ severity: 'error', object: { kind: 'VirtualService', name: 'reviews' }, facts: { subset: 'v7' } }]);
  });
});

describe('what each person sees', () => {
  const namespacesOf = async (who: Who) => {
    const { body } = await send(who, 'GET', '/api/v1/namespaces');
    return listNamespaces.response.parse(body).namespaces;
  };
  const changesOf = async (who: Who, query = '') => {
    const { body } = await send(who, 'GET', `/api/v1/changes?spanSeconds=3600${query}`);
    return listChanges.response.parse(body).changes;
  };

  it('of namespaces is what the cluster lets them get', async () => {
    const all = world.cluster.store
      .list('Namespace')
      .map(({ metadata }) => metadata.name)
      .sort();
    expect(all.length).toBeGreaterThan(2);
    for (const who of ['admin', 'viewer', 'editor'] as const) {
      const mayGet = await Promise.all(
        all.map((name) =>
          world.kubernetes
            .request(identityOf(who), { method: 'GET', path: `/api/v1/namespaces/${name}` }, new AbortController().signal)
            .then(
              () => [name],
              () => [],
            ),
        ),
      );
      expect((await namespacesOf(who)).map(({ name }) => name)).toEqual(mayGet.flat());
    }
    expect((await namespacesOf('editor')).map(({ name }) => name)).toEqual(['bookinfo']);
  });

  it('of a namespace says what it is to the mesh', async () => {
    const namespaces = await namespacesOf('viewer');
    expect(namespaces.find(({ name }) => name === 'bookinfo')).toMatchObject({ injected: true, controlPlane: false });
    expect(namespaces.find(({ name }) => name === 'istio-system')).toMatchObject({ controlPlane: true });
  });

  it('of changes lies in their namespaces', async () => {
    const [seen, all] = [await changesOf('editor'), await changesOf('admin')];
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual(all.filter(({ object }) => object.namespace === 'bookinfo'));
    expect(JSON.stringify(seen)).not.toContain('istio-system');
    expect(seen.map(({ at: instant }) => instant)).toEqual(seen.map(({ at: instant }) => instant).toSorted((a, b) => b - a));
  });

  it('of changes is refused for a namespace that is not theirs, whether or not it exists', async () => {
    const [hidden, absent] = await Promise.all(
      ['istio-system', 'nowhere'].map((name) => send('editor', 'GET', `/api/v1/changes?namespace=${name}`)),
    );
    expect(hidden).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(
      JSON.stringify(absent?.body)
        .replaceAll('nowhere', 'istio-system')
        .replace(/"reference":"[^"]*"/, ''),
    ).toBe(JSON.stringify(hidden?.body).replace(/"reference":"[^"]*"/, ''));
  });
});

const identityOf = (who: Who) => ({
  person: { username: who, groups: [] },
  credentials: { way: 'token', token: `token-of-${who}` } as const,
  key: who,
});
