import type { BrowserContext, Locator } from '@playwright/test';
import { listCallTraces } from '@vigla/contract/traces';
import { pathOf } from './api.ts';
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

test('journey 8: traces of slow calls on an edge take two clicks: of both ends, of the window, slowest first', async ({ page }) => {
  await page.goto('/graph');
  const { picture, panel } = graphPage(page);
  const hand = handOf(page);
  const answered = page.waitForResponse((response) => response.url().includes(pathOf(listCallTraces, {})));
  await hand.clickAt(await spotOfCall(picture, 'productpage v1', 'reviews v1'));
  await hand.click(panel.getByRole('button', { name: 'Traces, slowest' }));
  const rows = panel
    .getByRole('table')
    .filter({ has: page.getByRole('columnheader', { name: 'Call' }) })
    .locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  expect(hand.used()).toBe(2);
  const answer = await answered;
  const asked = new URL(answer.url()).searchParams;
  expect(asked.get('element')).toBe('bookinfo/productpage-v1>bookinfo/reviews-v1:http');
  expect(asked.get('which')).toBe('slowest');
  const { traces } = listCallTraces.response.parse(await answer.json());
  await expect(rows).toHaveCount(traces.length);
  const took = traces.map(({ callMs }) => callMs);
  expect(took).toEqual(took.toSorted((a, b) => b - a));
  const windowSeconds = Number(asked.get('windowSeconds'));
  expect(traces.filter(({ at }) => at < Date.now() / 1000 - windowSeconds - 60)).toEqual([]);

  await rows.first().getByRole('button').click();
  await expect(page).toHaveURL(new RegExp(`trace=${traces[0]?.id}`));
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
