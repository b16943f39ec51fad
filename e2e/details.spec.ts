import { graphPage } from './graph-page.ts';
import { paintOf } from './pixels.ts';
import { pointAway, spotOfNode } from './point-at.ts';
import { expect, test } from './world.ts';

test('GRF-47: from a plate to the page of its workload, to its caller, back to the graph, and on to the editor', async ({
  page,
  context,
  shot,
}) => {
  await page.goto('/graph?w=60');
  const { picture, panel } = graphPage(page);
  const spot = await spotOfNode(picture, 'reviews v1');
  await page.mouse.click(spot.x, spot.y);
  await panel.getByRole('link', { name: 'Open page' }).click();
  await expect(page).toHaveURL(/\/workloads\/bookinfo\/reviews-v1\?w=60$/);
  await expect(page.getByRole('heading', { level: 1, name: 'reviews v1' })).toBeVisible();

  const mini = page.getByRole('img', { name: /^\d+ nodes, \d+ calls/ });
  await expect.poll(async () => (await paintOf(context, await mini.screenshot())).colours, { intervals: [250] }).toBeGreaterThan(30);
  const chart = page.getByRole('figure', { name: 'Requests to reviews v1' });
  await expect(chart.locator('canvas')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Identity' })).toBeVisible();
  await pointAway(page);
  await shot('workload');

  await page.getByRole('table', { name: 'Callers' }).getByRole('link', { name: 'productpage v1' }).click();
  await expect(page).toHaveURL(/\/workloads\/bookinfo\/productpage-v1\?w=60$/);
  await expect(page.getByRole('heading', { level: 1, name: 'productpage v1' })).toBeVisible();
  const called = page.getByRole('table', { name: 'Calls' });
  await expect(called.getByRole('link', { name: 'reviews v1' })).toBeVisible();

  await page.getByRole('button', { name: 'Show on graph' }).click();
  await expect(page).toHaveURL(/\/graph\?w=60&sel=bookinfo%2Fproductpage-v1$/);
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(/productpage v1/);
  await page.goBack();
  await page.getByRole('button', { name: 'Graph of this node' }).click();
  await expect(page).toHaveURL(/focus=bookinfo%2Fproductpage-v1/);

  await page.goto('/services/bookinfo/reviews');
  await page.getByRole('button', { name: 'Shift traffic…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Shift traffic' })).toBeVisible();
});
