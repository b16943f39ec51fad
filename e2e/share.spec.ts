import type { Page } from '@playwright/test';
import { graphPage, rowsOf } from './graph-page.ts';
import { expect, test } from './world.ts';

const shownAt = (page: Page): string | null => new URL(page.url()).searchParams.get('at');

test('GRF-51: journey 11: what it looked like then, as a link, by one drag and one click', async ({ page, browser, lab, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/graph');
  const { picture, summary } = graphPage(page);
  await expect(summary).toBeAttached();
  const handle = page.getByRole('slider', { name: 'Shown instant' });
  const box = await handle.boundingBox();
  if (!box) throw new Error('The time rail has no handle.');
  await page.mouse.move(box.x + 1, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x - 60, box.y + 20, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => shownAt(page)).not.toBeNull();
  // Moving the picture is part of what is shared.
  await picture.focus();
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/[?&]z=/);
  await page.getByRole('button', { name: 'Copy link', exact: true }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).searchParams.get('at')).toBe(shownAt(page));

  const other = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
  await other.goto(link);
  await expect(graphPage(other).summary).toBeAttached();
  expect(await graphPage(other).summary.textContent()).toBe(await summary.textContent());
  const place = (of: Page) => Object.fromEntries(['x', 'y', 'z', 'at'].map((key) => [key, new URL(of.url()).searchParams.get(key)]));
  expect(place(other)).toEqual(place(page));
  const table = async (of: Page) => {
    await of.getByRole('button', { name: 'Table', exact: true }).click();
    return rowsOf(graphPage(of).table);
  };
  expect(await table(other)).toEqual(await table(page));
  expect(new URL(link).origin).toBe(new URL(lab.url).origin);
  await other.context().close();
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
