import type { Page } from '@playwright/test';
import { handOf } from './clicks.ts';
import { graphPage, rowsOf } from './graph-page.ts';
import { boxOf } from './point-at.ts';
import { expect, test } from './world.ts';

const shownAt = (page: Page): string | null => new URL(page.url()).searchParams.get('at');

test('GRF-51: journey 11: what it looked like then, as a link, takes one drag and one click', async ({ page, elsewhere, lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/graph');
  const { picture, summary, handle, table } = graphPage(page);
  await expect(summary).toBeAttached();
  // Where the picture was moved to is part of what is shared.
  await picture.focus();
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/[?&]z=/);
  const now = await boxOf(handle);
  const hand = handOf(page);
  await hand.drag({ x: now.x + 1, y: now.y + 20 }, { x: now.x - 60, y: now.y + 20 });
  await expect.poll(() => shownAt(page)).not.toBeNull();
  await hand.click(page.getByRole('button', { name: 'Copy link', exact: true }));
  await expect(page.getByText('Link copied')).toBeVisible();
  expect(hand.used()).toBe(2);
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  expect(link.searchParams.get('at')).toBe(shownAt(page));
  expect(link.origin).toBe(new URL(lab.url).origin);

  const theirs = await elsewhere({ viewport: page.viewportSize() });
  await theirs.goto(link.href);
  await expect(graphPage(theirs).summary).toHaveText((await summary.textContent()) ?? '');
  const placeOf = (of: Page) => Object.fromEntries(['x', 'y', 'z', 'at'].map((key) => [key, new URL(of.url()).searchParams.get(key)]));
  expect(placeOf(theirs)).toEqual(placeOf(page));
  for (const of of [page, theirs]) await of.getByRole('button', { name: 'Table', exact: true }).click();
  expect(await rowsOf(graphPage(theirs).table)).toEqual(await rowsOf(table));
});

test('an incident is replayed: played, paused, stepped, and left at its instant', async ({ page }) => {
  await page.goto('/graph');
  await expect(graphPage(page).summary).toBeAttached();
  await page.getByRole('button', { name: 'Replay: choose what to play' }).click();
  await page.getByRole('button', { name: /^Last 5\s/ }).click();
  const bar = page.getByRole('group', { name: 'Replay' });
  await bar.getByRole('button', { name: 'Fast' }).click();
  const first = shownAt(page);
  await expect.poll(() => shownAt(page)).not.toBe(first);
  await bar.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^Replay at /)).toBeVisible();
  const paused = shownAt(page);
  await bar.getByRole('button', { name: 'One step on' }).click();
  await expect.poll(() => Number(shownAt(page))).toBeGreaterThan(Number(paused));
  await expect(page).toHaveURL(/[?&]play=\d+-\d+-fast/);
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(bar).toBeHidden();
  expect(shownAt(page)).toBeNull();
});

test('the graph is taken along as picture, data and diagram', async ({ page }) => {
  await page.goto('/graph');
  await expect(graphPage(page).summary).toBeAttached();
  const take = async (format: RegExp): Promise<{ name: string; text: string }> => {
    await page.getByRole('button', { name: 'Download' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: format }).click();
    const download = await coming;
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk as Uint8Array));
    return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString('latin1') };
  };
  expect((await take(/^PNG/)).text.startsWith('\x89PNG')).toBe(true);
  expect((await take(/^SVG/)).text).toContain('>productpage</text>');
  expect((await take(/^Calls as CSV/)).text).toContain('productpage');
  expect(JSON.parse((await take(/^JSON/)).text)).toHaveProperty('nodes');
  expect((await take(/^Mermaid/)).text).toContain('flowchart LR');
  expect((await take(/^Graphviz/)).text).toContain('digraph traffic {');
});

test('a view is saved, opened again, and deleted', async ({ page }) => {
  await page.goto('/graph?by=service');
  await expect(graphPage(page).summary).toBeAttached();
  await page.getByRole('button', { name: 'Saved views' }).click();
  const panel = page.getByRole('dialog', { name: 'Saved views' });
  await panel.getByLabel('Name').fill('By service');
  await panel.getByRole('button', { name: 'Save view' }).click();
  await expect(panel.getByText('View saved')).toBeVisible();
  await page.goto('/graph?by=app');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await panel.getByRole('button', { name: 'By service', exact: true }).click();
  await expect(page).toHaveURL(/\?by=service$/);
  await page.getByRole('button', { name: 'Saved views' }).click();
  await panel.getByRole('button', { name: 'Delete By service' }).click();
  await panel.getByRole('button', { name: 'Delete view' }).click();
  await expect(panel.getByText('No view is saved yet.', { exact: false })).toBeVisible();
});
