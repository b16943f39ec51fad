import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { graphPage, rowsOf } from './graph-page.ts';
import { startVigla } from './process.ts';
import { expect, test } from './world.ts';

/** What keeps somebody from using the page, by rule, with the elements concerned. */
async function barriers(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n')}`);
}

const aCall = encodeURIComponent('bookinfo/productpage-v1>bookinfo/reviews-v1:http');
const states: readonly (readonly [state: string, path: string, ready: (page: Page) => Promise<unknown>])[] = [
  ['the overview', '/overview', (page) => expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible()],
  ['the graph', '/graph', (page) => expect(graphPage(page).summary).toBeAttached()],
  ['the panel of a workload', '/graph?sel=bookinfo/reviews-v2', (page) => expect(graphPage(page).panel).toContainText('reviews v2')],
  ['the panel of a call', `/graph?sel=${aCall}`, (page) => expect(graphPage(page).panel).toContainText('reviews v1')],
  ['why', `/graph?sel=${aCall}&panel=explain`, (page) => expect(graphPage(page).panel).toContainText('Evidence')],
  ['the panel of the graph', '/graph?panel=graph', (page) => expect(graphPage(page).panel).toBeVisible()],
  [
    'a comparison',
    `/graph?vs=${Math.floor(Date.now() / 1000) - 1800}`,
    (page) => expect(page.getByRole('heading', { name: 'What changed' })).toBeVisible(),
  ],
  ['a part that is hidden', '/graph?hide=ratings&find=reviews', (page) => expect(graphPage(page).summary).toBeAttached()],
  ['nothing at all', '/graph?ns=default&at=1000000000', (page) => expect(page.getByRole('main')).toContainText(/No |not /)],
  ['the table', '/graph?view=table', (page) => rowsOf(graphPage(page).table)],
  ['the sources', '/mesh', (page) => expect(page.getByRole('region', { name: 'Sources' })).toContainText('Prometheus')],
  ['the editor', '/change?ns=bookinfo&service=reviews', (page) => expect(page.getByLabel('Percent to v1')).toBeVisible()],
  [
    'the page of a workload',
    '/workloads/bookinfo/reviews-v2',
    (page) => expect(page.getByRole('table', { name: 'Callers' })).toBeVisible(),
  ],
  ['the page of a service', '/services/bookinfo/reviews', (page) => expect(page.getByRole('table', { name: 'Callers' })).toBeVisible()],
  ['a page of what was not seen', '/workloads/bookinfo/reviews-v9', (page) => expect(page.getByRole('main')).toContainText('was not seen')],
  [
    'a page of what may not be seen',
    '/applications/nowhere/x',
    (page) => expect(page.getByRole('main')).toContainText('not visible to you'),
  ],
];

for (const theme of ['light', 'dark'] as const) {
  for (const [state, path, ready] of states) {
    test(`nobody is kept out of ${state}, ${theme}`, async ({ page, shot }) => {
      await page.emulateMedia({ colorScheme: theme });
      await page.goto(path);
      await ready(page);
      await expect(page.locator('html')).toHaveClass(theme === 'dark' ? /pf-v6-theme-dark/ : /^(?!.*pf-v6-theme-dark)/);
      expect(await barriers(page)).toEqual([]);
      await shot(`${theme}-${state.replaceAll(' ', '-')}`);
    });
  }
}

test('people of other machines sign in with a token of the cluster, without barriers, and out again', async ({ page, lab, shot }) => {
  const everywhere = ['serve', '--host', '0.0.0.0', '--port', '0', '--kubeconfig', lab.kubeconfig('admin'), '--prometheus', lab.prometheus];
  const server = await startVigla(everywhere);
  try {
    await page.goto(server.url);
    const token = page.getByLabel('Token of the cluster');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(token).toBeVisible();
      expect.soft(await barriers(page), colorScheme).toEqual([]);
    }
    await shot('sign-in');
    await token.fill('not-a-token-of-this-cluster');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('The cluster does not accept this token');
    await token.fill(await lab.token('editor'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('button', { name: 'Account of editor' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible();
    const cookies = await page.context().cookies();
    expect(cookies.filter(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Strict')).toHaveLength(cookies.length);
    expect(JSON.stringify(cookies)).not.toContain(await lab.token('editor'));
    await page.getByRole('button', { name: 'Account of editor' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(token).toBeVisible();
    expect((await page.request.get(`${server.url}/api/v1/graph`)).status()).toBe(401);
  } finally {
    await server.stop();
  }
});
