import { expect, type Locator, type Page } from '@playwright/test';

/** The graph page as a person finds their way on it: by roles and words, never by classes. */
export const graphPage = (page: Page) => ({
  picture: page.getByRole('application', { name: 'Traffic graph' }),
  panel: page.getByRole('complementary', { name: 'Details' }),
  rail: page.getByRole('region', { name: 'Time' }),
  table: page.getByRole('grid', { name: 'Calls' }),
  summary: page.getByText(/^\d+ nodes, \d+ calls\. /),
  handle: page.getByRole('slider', { name: 'Shown instant' }),
  /** Find and hide fold into it where the page is narrower than 1440 px. */
  filter: page.getByRole('button', { name: 'Filter' }),
  find: page.getByRole('combobox', { name: 'Find' }),
});

/** The rows of the table of calls, each as its cells' words. */
export async function rowsOf(table: Locator): Promise<readonly (readonly string[])[]> {
  await expect(table.locator('tbody tr').first()).toBeVisible();
  return table
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => (cell.textContent ?? '').trim())));
}

/** The rate that the table shows for a call, its ends named without their namespaces. Units: requests per second; NaN while the row is not there. */
export async function shownRate(table: Locator, from: string, to: string): Promise<number> {
  const row = (await rowsOf(table)).find(([caller, called]) => caller?.startsWith(`${from} `) && called?.startsWith(`${to} `));
  return Number.parseFloat(row?.[3] ?? '');
}

/** Goes on with Tab until the focus is where it should be. Fails: when it does not get there. */
export async function tabTo(page: Page, target: Locator, most = 40, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${String(target)} cannot be reached with ${most} presses of Tab.`);
}
