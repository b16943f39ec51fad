import type { Locator, Page } from '@playwright/test';
import { graphPage } from './graph-page.ts';
import { expect, test } from './world.ts';

/** Whether the picture is the same for a while. */
async function isStill(picture: Locator): Promise<boolean> {
  const first = await picture.screenshot();
  for (let again = 0; again < 2; again += 1) if (!first.equals(await picture.screenshot())) return false;
  return true;
}

/** What the browser moves by itself. A colour that fades moves nothing. */
const animated = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const moving = /^(transform|translate|scale|rotate|width|height|top|left|right|bottom|(inset|margin|padding|max|min|grid).*)$/;
    return document
      .getAnimations()
      .filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration) > 1)
      .filter((animation) => !(animation instanceof CSSTransition) || moving.test(animation.transitionProperty))
      .map(({ effect }) => (effect instanceof KeyframeEffect ? (effect.target?.outerHTML.slice(0, 200) ?? '') : ''));
  });

test('dots travel until somebody wants no motion or pauses; then everything stands still', async ({ page }) => {
  await page.goto('/graph');
  const { picture, summary } = graphPage(page);
  await expect(summary).toBeAttached();
  const still = () => isStill(picture);
  await expect.poll(still).toBe(false);

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(still).toBe(true);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(still).toBe(false);

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^Paused at /)).toBeVisible();
  await expect.poll(still).toBe(true);
});

test('for who wants no motion nothing moves by itself: waiting, opening, choosing, zooming', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.route('**/api/v1/graph?*', () => new Promise(() => undefined));
  await page.goto('/graph');
  await expect(page.getByText(/^Asking Prometheus/)).toBeVisible();
  expect(await animated(page), 'while it is waited for').toEqual([]);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  const { picture, summary, panel } = graphPage(page);
  await expect(summary).toBeAttached();
  await page.getByRole('button', { name: /^Group by / }).click();
  expect(await animated(page), 'as a menu opens').toEqual([]);
  await page.getByRole('radio', { name: /^Service/ }).click();
  await expect(page).toHaveURL(/by=service/);
  expect(await animated(page), 'as another layout comes').toEqual([]);
  await picture.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  expect(await animated(page), 'as a panel opens').toEqual([]);
  await page.getByRole('button', { name: 'Legend', exact: true }).click();
  await page.getByRole('button', { name: 'All symbols' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await animated(page), 'as a dialog opens').toEqual([]);
});
