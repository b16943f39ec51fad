import type { Page } from '@playwright/test';
import { getGraph } from '@vigla/contract/graph';
import { clientOf } from './api.ts';
import { barriers } from './barriers.ts';
import { graphPage, rowsOf } from './graph-page.ts';
import { spotOfNode } from './point-at.ts';
import { expect, opened, test as base } from './world.ts';

/** A hundred services in sixteen namespaces of several teams, of which three have workloads that fail now and then. */
const crowd = ['--scenario', 'scale:100/16', '--seed', '2'];
const test = base.extend({ baseURL: async ({ demo }, use) => use((await demo(...crowd)).url) });

test.setTimeout(180_000);

/** An hour: over less, whoever fails now and then may not have failed. */
const anHour = '/graph?w=3600';
const groupMenu = (page: Page) => page.getByRole('button', { name: /^Group by / });
const openGroups = (page: Page): readonly string[] => new URL(page.url()).searchParams.getAll('open');

test('too much to read opens as groups, and what is wrong is named at once', async ({ page, demo, shot }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(anHour);
  const { picture, panel, summary } = graphPage(page);
  await expect(summary).toBeAttached(opened);
  const { gathered } = await clientOf((await demo(...crowd)).url).ask(getGraph, {
    query: { namespace: [], windowSeconds: 3600, gather: 'auto' },
  });
  expect(gathered?.groups).toBeGreaterThan(15);
  expect((gathered?.nodes ?? 0) + (gathered?.edges ?? 0)).toBeGreaterThan(300);
  await expect(groupMenu(page)).toHaveAccessibleName('Group by Namespace, in team');
  await expect(page.getByRole('button', { name: `${gathered?.nodes} workloads as ${gathered?.groups} groups` })).toBeVisible();
  await spotOfNode(picture, 'orders');

  const worst = page.getByRole('region', { name: 'Worst first' });
  await expect(worst).toContainText(/^Worst first0 failing, [1-9]\d* degraded/);
  const shares = (await worst.getByText(/^\d+\.\d\s%$/).allTextContents()).map((text) => Number.parseFloat(text));
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  await shot('gathered');
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(worst).toContainText(`${gathered?.nodes} workloads as ${gathered?.groups} groups`);

  await worst.getByRole('button', { name: 'offer-sync-v1' }).click();
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('offer-sync v1');
  await expect(panel).toContainText('Degraded');
  expect(openGroups(page)).toEqual(['group:namespace/orders']);
  await shot('gathered-finding');
});

test('a group opens in place by double click, and the link knows; Back closes it', async ({ page, elsewhere }) => {
  await page.goto(anHour);
  const { picture, panel, summary } = graphPage(page);
  await expect(summary).toBeAttached(opened);
  const { x, y } = await spotOfNode(picture, 'orders');
  await page.mouse.dblclick(x, y);
  await expect.poll(() => openGroups(page)).toEqual(['group:namespace/orders']);
  await expect(panel).toContainText('Open group');
  await spotOfNode(picture, 'offer-sync v1');
  const theirs = await elsewhere({ viewport: page.viewportSize() });
  await theirs.goto(page.url());
  await spotOfNode(graphPage(theirs).picture, 'offer-sync v1');
  await page.goBack();
  await expect.poll(() => openGroups(page)).toEqual([]);
});

test('by keyboard: Space or Enter opens the group one stands on, Space or Backspace closes it', async ({ page }) => {
  await page.goto(anHour);
  const { picture, panel, summary } = graphPage(page);
  await expect(summary).toBeAttached(opened);
  await picture.focus();
  const spoken = page.locator('[aria-live="polite"]').filter({ hasText: /, Group, / });
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(spoken).toBeAttached({ timeout: 300 });
  }).toPass();
  const name = (await spoken.textContent())?.split(', ')[0];
  for (const [opens, closes] of [
    [' ', ' '],
    ['Enter', 'Backspace'],
  ] as const) {
    await page.keyboard.press(opens);
    await expect.poll(() => openGroups(page)).toEqual([`group:namespace/${name}`]);
    await expect(panel).toContainText('Open group');
    await page.keyboard.press(closes);
    await expect.poll(() => openGroups(page)).toEqual([]);
    await expect(panel.getByRole('button', { name: 'Open in place' })).toBeVisible();
    await expect(picture).toBeFocused();
  }
});

test('groups are of what one chooses: applications, a label, nothing; Back undoes each choice', async ({ page }) => {
  await page.goto(anHour);
  await expect(graphPage(page).summary).toBeAttached(opened);
  const choose = async (what: RegExp): Promise<void> => {
    await groupMenu(page).click();
    await page.getByRole('radiogroup', { name: 'Gather into groups' }).getByRole('radio', { name: what }).click();
  };
  await choose(/^Application/);
  await expect(groupMenu(page)).toHaveAccessibleName('Group by Application');
  await expect(page).toHaveURL(/[?&]in=app(&|$)/);
  await choose(/^Label team/);
  await expect(groupMenu(page)).toHaveAccessibleName('Group by Label team');
  await expect(page).toHaveURL(/[?&]in=label%3Ateam(&|$)/);
  await groupMenu(page).click();
  await page.getByLabel('Another label').fill('app');
  await page.keyboard.press('Enter');
  await expect(groupMenu(page)).toHaveAccessibleName('Group by Label app');
  for (const before of ['Label team', 'Application', 'Namespace, in team']) {
    await page.goBack();
    await expect(groupMenu(page)).toHaveAccessibleName(`Group by ${before}`);
  }
});

test('the table has the groups, worst first, and opens them', async ({ page }) => {
  await page.goto(`${anHour}&view=table`);
  const groups = page.getByRole('grid', { name: 'Groups' });
  await expect(groups).toBeVisible(opened);
  const rows = await rowsOf(groups);
  expect(rows.length).toBeGreaterThan(15);
  const inTrouble = rows.map(([, , failing, degraded]) => Number(failing) + Number(degraded) > 0);
  expect(inTrouble).toEqual(inTrouble.toSorted((a, b) => Number(b) - Number(a)));
  expect(rows[0]?.[0]).toBe('orders');
  expect(rows[0]?.[6]).toMatch(/offer-sync-v\d, offer-sync-v\d/);
  await groups.getByRole('button', { name: 'Open in place: orders' }).click();
  await expect.poll(() => openGroups(page)).toEqual(['group:namespace/orders']);
  await expect(graphPage(page).table).toContainText('offer-sync');
});

test('nobody is kept out of the gathered picture, the choice of groups, a group, and their table', async ({ page }) => {
  const { panel, summary } = graphPage(page);
  const look = async (state: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect.soft(await barriers(page, { at: colorScheme === 'light' ? 'everything' : 'colours' }), `${state}, ${colorScheme}`).toEqual([]);
    }
  };
  await page.goto(`${anHour}&sel=group:namespace/orders`);
  await expect(summary).toBeAttached(opened);
  await expect(panel).toContainText('offer-sync');
  await groupMenu(page).click();
  await expect(page.getByLabel('Another label')).toBeVisible();
  await look('the picture, the choice and a group');
  await page.goto(`${anHour}&view=table&open=group:namespace/orders`);
  await expect(page.getByRole('grid', { name: 'Groups' })).toBeVisible();
  await look('the table');
});
