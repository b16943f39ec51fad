import type { BrowserContext, Locator } from '@playwright/test';
import { getGraph } from '@vigla/contract/graph';
import { clientOf } from './api.ts';
import { handOf } from './clicks.ts';
import { graphPage } from './graph-page.ts';
import { paintOf } from './pixels.ts';
import { pointAway, type Spot, spotOfCall, spotOfNode } from './point-at.ts';
import { expect, test } from './world.ts';

/** How strongly the words of a plate are inked, from the spot where one first meets it. */
async function strengthAt(context: BrowserContext, picture: Locator, { x, y }: Spot): Promise<number> {
  await pointAway(picture.page());
  const clip = { x, y: y - 4, width: 90, height: 22 };
  return (await paintOf(context, await picture.page().screenshot({ clip }))).boldest;
}

test('journey 8: traces of slow calls on an edge take two clicks, already by both ends', async ({ page, lab }) => {
  await page.goto('/graph');
  const { picture, panel } = graphPage(page);
  const hand = handOf(page);
  await hand.clickAt(await spotOfCall(picture, 'productpage v1', 'reviews v1'));
  await hand.click(panel.getByRole('button', { name: 'Traces, slowest' }));
  const traces = panel.getByRole('table').filter({ has: page.getByRole('columnheader', { name: 'Call' }) });
  await expect(traces.getByRole('button').first()).toBeVisible();
  expect(hand.used()).toBe(2);
  const graph = await clientOf(lab.url).ask(getGraph, { query: { namespace: [] } });
  expect(graph.edges.map(({ id }) => id)).toContain('bookinfo/productpage-v1>bookinfo/reviews-v1:http');

  await traces.getByRole('button').first().click();
  await expect(page).toHaveURL(/trace=[0-9a-f]+/);
  await expect(panel.getByRole('heading', { name: /^Trace [0-9a-f]+$/ })).toBeVisible();
});

test('journey 10: one click on a node shows its whole path, and how it went over time', async ({ page, context, shot }) => {
  // Dots on the move would be part of what is measured.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/graph');
  const { picture, panel } = graphPage(page);
  const [chosen, aside] = [await spotOfNode(picture, 'reviews v3'), await spotOfNode(picture, 'details v1')];
  const before = await strengthAt(context, picture, aside);
  const hand = handOf(page);
  await hand.clickAt(chosen);
  await expect(page).toHaveURL(/sel=bookinfo%2Freviews-v3/);
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(/reviews v3/);
  const chart = panel.getByRole('figure', { name: 'Requests to reviews v3' });
  await expect(chart.locator('canvas')).toBeVisible();
  await expect(chart).toContainText(/Requests: .* at the end\./);
  expect(hand.used()).toBe(1);

  // From the door to the database all keeps its strength; what is beside the path fades.
  // A panel may bring what was chosen closer; looking at all of it again is no part of the journey.
  await page.getByRole('button', { name: 'Fit all (0)' }).click();
  const off = await spotOfNode(picture, 'details v1');
  await expect.poll(() => strengthAt(context, picture, off)).toBeLessThan(before * 0.7);
  for (const name of ['productpage v1', 'ratings v1']) {
    const on = await spotOfNode(picture, name);
    expect(await strengthAt(context, picture, on), name).toBeGreaterThan(before * 0.8);
  }
  await shot('path');
});
