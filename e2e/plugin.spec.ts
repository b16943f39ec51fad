import type { Page } from '@playwright/test';
import { getGraph } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { clientOf } from './api.ts';
import { type BridgeOptions, startBridge } from './console-host/bridge.ts';
import { graphPage, rowsOf } from './graph-page.ts';
import { recordRequests } from './recorder.ts';
import { rowOf } from './numbers.ts';
import { paintOf } from './pixels.ts';
import { expect, test as bare } from './world.ts';

const meshModel = 'networking.istio.io/v1/VirtualService';
type Bridge = Awaited<ReturnType<typeof startBridge>>;

/** A console in which an admin is signed in, with the plugin enabled; what it asks of the plugin's server is kept. */
const test = bare.extend<{
  console: (options?: Partial<BridgeOptions>) => Promise<Bridge & { readonly seen: Awaited<ReturnType<typeof recordRequests>>['seen'] }>;
}>({
  console: async ({ lab }, use) => {
    const ends: (() => Promise<void>)[] = [];
    await use(async (options = {}) => {
      const recorder = await recordRequests(lab.url);
      const bridge = await startBridge({ server: recorder.url, token: await lab.token('admin'), models: [meshModel], ...options });
      ends.push(
        () => bridge.close(),
        () => recorder.close(),
      );
      return { ...bridge, seen: recorder.seen };
    });
    for (const end of ends) await end();
  },
});

const navigation = (page: Page) => page.getByRole('navigation', { name: 'Console' });
const errors = (page: Page): Promise<string | null> => page.locator('html').getAttribute('data-plugin-errors');

test('the console loads the plugin under its enforced policy and draws the graph of the browser', async ({
  page,
  context,
  console,
  lab,
  shot,
}) => {
  const bridge = await console();
  await page.goto(bridge.url);
  await navigation(page).getByRole('link', { name: 'Graph' }).click();
  const { picture, table, summary } = graphPage(page);
  await expect(summary).toBeAttached();
  await expect.poll(async () => (await paintOf(context, await picture.screenshot())).colours).toBeGreaterThan(200);
  await shot('plugin');
  const instant = Math.floor(Date.now() / 5000) * 5 - 60;
  const graph = await clientOf(lab.url).ask(getGraph, { query: { namespace: [], atEpochSeconds: at(instant) } });
  await page.goto(`${bridge.url}/mesh/graph?at=${instant}&view=table`);
  const sorted = (rows: readonly (readonly string[])[]): string[] => rows.map((cells) => cells.join(' | ')).sort();
  expect(sorted(await rowsOf(table))).toEqual(sorted(graph.edges.map((edge) => rowOf(edge, graph.nodes))));
  expect(await errors(page)).toBeNull();
  expect(bridge.violations).toEqual([]);

  const api = bridge.seen().filter(({ path }) => path.startsWith('/api/'));
  expect(api.length).toBeGreaterThan(3);
  for (const { headers } of api) {
    expect(headers['authorization']).toMatch(/^Bearer \S{20,}$/);
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('origin');
    expect(headers).not.toHaveProperty('x-csrftoken');
  }
});

test('GRF-47: a workload has its page within the console, and leads to its callers there', async ({ page, console, shot }) => {
  const bridge = await console();
  await page.goto(`${bridge.url}/mesh/graph?w=60&sel=bookinfo/reviews-v1`);
  await graphPage(page).panel.getByRole('link', { name: 'Open page' }).click();
  await expect(page).toHaveURL(`${bridge.url}/mesh/workloads/bookinfo/reviews-v1?w=60`);
  await expect(page.getByRole('heading', { level: 1, name: 'reviews v1' })).toBeVisible();
  await shot('plugin-workload');
  await page.getByRole('table', { name: 'Callers' }).getByRole('link', { name: 'productpage v1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'productpage v1' })).toBeVisible();
  await page.getByRole('button', { name: 'Show on graph' }).click();
  await expect(page).toHaveURL(`${bridge.url}/mesh/graph?w=60&sel=bookinfo%2Fproductpage-v1`);
  expect(await errors(page)).toBeNull();
  expect(bridge.violations).toEqual([]);
});

test('its menu is there where the cluster has the mesh, and only there', async ({ page, console }) => {
  const [withMesh, without] = [await console(), await console({ models: ['networking.istio.io/v1beta1/VirtualService'] })];
  await page.goto(withMesh.url);
  await expect(navigation(page).getByRole('link')).toHaveText(['Home', 'Graph', 'Mesh']);
  await expect(navigation(page)).toContainText('Service Mesh');
  await page.goto(`${without.url}/mesh/graph`);
  await expect(graphPage(page).summary).toBeAttached();
  await expect(navigation(page).getByRole('link')).toHaveText(['Home']);
});

test('a write needs the mark of the console and the mark of the server', async ({ page, console }) => {
  const bridge = await console();
  await page.goto(`${bridge.url}/mesh/graph`);
  await expect(graphPage(page).summary).toBeAttached();
  const rehearse = (headers: Record<string, string>): Promise<{ status: number; text: string }> =>
    page.evaluate(async (extra) => {
      const base = '/api/proxy/plugin/vigla/server/api/v1';
      const session = (await (await fetch(`${base}/session`)).json()) as { csrf: string };
      const start = (await (await fetch(`${base}/namespaces/bookinfo/services/reviews/traffic-shift`)).json()) as {
        virtualService: object;
      };
      const mark = /csrf-token=([^;]*)/.exec(document.cookie)?.[1] ?? '';
      const marks: Record<string, string> = { console: mark, server: session.csrf };
      const answer = await fetch(`${base}/namespaces/bookinfo/config`, {
        method: 'PUT',
        headers: {
          'content-type': 'application/json',
          ...Object.fromEntries(Object.entries(extra).map(([name, of]) => [name, marks[of] ?? ''])),
        },
        body: JSON.stringify({ objects: [start.virtualService], dryRun: true }),
      });
      return { status: answer.status, text: await answer.text() };
    }, headers);
  expect(await rehearse({ 'x-vigla-csrf': 'server' })).toEqual({ status: 403, text: 'invalid CSRFToken' });
  expect(await rehearse({ 'X-CSRFToken': 'console' })).toMatchObject({
    status: 403,
    text: expect.stringContaining('wrong_origin'),
  });
  expect(await rehearse({ 'X-CSRFToken': 'console', 'x-vigla-csrf': 'server' })).toMatchObject({ status: 200 });
  const writes = bridge.seen().filter(({ method }) => method === 'PUT');
  expect(writes).toHaveLength(2);
});

test('it follows the theme of the console and speaks its language', async ({ page, context, console }) => {
  const bridge = await console();
  await page.goto(`${bridge.url}/mesh/graph?lang=de`);
  await expect(navigation(page).getByRole('link', { name: 'Mesh' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Zeit: Letzte 5\smin$/ })).toBeVisible();
  const { picture } = graphPage(page);
  const canvas = page.locator('canvas').first();
  const ground = async (): Promise<number> => (await paintOf(context, await canvas.screenshot())).ground;
  await expect.poll(ground).toBeGreaterThan(200);
  await page.getByRole('button', { name: 'Theme' }).click();
  await expect.poll(ground).toBeLessThan(80);
  await expect(picture.or(canvas).first()).toBeVisible();
  await page.getByRole('button', { name: 'Theme' }).click();
  await expect.poll(ground).toBeGreaterThan(200);
});

test('the policy it lives under is enforced, and it lives by it', async ({ browser, console }) => {
  const bridge = await console();
  const page = await (await browser.newContext()).newPage();
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  // Only large meshes are laid out by a worker: this one is shown ten times over.
  await page.route('**/api/v1/graph?*', async (route) => {
    const answer = await route.fetch();
    const graph = getGraph.response.parse(await answer.json());
    const ten = Array.from({ length: 10 }, (_, copy) => copy);
    const nodes = ten.flatMap((copy) => graph.nodes.map((node) => ({ ...node, id: `${copy}-${node.id}` })));
    const edges = ten.flatMap((copy) =>
      graph.edges.map((edge) => ({ ...edge, id: `${copy}-${edge.id}`, from: `${copy}-${edge.from}`, to: `${copy}-${edge.to}` })),
    );
    await route.fulfill({ response: answer, json: { ...graph, nodes, edges } });
  });
  await page.goto(`${bridge.url}/mesh/graph`);
  await expect(graphPage(page).summary).toBeAttached();
  await expect.poll(() => workers.length).toBe(1);
  expect(workers[0]).toMatch(new RegExp(`^${bridge.url}/api/plugins/vigla/`));
  expect(bridge.violations).toEqual([]);
  const blocked = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ blockedURI }) => resolve(blockedURI === 'blob'));
        const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' })));
        worker.addEventListener('message', () => resolve(false));
      }),
  );
  expect(blocked).toBe(true);
  await expect.poll(() => bridge.violations.length).toBe(1);
  await page.context().close();
});

test.describe('of another age', () => {
  test.use({ complaint: /^Plugin vigla has failed to load/ });

  test('a console that is too old refuses it by its version, before any of its code runs', async ({ page, console }) => {
    const bridge = await console({ releaseVersion: '4.21.9' });
    await page.goto(`${bridge.url}/mesh/graph`);
    await expect.poll(() => errors(page)).toBe('vigla: Failed to resolve dependencies of plugin vigla');
    await expect(page.getByText('Nothing here.')).toBeVisible();
    expect(bridge.seen().filter(({ path }) => !path.endsWith('.json'))).toEqual([]);
  });
});

test("there is one React on the page, and it is the console's", async ({ page, console }) => {
  const bridge = await console();
  const scripts = new Set([`${bridge.url}/static/host.js`]);
  page.on('response', (response) => {
    if (/\/api\/plugins\/vigla\/.*\.js$/.test(response.url())) scripts.add(response.url());
  });
  await page.goto(`${bridge.url}/mesh/graph`);
  await expect(graphPage(page).summary).toBeAttached();
  expect(scripts.size).toBeGreaterThan(3);
  const texts = await Promise.all([...scripts].map(async (url) => [url, await (await fetch(url)).text()] as const));
  // The words of React's own complaint about a wrong argument stand in each copy of React once, and nowhere else.
  const copies = texts.filter(([, text]) => text.includes('takes an object of state variables to update'));
  expect(copies.map(([url]) => new URL(url).pathname)).toEqual(['/static/host.js']);
});
