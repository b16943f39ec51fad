import { AxeBuilder } from '@axe-core/playwright';
import { graphPage, tabTo } from './graph-page.ts';
import { expect, opened, test } from './world.ts';

test.setTimeout(180_000);

test('GRF-53: by keyboard only, from the first look to why the failing call fails', async ({ page, shot, story }) => {
  const shop = await story('connection-limit');
  const spoken = page.locator('[aria-live="polite"]');
  const says = (words: string) => expect(spoken.filter({ hasText: words }).first()).toBeAttached();
  await page.goto(`${shop.url}/graph`);
  const { picture, panel, table } = graphPage(page);
  await expect(picture).toBeVisible(opened);
  await tabTo(page, picture);

  // The first trouble, then along its calls, worst first.
  await page.keyboard.press(']');
  await expect(panel).toContainText('Failing');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.keyboard.press('i');
  await says('Call from');
  await shot('keyboard-call');

  // The help lists the keys, and Escape leads back to the picture.
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys and gestures of the picture' });
  await expect(help).toContainText('Along the calls out and in, worst first');
  expect((await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(picture).toBeFocused();

  // The failing call is found by what is typed, with completion; the table holds it alone.
  await page.keyboard.press('t');
  await expect(table).toBeVisible();
  const filter = page.getByRole('button', { name: 'Filter' });
  await tabTo(page, filter, 40, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('combobox', { name: 'Find' }));
  await page.keyboard.type('heal');
  await page.keyboard.press('Tab');
  await page.keyboard.type('= fail');
  await page.keyboard.press('Tab');
  await page.keyboard.type('and protocol = http');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/find=health/);
  await page.keyboard.press('Escape');
  await expect(table.getByRole('row')).toHaveCount(2);

  const call = table.getByRole('button', { name: 'checkout v12, details of the call to payments v2' });
  await tabTo(page, call);
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('refused because a connection limit was reached');
  expect(
    (await new AxeBuilder({ page }).analyze()).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
  ).toEqual([]);
  await shot('keyboard-explained');
});

test('GRF-28: what is hidden leaves picture and table, and comes back by one key', async ({ page, lab }) => {
  await page.goto(`${lab.url}/graph?view=table&hide=${encodeURIComponent('protocol = tcp')}`);
  const { table } = graphPage(page);
  await expect(table).toBeVisible();
  await expect(table.getByText('TCP', { exact: true })).toHaveCount(0);
  const again = page.getByRole('button', { name: 'Show again' });
  await tabTo(page, again, 60);
  await page.keyboard.press('Enter');
  await expect(table.getByText('TCP', { exact: true }).first()).toBeVisible();
});
