import { graphPage } from './graph-page.ts';
import { expect, test } from './world.ts';

const menus = [
  /^Group by /,
  /^Show /,
  'Filter',
  'Saved views',
  'More links',
  'Download',
  'Compare',
  /^Layout: /,
  /^Namespaces: /,
  /^Time: /,
  /^Sources: /,
  /^Account of/,
  'Legend',
  'Replay: choose what to play',
];

/** Links that were cut, mistyped, or made by somebody else's hands. */
const brokenLinks = [
  '/graph?sel=%E0%A4%A',
  '/graph?sel=nobody%2Fnothing&panel=explain&at=1e99&w=-1&open=&open=x',
  '/graph?vs=99999999999&view=sides&focus=%00',
  '/graph?play=9-1-warp&z=NaN&x=1&find=((&hide=and%20and',
  '/overview?w=%F0%9F&ns=..%2F..',
  '/nowhere/at/all',
];

test('a hurried person, who waits for nothing, breaks nothing', async ({ page }) => {
  const { picture, summary, panel, table } = graphPage(page);
  await page.goto('/graph');
  await expect(summary).toBeAttached();
  for (const name of menus) await page.getByRole('button', { name, exact: true }).first().click();
  await page.keyboard.press('Escape');

  // Steps that each ask for something else, before the one before was answered.
  await picture.focus();
  for (const key of [']', 'e', 'Escape', 'c', 't', 'f', '?', 'Escape', 'ArrowRight', 'Enter', '+', '+', '0'])
    await page.keyboard.press(key);
  await page.evaluate(async () => {
    const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 20));
    for (const step of [-1, -1, 1, -1, -1, 1, 1, -1]) {
      history.go(step);
      await soon();
    }
  });
  for (const width of [1920, 1600, 1440, 1300, 1180, 1024]) await page.setViewportSize({ width, height: 800 });

  await page.goto('/graph?sel=bookinfo/reviews-v2');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('reviews v2');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('reviews v2');
  // The last view is remembered, whichever the hurry left.
  await expect(picture.or(table)).toBeVisible();
});

test('broken links say what they do not know, or lead back; two tabs leave each other alone', async ({ page, context }) => {
  for (const link of brokenLinks) {
    await page.goto(link);
    await expect(page.getByRole('main'), link).toContainText(/\S/);
    await expect(page.getByText('This part of the page broke'), link).toHaveCount(0);
  }
  await page.goto('/graph?view=table&by=service');
  const other = await context.newPage();
  await other.goto('/graph?sel=bookinfo/reviews-v2');
  await expect(graphPage(other).panel).toContainText('reviews v2');
  await other.getByRole('button', { name: 'Use the dark theme' }).click();
  await other.goto('/graph?by=app');
  await expect(graphPage(other).summary).toBeAttached();
  await expect(graphPage(page).table).toBeVisible();
  await expect(page).toHaveURL(/\/graph\?.*by=service/);
  await page.reload();
  await expect(page.locator('html')).toHaveClass(/pf-v6-theme-dark/);
  await expect(graphPage(page).table).toBeVisible();
});
