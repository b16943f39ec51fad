import { handOf } from './clicks.ts';
import { graphPage, rowsOf, tabTo } from './graph-page.ts';
import { boxOf } from './point-at.ts';
import { expect, opened, test as base } from './world.ts';

/** A console on the shop, in which a connection limit was set too low half an hour before it began. */
const test = base.extend({ baseURL: async ({ story }, use) => use((await story('connection-limit')).url) });

test.setTimeout(180_000);

test('journey 2: what changed since an hour ago? Two clicks, and the new failing call is the first line', async ({ page, shot }) => {
  await page.goto('/graph');
  await expect(graphPage(page).summary).toBeAttached(opened);
  const hand = handOf(page);
  await hand.click(page.getByRole('button', { name: 'Compare', exact: true }));
  await hand.click(page.getByRole('button', { name: 'An hour ago', exact: true }));
  const list = page.getByRole('complementary', { name: 'What changed' });
  const first = list.getByRole('listitem').first();
  await expect(first).toBeVisible(opened);
  await expect(first).toContainText('1. checkout v12 → payments v2');
  await expect(first).toContainText(/Errors 0\s%\s→\s1\d\.\d\s%/);
  await expect(first).toContainText(/\d+\ss after DestinationRule payments · changed by kubectl-edit/);
  await expect(list.getByRole('listitem').nth(1)).toContainText(/storefront-api v5 → checkout v12.*Follows from 1: the same 0\.\d\d\srps/);
  expect(hand.used()).toBe(2);
  await expect(page.getByRole('button', { name: /^vs \d/ })).toBeVisible();
  await shot('compare');
});

test('journey 2: the instant is typed in two clicks, or dragged to in one', async ({ page }) => {
  await page.goto('/graph');
  await expect(graphPage(page).summary).toBeAttached(opened);
  const first = page.getByRole('complementary', { name: 'What changed' }).getByRole('listitem').first();
  const versus = (): number => Number(new URL(page.url()).searchParams.get('vs'));
  const typing = handOf(page);
  await typing.click(page.getByRole('button', { name: 'Compare', exact: true }));
  const instant = page.getByLabel('Earlier window ends at');
  const anHourBefore = Math.floor(Date.now() / 60_000) * 60 - 3600;
  await instant.fill(await page.evaluate((at) => new Date(at * 1000).toLocaleString('sv').replace(' ', 'T'), anHourBefore));
  await typing.press('Enter');
  await expect(first).toContainText('1. checkout v12 → payments v2');
  expect(versus()).toBe(anHourBefore);
  expect(typing.used()).toBe(2);

  await page.getByRole('button', { name: 'Leave compare' }).click();
  await expect(page).not.toHaveURL(/vs=/);
  const { rail, handle } = graphPage(page);
  const [left, now] = [(await boxOf(rail)).x, await boxOf(handle)];
  const dragging = handOf(page);
  await page.keyboard.down('Alt');
  await dragging.drag({ x: now.x - 60, y: now.y + 20 }, { x: left + (now.x - left) * 0.4, y: now.y + 20 });
  await page.keyboard.up('Alt');
  await expect(first).toContainText('1. checkout v12 → payments v2');
  expect(versus()).toBeLessThan(Date.now() / 1000 - 1800);
  expect(dragging.used()).toBe(1);
});

test('what differs is in the link, in the table and beside itself; Leave compare ends it', async ({ page, context, shot }) => {
  const versus = Math.floor(Date.now() / 1000) - 60 * 60;
  await page.goto(`/graph?vs=${versus}&view=table`);
  const table = page.getByRole('grid', { name: 'Differences' });
  await expect(table).toBeVisible(opened);
  const [first] = await rowsOf(table);
  expect(first?.slice(0, 2)).toEqual(['Worse', 'checkout v12 → payments v2']);
  expect(first?.[3]).toMatch(/^0\s%\s→\s1\d\.\d\s%$/);

  await page.getByRole('button', { name: 'Picture' }).click();
  const { picture } = graphPage(page);
  await expect(picture).toBeVisible();
  await expect(page.getByText('Everything unchanged is faded')).toBeVisible();
  await page.getByRole('button', { name: 'Side by side' }).click();
  await expect(page.getByRole('img', { name: /^Before: / })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Now: / })).toBeVisible();
  await expect(page).toHaveURL(/view=sides/);
  await shot('compare-sides');

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('img', { name: /^Before: / })).toBeVisible();
  await other.close();

  await page.getByRole('button', { name: 'Leave compare' }).click();
  await expect(page).not.toHaveURL(/vs=|view=/);
  await expect(picture).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'What changed' })).toBeHidden();
});

test('by keyboard: C begins, brackets walk what changed, the earlier handle moves, C ends', async ({ page }) => {
  await page.goto('/graph');
  const { picture } = graphPage(page);
  await expect(graphPage(page).summary).toBeAttached(opened);
  await picture.focus();
  await page.keyboard.press('c');
  const list = page.getByRole('complementary', { name: 'What changed' });
  await expect(list.getByRole('listitem').first()).toContainText('checkout v12 → payments v2');
  await picture.focus();
  await page.keyboard.press(']');
  await expect(list.getByRole('listitem').first()).toHaveAttribute('aria-current', 'true');
  const before = new URL(page.url()).searchParams.get('vs');
  const earlier = page.getByRole('slider', { name: 'Earlier instant' });
  await tabTo(page, earlier, 80);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => new URL(page.url()).searchParams.get('vs')).not.toBe(before);
  await picture.focus();
  await page.keyboard.press('c');
  await expect(page).not.toHaveURL(/vs=/);
});
