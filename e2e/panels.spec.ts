import { getGraph } from '@vigla/contract/graph';
import { clientOf } from './api.ts';
import { graphPage } from './graph-page.ts';
import { expect, test } from './world.ts';

test('journey 8: traces of slow calls on an edge take two clicks, already by both ends', async ({ page, lab }) => {
  let clicks = 0;
  await page.goto('/graph?view=table');
  const { table, panel } = graphPage(page);
  await table.getByRole('button', { name: 'productpage v1, details of the call to reviews v1' }).click();
  clicks += 1;
  await panel.getByRole('button', { name: 'Traces, slowest' }).click();
  clicks += 1;
  const traces = panel.getByRole('table').filter({ has: page.getByRole('columnheader', { name: 'Call' }) });
  await expect(traces.getByRole('button').first()).toBeVisible();
  expect(clicks).toBe(2);
  const graph = await clientOf(lab.url).ask(getGraph, { query: { namespace: [] } });
  expect(graph.edges.map(({ id }) => id)).toContain('bookinfo/productpage-v1>bookinfo/reviews-v1:http');

  await traces.getByRole('button').first().click();
  await expect(page).toHaveURL(/trace=[0-9a-f]+/);
  await expect(panel.getByRole('heading', { name: /^Trace [0-9a-f]+$/ })).toBeVisible();
});

test('journey 10: one click on a node shows its whole path, and how it went over time', async ({ page }) => {
  await page.goto('/graph?view=table');
  const { table, panel } = graphPage(page);
  await table.getByRole('button', { name: 'reviews v1', exact: true }).first().click();
  await expect(page).toHaveURL(/sel=bookinfo%2Freviews-v1/);
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(/reviews v1/);
  const chart = panel.getByRole('figure', { name: 'Requests to reviews v1' });
  await expect(chart.locator('canvas')).toBeVisible();
  await expect(chart).toContainText(/Requests: .* at the end\./);
});
