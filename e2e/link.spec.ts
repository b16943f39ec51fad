import { graphPage, rowsOf, tabTo } from './graph-page.ts';
import { expect, test } from './world.ts';

test('going back in time by keyboard makes a link that shows another profile the same instant and selection', async ({
  page,
  elsewhere,
  lab,
  shot,
}) => {
  await page.goto('/graph?view=table&sel=bookinfo/reviews-v2');
  const { table, panel, handle } = graphPage(page);
  await rowsOf(table);
  await tabTo(page, handle, 80);
  const instantOf = (url: string): number => Number(new URL(url).searchParams.get('at'));
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => Math.floor(Date.now() / 1000) - instantOf(page.url())).toBeGreaterThan(11 * 30 - 5);
  expect(Math.floor(Date.now() / 1000) - instantOf(page.url())).toBeLessThan(11 * 30 + 120);
  await expect(page.getByText(/^\d\d:\d\d:\d\d, \d+\smin ago$/)).toBeVisible();
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('reviews v2');
  await shot('link-past');

  const link = page.url();
  const theirs = await elsewhere({ colorScheme: 'dark', timezoneId: 'America/New_York' });
  await theirs.goto(link);
  const other = graphPage(theirs);
  await expect(other.panel.getByRole('heading', { level: 2 })).toHaveText('reviews v2');
  expect(instantOf(theirs.url())).toBe(instantOf(link));
  await expect.poll(async () => rowsOf(other.table)).toEqual(await rowsOf(table));

  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page).not.toHaveURL(/at=/);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  expect(lab.url).toBe(new URL(page.url()).origin);
});

test('unknown and damaged parts of a link are named once, ignored, and gone with the next step', async ({ page }) => {
  await page.goto('/graph?colour=red&w=soon&at=-5&ns=bookinfo&ns=%3Cscript%3E&view=table');
  const said = page.getByText('Not understood in this link and left out:');
  await expect(said).toHaveCount(1);
  await expect(said).toHaveText('Not understood in this link and left out: colour, w, at, ns');
  await expect(page.getByRole('button', { name: 'Namespaces: bookinfo' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Time: Last 5\smin$/ })).toBeVisible();
  expect((await rowsOf(graphPage(page).table)).length).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Picture', exact: true }).click();
  await expect(page).toHaveURL(/\/graph\?ns=bookinfo$/);
  await expect(said).toHaveCount(0);
});
