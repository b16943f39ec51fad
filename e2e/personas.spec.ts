import { api } from '@vigla/contract/api';
import { getGraph, GroupBy } from '@vigla/contract/graph';
import type { Endpoint } from '@vigla/contract/http';
import { listNamespaces } from '@vigla/contract/inventory';
import { applyConfig, getTrafficShift } from '@vigla/contract/istio';
import { getTicks } from '@vigla/contract/mesh';
import { Problem } from '@vigla/contract/problem';
import { at } from '@vigla/contract/units';
import { getTrace, listTraces } from '@vigla/contract/traces';
import { deleteView, saveView } from '@vigla/contract/views';
import { parse } from 'yaml';
import { clientOf, pathOf } from './api.ts';
import { graphPage } from './graph-page.ts';
import { said } from './kubectl.ts';
import type { Lab } from './lab.ts';
import { reviewsRoute } from './reviews.ts';
import { expect, test } from './world.ts';

const shift = { params: { namespace: 'bookinfo', service: 'reviews' } };
const halfHourAgo = Math.floor(Date.now() / 1000) - 1800;
const aCall = 'bookinfo/productpage-v1>bookinfo/reviews-v1:http';
const fromOutside = 'restricted/in>bookinfo/productpage-v1:http';
const elements = [aCall, fromOutside, 'bookinfo/reviews-v2', 'bookinfo/productpage-v1'];
/** What is only on graphs of some wish. */
const gathered = [
  'group:namespace/bookinfo',
  'group:namespace/bookinfo>group:namespace/bookinfo:http',
  'restricted/in>group:namespace/bookinfo:http',
];
const wished = [
  ...gathered.map((element) => ({ element, gather: 'namespace' })),
  ...[
    'bookinfo/svc:reviews',
    'restricted/in>bookinfo/svc:productpage:http',
    'bookinfo/svc:reviews>bookinfo/reviews-v1:http',
    'restricted/in',
  ].map((element) => ({ element, services: 'true' })),
];
const aView = { params: { namespace: 'bookinfo', name: 'seen-by-nobody' } };
const monthLong = { namespace: [], spanSeconds: 2_592_000 };

/** What to ask of each row, so that none is left out: a row that is not here fails the census. */
const questions: Readonly<Record<string, readonly object[]>> = {
  'GET /api/v1/session': [{}],
  'POST /api/v1/session': [{ body: { token: 'nobody-has-this-token' } }],
  'DELETE /api/v1/session': [{}],
  'PUT /api/v1/session/persona': [{ body: { persona: 'stranger' } }],
  'GET /api/v1/status': [{}],
  'GET /api/v1/namespaces': [{}],
  'GET /api/v1/graph': GroupBy.options.map((groupBy) => ({ query: { namespace: [], groupBy, windowSeconds: 3600 } })),
  'GET /api/v1/graph/history': [{ query: monthLong }],
  'GET /api/v1/graph/compare': ['none', 'namespace', 'app'].map((gather) => ({ query: { gather, versusEpochSeconds: halfHourAgo } })),
  'GET /api/v1/graph/causes': [{ query: {} }],
  'GET /api/v1/graph/explanation': [...elements.map((element) => ({ element })), ...wished].map((query) => ({ query })),
  'GET /api/v1/graph/missing': [
    { query: {} },
    { query: { to: 'bookinfo/ratings-v1' } },
    { query: { to: 'group:namespace/bookinfo', gather: 'namespace' } },
    { query: { to: 'bookinfo/svc:reviews', services: 'true' } },
    { query: { from: 'bookinfo/details-v1', to: 'bookinfo/ratings-v1' } },
  ],
  'GET /api/v1/graph/series': [...elements.map((element) => ({ element })), ...wished].map((query) => ({ query })),
  'GET /api/v1/graph/traces': [{ element: aCall }, { element: fromOutside }, ...wished].flatMap((element) =>
    ['slowest', 'failed'].map((which) => ({ query: { ...element, which } })),
  ),
  // Which traces there are differs from lab to lab: those of the callers from outside are asked for below.
  'GET /api/v1/traces/:id': [{ params: { id: '0123456789abcdef' } }],
  'GET /api/v1/overview': [{ query: {} }],
  'GET /api/v1/views': [{}],
  'PUT /api/v1/namespaces/:namespace/views/:name': [{ ...aView, body: { title: 'A view', search: 'by=app' } }],
  'DELETE /api/v1/namespaces/:namespace/views/:name': [aView],
  'GET /api/v1/changes': [{ query: monthLong }],
  'GET /api/v1/namespaces/:namespace/apps/:app/traces': ['productpage', 'reviews', 'ratings'].map((app) => ({
    params: { namespace: 'bookinfo', app },
    query: { limit: 100 },
  })),
  'GET /api/v1/namespaces/:namespace/services/:service/traffic-shift': [shift],
  'PUT /api/v1/namespaces/:namespace/config': [
    { params: { namespace: 'bookinfo' }, body: { objects: [parse(reviewsRoute({ v1: 1, v2: 1, v3: 98 }))] } },
    { params: { namespace: 'bookinfo' }, body: { objects: [parse(reviewsRoute({ v1: 1, v2: 1, v3: 98 }))], dryRun: true } },
  ],
};

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;
const asked = api.filter((row) => row.kind !== 'stream');

test('every row of the API is asked here, or is the stream', () => {
  expect(Object.keys(questions).sort()).toEqual(asked.map(nameOf).sort());
  expect(api.filter((row) => row.kind === 'stream')).toEqual([getTicks]);
});

test('a viewer sees all, is offered no change, and every write is refused with the right that lacks', async ({ page, lab }) => {
  const kubectl = lab.kubectl('viewer');
  expect((await kubectl(['auth', 'can-i', 'patch', 'virtualservices.networking.istio.io', '-n', 'bookinfo'])).out.trim()).toBe('no');
  const viewer = clientOf(lab.url, await lab.token('viewer'));
  const writes = asked.filter(({ access }) => access === 'write');
  expect(writes.map(nameOf)).toEqual([applyConfig, saveView, deleteView].map(nameOf));
  const admin = clientOf(lab.url, await lab.token('admin'));
  expect((await admin.raw(saveView, { ...aView, body: { title: 'A view', search: '' } })).status).toBe(200);
  for (const row of writes) {
    for (const question of questions[nameOf(row)] ?? []) {
      const { status, text } = await viewer.raw(row, question);
      expect(status).toBe(403);
      expect(Problem.parse(JSON.parse(text))).toMatchObject({
        code: 'forbidden',
        missing:
          row === applyConfig
            ? { group: 'networking.istio.io', resource: 'virtualservices', namespace: 'bookinfo' }
            : { group: '', resource: 'configmaps', namespace: 'bookinfo' },
      });
    }
  }
  expect((await admin.raw(deleteView, aView)).status).toBe(200);
  expect((await viewer.ask(listNamespaces, {})).namespaces.map(({ name }) => name)).toEqual(await namespacesOf(lab, 'viewer'));

  await page.goto('/graph?sel=bookinfo/reviews-v1');
  const shiftButton = page.getByRole('button', { name: 'Shift traffic…' });
  await expect(shiftButton).toBeVisible();
  await page.getByRole('button', { name: 'Account of admin' }).click();
  await page.getByRole('menuitem', { name: 'viewer' }).click();
  await expect(page.getByRole('button', { name: 'Account of viewer' })).toBeVisible();
  await expect(graphPage(page).panel).toContainText('reviews v1');
  await expect(shiftButton).toHaveCount(0);
  await page.goto('/change?ns=bookinfo&service=reviews');
  await expect(page.getByText(/^You need (patch|update|create) /)).toBeVisible();
});

test('an editor of one namespace meets no name of another one, in no answer and on no page', async ({ page, lab, shot }) => {
  const token = await lab.token('editor');
  const editor = clientOf(lab.url, token);
  const hidden = await hiddenNames(lab);
  expect(hidden).toEqual(expect.arrayContaining(['clients', 'istio-system', 'partner-feed', 'istio-ingressgateway']));
  for (const row of asked.filter(({ access }) => access !== 'write')) {
    for (const question of questions[nameOf(row)] ?? []) {
      const { status, text } = await editor.raw(row, question);
      expect.soft([200, 401, 404].includes(status), `${nameOf(row)}: ${status} ${text}`).toBe(true);
      expect
        .soft(
          hidden.filter((name) => text.includes(name)),
          `${nameOf(row)} ${JSON.stringify(question)}`,
        )
        .toEqual([]);
    }
  }
  const admin = clientOf(lab.url, await lab.token('admin'));
  const { traces } = await admin.ask(listTraces, { params: { namespace: 'bookinfo', app: 'productpage' }, query: { limit: 20 } });
  expect(traces.length).toBeGreaterThan(0);
  for (const { id } of traces) {
    const { text } = await editor.raw(getTrace, { params: { id } });
    expect
      .soft(
        hidden.filter((name) => text.includes(name)),
        `trace ${id}`,
      )
      .toEqual([]);
  }
  const own = await namespacesOf(lab, 'editor');
  expect(own).toEqual(['bookinfo']);
  expect((await editor.ask(listNamespaces, {})).namespaces.map(({ name }) => name)).toEqual(own);
  const graph = await editor.ask(getGraph, { query: { namespace: [], windowSeconds: 3600 } });
  expect(new Set(graph.nodes.map(({ namespace }) => namespace))).toEqual(new Set(['bookinfo', null]));
  expect(graph.nodes.filter(({ namespace }) => namespace === null).map(({ kind }) => kind)).toContain('restricted');
  expect(
    (await lab.kubectl('editor')(['auth', 'can-i', 'patch', 'virtualservices.networking.istio.io', '-n', 'bookinfo'])).out.trim(),
  ).toBe('yes');
  expect((await editor.ask(getTrafficShift, shift)).canWrite).toBe(true);

  await page.goto('/graph');
  await page.getByRole('button', { name: 'Account of admin' }).click();
  await page.getByRole('menuitem', { name: 'editor' }).click();
  await expect(page.getByRole('button', { name: 'Namespaces: All 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(graphPage(page).table).toContainText('restricted');
  const text = await page.locator('body').innerText();
  expect(hidden.filter((name) => text.includes(name))).toEqual([]);
  await shot('editor');
});

test('asking for a hidden namespace tells no more than asking for one that does not exist', async ({ lab }) => {
  const editor = clientOf(lab.url, await lab.token('editor'));
  const answerFor = async (namespace: string): Promise<readonly unknown[]> => {
    const query = { namespace: [namespace] };
    const answers = [
      await editor.raw(getGraph, { query: { ...query, windowSeconds: 60, atEpochSeconds: at(1_700_000_000) } }),
      ...(await Promise.all(
        asked
          .filter(({ path }) => ['/api/v1/graph/history', '/api/v1/changes'].includes(path))
          .map((row) => editor.raw(row, { query: { ...query, toEpochSeconds: 1_700_000_000 } } as never)),
      )),
      await editor.raw(getTrafficShift, { params: { namespace, service: 'reviews' } }),
    ];
    return answers.map(({ status, text }) => [status, text.replaceAll(namespace, 'NAME').replace(/"reference":"[^"]*"/, '')]);
  };
  expect(await answerFor('clients')).toEqual(await answerFor('nowhere'));
});

test('ticks tell an editor of writes in their namespace and of no others', async ({ ownLab }) => {
  const controller = new AbortController();
  const stream = await fetch(`${ownLab.url}${pathOf(getTicks, {})}`, {
    headers: { authorization: `Bearer ${await ownLab.token('editor')}` },
    signal: controller.signal,
  });
  const kubectl = ownLab.kubectl('admin');
  const rule = (namespace: string): string =>
    JSON.stringify({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: `told-in-${namespace}`, namespace },
      spec: { host: 'reviews' },
    });
  let heard = '';
  const reader = stream.body?.getReader();
  const decoder = new TextDecoder();
  const hear = async (word: string): Promise<void> => {
    while (!heard.includes(word)) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) throw new Error(`The stream ended before it said ${word}: ${heard}`);
      heard += decoder.decode(value, { stream: true });
    }
  };
  await hear('hello');
  await said(kubectl(['create', '-f', '-'], rule('clients')));
  await said(kubectl(['create', '-f', '-'], rule('bookinfo')));
  // Both are of one kind, so that the cluster tells of them in the order in which they were written.
  await hear('told-in-bookinfo');
  expect(heard).not.toContain('clients');
  controller.abort();
});

/** The namespaces that a person may read, as the cluster itself says. */
async function namespacesOf(lab: Lab, persona: 'viewer' | 'editor'): Promise<readonly string[]> {
  const names = await allNamespaces(lab);
  const may = await Promise.all(
    names.map(async (name) => (await lab.kubectl(persona)(['auth', 'can-i', 'get', `namespaces/${name}`])).out.trim()),
  );
  return names.filter((_, index) => may[index] === 'yes');
}

const allNamespaces = async (lab: Lab): Promise<readonly string[]> =>
  (await said(lab.kubectl('admin')(['get', 'namespaces', '-o', 'jsonpath={.items[*].metadata.name}']))).split(' ').sort();

/** Every name that only exists outside bookinfo: of namespaces, and of what lies in them. */
async function hiddenNames(lab: Lab): Promise<readonly string[]> {
  const list = await said(
    lab.kubectl('admin')(['get', 'deployments,statefulsets,daemonsets,services,serviceaccounts,pods', '-A', '-o', 'json']),
  );
  const { items } = JSON.parse(list) as { items: { metadata: { name: string; namespace: string } }[] };
  const own = new Set(items.filter(({ metadata }) => metadata.namespace === 'bookinfo').map(({ metadata }) => metadata.name));
  const others = items.filter(({ metadata }) => metadata.namespace !== 'bookinfo').map(({ metadata }) => metadata.name);
  const namespaces = (await allNamespaces(lab)).filter((name) => name !== 'bookinfo');
  return [...new Set([...namespaces, ...others])].filter((name) => !own.has(name));
}
