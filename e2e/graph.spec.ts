import { getGraph, type TrafficGraph } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { clientOf } from './api.ts';
import { graphPage, rowsOf, tabTo } from './graph-page.ts';
import { rowOf } from './numbers.ts';
import { paintOf } from './pixels.ts';
import { expect, test } from './world.ts';

const aMinuteAgo = (): number => Math.floor(Date.now() / 5000) * 5 - 60;

test('the page shows Bookinfo with its traffic', async ({ page, lab, context, shot }) => {
  await page.goto('/graph');
  await expect(page).toHaveURL(/\/graph$/);
  const { picture, summary } = graphPage(page);
  await expect(summary).toBeAttached();
  const graph = await clientOf(lab.url).ask(getGraph, { query: { namespace: [] } });
  expect(graph.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['productpage-v1', 'reviews-v3', 'mysqldb-v1']));
  expect(graph.edges.length).toBeGreaterThan(10);
  await expect(summary).toContainText(`${graph.nodes.length} nodes, ${graph.edges.length} calls.`);
  await expect.poll(async () => (await paintOf(context, await picture.screenshot())).colours).toBeGreaterThan(200);
  expect((await paintOf(context, await picture.screenshot())).inked).toBeGreaterThan(0.03);
  await shot('graph');
});

test('the table says of every call what the wire says, rounded once', async ({ page, lab }) => {
  const instant = aMinuteAgo();
  const graph = await clientOf(lab.url).ask(getGraph, { query: { namespace: [], atEpochSeconds: at(instant) } });
  await page.goto(`/graph?at=${instant}&view=table`);
  const shown = await rowsOf(graphPage(page).table);
  const expected = graph.edges.map((edge) => rowOf(edge, graph.nodes));
  const sorted = (rows: readonly (readonly string[])[]): string[] => rows.map((cells) => cells.join(' | ')).sort();
  expect(sorted(shown)).toEqual(sorted(expected));
  expect(shown.length).toBeGreaterThan(10);
});

test('everything can be reached and left by keyboard alone', async ({ page }) => {
  await page.goto('/graph');
  const { picture, panel, table } = graphPage(page);
  await expect(picture).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'To the content' })).toBeFocused();
  await tabTo(page, picture);
  const spoken = page.getByText(/, (Workload|Gateway|Outside the mesh|TCP target), /);
  await page.keyboard.press('ArrowRight');
  const first = await spoken.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(spoken).not.toHaveText(first ?? '');
  await page.keyboard.press('Enter');
  const node = panel.getByRole('heading', { level: 2 });
  await expect(node).toBeVisible();
  await expect.poll(() => panel.evaluate((element) => element.contains(document.activeElement))).toBe(true);

  const call = panel.getByRole('table').getByRole('button').first();
  await tabTo(page, call);
  await page.keyboard.press('Enter');
  await expect(node).toHaveText(/ → /);
  await expect(page).toHaveURL(/sel=[^&]+%3E[^&]+%3A(http|tcp)/);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(picture).toBeFocused();
  await page.keyboard.press('t');
  await expect(table).toBeVisible();
});

test('a link shows another person the same: selection, panel, view and instant', async ({ page, elsewhere, lab }) => {
  const instant = aMinuteAgo();
  await page.goto(`/graph?at=${instant}&w=60&view=table`);
  const { table, panel } = graphPage(page);
  await table.getByRole('button', { name: 'productpage v1, details of the call to reviews v1' }).click();
  await expect(panel).toContainText('productpage v1 → reviews v1');
  await expect(panel.getByText(/^Asking /)).toHaveCount(0);
  const [mine, rows] = [await panel.innerText(), await rowsOf(table)];
  const other = await elsewhere();
  await other.goto(`${lab.url}${new URL(page.url()).pathname}${new URL(page.url()).search}`);
  await expect(graphPage(other).panel).toContainText('productpage v1 → reviews v1');
  await expect(graphPage(other).panel.getByText(/^Asking /)).toHaveCount(0);
  expect(await graphPage(other).panel.innerText()).toBe(mine);
  expect(await rowsOf(graphPage(other).table)).toEqual(rows);
});

test('what is searched for is found, and nonsense is called so', async ({ page, lab }) => {
  const instant = aMinuteAgo();
  const graph = await clientOf(lab.url).ask(getGraph, { query: { namespace: [], atEpochSeconds: at(instant) } });
  await page.goto(`/graph?at=${instant}&view=table`);
  const { filter, find, table } = graphPage(page);
  await filter.click();
  await find.fill('protocol = tcp');
  const tcp = graph.edges.filter(({ traffic }) => traffic.protocol === 'tcp').map((edge) => rowOf(edge, graph.nodes));
  expect(tcp.length).toBeGreaterThan(0);
  await expect.poll(() => rowsOf(table)).toEqual(tcp);
  await expect(page).toHaveURL(/find=protocol/);
  await find.fill('colour = red');
  await expect(page.getByText('“colour', { exact: false })).toContainText('is nothing that can be asked');
  await expect(page.locator('mark')).toHaveText('colour');
});

test('choosing a namespace asks for it alone, and Back undoes the choice', async ({ page, lab }) => {
  await page.goto('/graph?view=table');
  const { table } = graphPage(page);
  const all = (await rowsOf(table)).length;
  await page.getByRole('button', { name: 'Namespaces: All 3' }).click();
  await page.getByRole('checkbox', { name: 'clients' }).click();
  await expect(page).toHaveURL(/ns=clients/);
  const graph: TrafficGraph = await clientOf(lab.url).ask(getGraph, { query: { namespace: ['clients'] } });
  await expect.poll(async () => (await rowsOf(table)).length).toBe(graph.edges.length);
  expect(graph.edges.length).toBeLessThan(all);
  await page.goBack();
  await expect(page).not.toHaveURL(/ns=/);
  await expect.poll(async () => (await rowsOf(table)).length).toBe(all);
});

test('theme and language are chosen once and kept', async ({ page, context }) => {
  await page.goto('/graph');
  const { picture } = graphPage(page);
  await expect(picture).toBeVisible();
  const light = async (): Promise<number> => (await paintOf(context, await picture.screenshot())).ground;
  await expect.poll(light).toBeGreaterThan(200);
  await page.getByRole('button', { name: 'Use the dark theme' }).click();
  await expect(page.locator('html')).toHaveClass(/pf-v6-theme-dark/);
  await expect.poll(light).toBeLessThan(60);
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('button', { name: 'Anhalten' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Anhalten' })).toBeVisible();
  await expect(page.locator('html')).toHaveClass(/pf-v6-theme-dark/);
});
