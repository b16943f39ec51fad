import { barriers } from './barriers.ts';
import { handOf } from './clicks.ts';
import { graphPage } from './graph-page.ts';
import { spotOfCall } from './point-at.ts';
import { expect, opened, test } from './world.ts';

test.setTimeout(180_000);

test('journey 12: why nothing is measured takes one click', async ({ page, shot, story }) => {
  const { url } = await story('connection-limit');
  await page.goto(`${url}/graph?sel=billing/billing-batch`);
  const { panel } = graphPage(page);
  const hand = handOf(page);
  await hand.click(panel.getByRole('button', { name: 'Why?' }).first());
  await expect(panel.getByRole('heading', { level: 3 }).first()).toHaveText(/pods of billing-batch have no proxy/);
  await expect(panel.getByText('Checked, in this order')).toBeVisible();
  expect(hand.used()).toBe(1);
  await shot('explain-missing');
});

test('journey 3: why a call is 403 takes two clicks, and names the policy', async ({ page, shot, story }) => {
  const { url } = await story('deny-all-without-allow');
  await page.goto(`${url}/graph`);
  const { picture, panel } = graphPage(page);
  await expect(graphPage(page).summary).toBeAttached(opened);
  const hand = handOf(page);
  await hand.clickAt(await spotOfCall(picture, 'storefront-api v5', 'catalog v7'));
  await hand.click(panel.getByRole('button', { name: 'Explain' }));
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Why do calls from storefront-api to catalog v7 fail?');
  await expect(panel).toContainText(/An access policy denies 100.% of the calls\./);
  await expect(panel).toContainText(/AuthorizationPolicy deny-all was created at .+ by kubectl-client-side-apply: it has no rules/);
  await expect(panel.getByRole('list').filter({ hasText: 'denied' })).toContainText('Calls are lost here.');
  expect(hand.used()).toBe(2);
  await shot('explain-403');
  expect(await barriers(page)).toEqual([]);
});

test('the bad canary is found from the graph alone', async ({ page, shot, story }) => {
  const { url } = await story('bad-canary');
  await page.goto(`${url}/graph`);
  const { picture, panel } = graphPage(page);
  await expect(picture).toBeVisible(opened);
  await picture.focus();
  const hand = handOf(page);
  await hand.press(']');
  await expect(panel).toBeVisible();
  await hand.press('e');
  await expect(panel).toContainText('reviews v3 itself answers');
  await expect(panel).toContainText(/Deployment reviews-v3 was changed at .+ by ci-deployer: image went from .+1\.20\.3 to .+1\.21\.0\./);
  await expect(panel).toContainText('Other versions answer well.');
  expect(hand.used()).toBe(2);
  await shot('explain-canary');
});

test('journey 1: the first line of what needs attention names the bad canary, and one click explains it', async ({ page, shot, story }) => {
  const { url } = await story('bad-canary');
  await page.goto(`${url}/overview`);
  const needs = page.getByRole('region', { name: 'Needs attention' });
  const first = needs.getByRole('button').first();
  await expect(first).toHaveAccessibleName(/^Explain: (productpage → )?reviews v3 fails /, opened);
  await expect(needs).toContainText('Deployment reviews-v3');
  await shot('overview-canary');
  const hand = handOf(page);
  await hand.click(first);
  const { panel } = graphPage(page);
  await expect(panel).toContainText('reviews v3 itself answers');
  await expect(panel).toContainText(/Deployment reviews-v3 was changed at .+ by ci-deployer/);
  expect(hand.used()).toBe(1);
});
