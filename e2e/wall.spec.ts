import { getGraph } from '@vigla/contract/graph';
import { clientOf } from './api.ts';
import { barriers } from './barriers.ts';
import { paintOf } from './pixels.ts';
import { expect, test } from './world.ts';

const operable = 'button, a[href], input, select, textarea, summary, [role=button], [role=link], [tabindex], [contenteditable]';

test('the wall shows the mesh of the graph, dated and live, with nothing to press', async ({ page, context, lab, shot }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  const answered = page.waitForResponse((response) => response.url().includes('/api/v1/graph?'));
  await page.goto('/wall');
  const shown = getGraph.response.parse(await (await answered).json());
  const graph = await clientOf(lab.url).ask(getGraph, { query: { namespace: [], atEpochSeconds: shown.at, idle: 'false' } });
  expect(shown.edges.map(({ id }) => id)).toEqual(graph.edges.map(({ id }) => id));
  expect(shown.nodes.map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id));
  const picture = page.getByRole('img', { name: /^\d+ nodes, \d+ calls\.$/ });
  await expect(picture).toHaveAccessibleName(`${graph.nodes.length} nodes, ${graph.edges.length} calls.`);

  await expect(page.getByText(/^LIVE \d+\ss$/)).toBeVisible();
  await expect(page.getByText(/^data \d\d:\d\d:\d\d$/)).toBeVisible();
  await expect(page.getByText('simulated mesh')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^(ALL HEALTHY|\d+ DEGRADED|FAILING .+|\d+ FAILING)$/);
  await expect(page.locator(operable)).toHaveCount(0);
  const scrolls = await page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return scrollWidth > clientWidth || scrollHeight > clientHeight;
  });
  expect(scrolls).toBe(false);
  await expect.poll(async () => (await paintOf(context, await picture.screenshot())).colours).toBeGreaterThan(200);
  const paint = await paintOf(context, await picture.screenshot());
  expect(paint.inked).toBeGreaterThan(0.05);
  expect(paint.ground).toBeLessThan(60);
  expect(await barriers(page)).toEqual([]);
  await shot('wall');
});

test('a wall whose data stays out says how old it is, dims, and comes back alone', async ({ page, context, serveBehindGates, shot }) => {
  const server = await serveBehindGates();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(`${server.url}/wall`);
  const picture = page.getByRole('img', { name: /^\d+ nodes, \d+ calls\.$/ });
  await expect(page.getByText(/^LIVE \d+\ss$/)).toBeVisible();
  await expect.poll(async () => (await paintOf(context, await picture.screenshot())).inked).toBeGreaterThan(0.05);
  const live = await paintOf(context, await picture.screenshot());

  await server.gates.prometheus.shut();
  // Two intervals of the wall are 20 s, counted from the newest sample.
  await expect(page.getByText(/^(2[1-9]|3\d)\ss OLD$/)).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^WAS /);
  await expect(page.getByText(/^as of \d\d:\d\d:\d\d/)).toBeVisible();
  await expect(page.getByText('Prometheus silent')).toBeVisible();
  await expect.poll(async () => (await paintOf(context, await picture.screenshot())).contrast).toBeLessThan(0.8 * live.contrast);
  const still = await picture.screenshot();
  await expect(page.getByText(/^LIVE/)).toHaveCount(0);
  expect((await paintOf(context, still)).colours).toBeGreaterThan(100);
  await shot('wall-old');

  await server.gates.prometheus.open();
  await expect(page.getByText(/^LIVE \d+\ss$/)).toBeVisible({ timeout: 10_000 });
  await expect(page.getByText('Prometheus silent')).toHaveCount(0);
});
