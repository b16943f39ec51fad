import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '@vigla/contract/problem';
import { getSession } from '@vigla/contract/session';
import { at } from '@vigla/contract/units';
import { listViews, SavedView } from '@vigla/contract/views';
import { createKubernetes as createCluster } from '@vigla/lab/kubernetes';
import { bookinfo, people } from '@vigla/lab/scenarios';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGate, onError, useZod } from '../http/index.ts';
import { createKubernetes } from '../kubernetes/index.ts';
import { createSessions, sessionRoutes } from '../session/index.ts';
import { viewRoutes } from './routes.ts';

const nowMs = Date.parse('2026-03-02T12:00:00Z');
const personas = people.map((one) => ({ ...one, groups: [...one.groups], token: `token-of-${one.id}` }));
type Who = (typeof people)[number]['id'];

async function openWorld(readOnly = false) {
  const { objects = [] } = bookinfo.moments({ nowMs, seed: 1 }).at(-1) ?? {};
  const cluster = await createCluster({ objects, personas, now: () => nowMs, host: '127.0.0.1', port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'vigla-views-'));
  const [admin] = personas;
  if (!admin) throw new Error('The lab has no personas.');
  await writeFile(join(folder, 'config'), cluster.kubeconfig(admin), { mode: 0o600 });
  const now = () => at(nowMs / 1000);
  const kubernetes = await createKubernetes({
    kubeconfig: join(folder, 'config'),
    context: null,
    timeoutMs: 5000,
    now,
    random: () => 0,
    onTrouble: (message) => expect.fail(message),
  });
  const app = Fastify();
  const sessions = createSessions({ kubernetes, now, secrets: [], local: false, personas, readOnly });
  app.decorate('gate', createGate(sessions, { readOnly }));
  app.decorateRequest('identity', null);
  app.setErrorHandler(onError);
  useZod(app, { checkAnswers: true });
  sessionRoutes(app, sessions);
  viewRoutes(app, { kubernetes, now }, { readOnly });
  const send = async (who: Who, method: 'GET' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const authorization = `Bearer token-of-${who}`;
    const { csrf } = getSession.response.parse((await app.inject({ url: getSession.path, headers: { authorization } })).json());
    const reply = await app.inject({ method, url, headers: { authorization, 'x-vigla-csrf': csrf }, ...(payload && { payload }) });
    return { status: reply.statusCode, body: reply.json<unknown>() };
  };
  return {
    cluster,
    send,
    list: async (who: Who) => listViews.response.parse((await send(who, 'GET', listViews.path)).body),
    async close() {
      await app.close();
      kubernetes.close();
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

const urlOf = (name: string, namespace = 'bookinfo'): string => `/api/v1/namespaces/${namespace}/views/${name}`;
const draft = { title: 'Payments at night', search: 'ns=payments&at=1795354330&find=errors%3E1%25' };
const configMap = (name: string, rest: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'bookinfo' },
  ...rest,
});

it('keeps a view as a ConfigMap that everybody finds who may read its namespace', async () => {
  const saved = SavedView.parse((await world.send('admin', 'PUT', urlOf('night'), draft)).body);
  expect(saved).toMatchObject({ ...draft, namespace: 'bookinfo', name: 'night', by: 'admin', savedAt: nowMs / 1000 });
  expect((await world.list('viewer')).views).toEqual([saved]);
  expect((await world.list('editor')).views).toEqual([saved]);
  expect(world.cluster.store.list('ConfigMap', 'bookinfo').map(({ metadata }) => metadata.labels)).toContainEqual(
    expect.objectContaining({ 'vigla.io/kind': 'view' }),
  );
});

it("says where a caller may save, by the cluster's own word", async () => {
  expect((await world.list('admin')).writable).toContain('bookinfo');
  expect((await world.list('viewer')).writable).toEqual([]);
  const { status, body } = await world.send('viewer', 'PUT', urlOf('mine'), draft);
  expect(status).toBe(403);
  expect(Problem.parse(body)).toMatchObject({
    code: 'forbidden',
    missing: { verb: 'create', resource: 'configmaps', namespace: 'bookinfo' },
  });
});

it('does not show views of namespaces that a caller may not see', async () => {
  await world.send('admin', 'PUT', urlOf('hidden', 'istio-system'), draft);
  expect((await world.list('editor')).views.map(({ namespace }) => namespace)).not.toContain('istio-system');
  expect((await world.list('viewer')).views.map(({ namespace }) => namespace)).toContain('istio-system');
});

it('renames a view, and refuses to overwrite what somebody changed meanwhile', async () => {
  const { resourceVersion } = SavedView.parse((await world.send('admin', 'PUT', urlOf('renamed'), draft)).body);
  const renamed = await world.send('admin', 'PUT', urlOf('renamed'), { ...draft, title: 'By day', resourceVersion });
  expect(renamed.body).toMatchObject({ title: 'By day' });
  const late = await world.send('admin', 'PUT', urlOf('renamed'), { ...draft, title: 'Late', resourceVersion });
  expect([late.status, Problem.parse(late.body).code]).toEqual([409, 'conflict']);
  expect((await world.send('admin', 'PUT', urlOf('renamed'), draft)).status).toBe(409);
});

it('deletes views, and nothing that is none', async () => {
  await world.send('admin', 'PUT', urlOf('gone'), draft);
  expect((await world.send('admin', 'DELETE', urlOf('gone'))).status).toBe(200);
  expect((await world.list('admin')).views.map(({ name }) => name)).not.toContain('gone');
  world.cluster.store.put(configMap('settings', { data: { key: 'value' } }), 'kubectl');
  expect((await world.send('admin', 'DELETE', urlOf('settings'))).status).toBe(404);
  expect((await world.send('admin', 'PUT', urlOf('settings'), { ...draft, resourceVersion: '1' })).status).toBe(404);
  expect(world.cluster.store.list('ConfigMap', 'bookinfo').map(({ metadata }) => metadata.name)).toContain('settings');
});

it.each<[what: string, data: Record<string, string>]>([
  ['no title', { search: 'w=60' }],
  ['a query that is none', { title: 'x', search: '"><script>' }],
  ['a title that is a book', { title: 'x'.repeat(81), search: '' }],
])('passes over a ConfigMap with %s', async (_, data) => {
  const labels = { 'vigla.io/kind': 'view' };
  const name = `odd-${Object.keys(data).length}-${data['title']?.length ?? 0}`;
  world.cluster.store.put({ ...configMap(name, { data }), metadata: { name, namespace: 'bookinfo', labels } }, 'kubectl');
  expect((await world.list('admin')).views.map((view) => view.name)).not.toContain(name);
});

it.each([
  { title: '', search: '' },
  { title: 'x', search: 'a b' },
  { title: 'x', search: 'a'.repeat(4001) },
])('refuses to save what is no view: %j', async (bad) => {
  expect((await world.send('admin', 'PUT', urlOf('bad'), bad)).status).toBe(400);
});

it('offers nothing to write where the server is read-only', async () => {
  const still = await openWorld(true);
  expect((await still.list('admin')).writable).toEqual([]);
  expect((await still.send('admin', 'PUT', urlOf('night'), draft)).body).toMatchObject({ code: 'read_only' });
  await still.close();
});
