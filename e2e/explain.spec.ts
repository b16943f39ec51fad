import type { Locator, Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { graphPage } from './graph-page.ts';
import { type Running, startVigla } from './process.ts';
import { expect, test } from './world.ts';

/** A hand that counts: every click and every key is one. */
function handOf(page: Page) {
  let used = 0;
  return {
    click: async (target: Locator): Promise<void> => {
      used += 1;
      await target.click();
    },
    press: async (key: string): Promise<void> => {
      used += 1;
      await page.keyboard.press(key);
    },
    used: () => used,
  };
}

async function withStory(id: string, journey: (server: Running) => Promise<void>): Promise<void> {
  const server = await startVigla(['demo', '--story', id, '--port', '0']);
  try {
    await journey(server);
  } finally {
    await server.stop();
  }
}

test('journey 3: why a call is 403 takes two clicks, and names the policy', async ({ page, shot }) => {
  await withStory('deny-all-without-allow', async ({ url }) => {
    await page.goto(`${url}/graph?view=table`);
    const { table, panel } = graphPage(page);
    const hand = handOf(page);
    const row = table.getByRole('row').filter({ hasText: 'storefront-api' }).filter({ hasText: 'catalog v7' });
    await hand.click(row.getByRole('button').first());
    await hand.click(panel.getByRole('button', { name: 'Explain' }));
    await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Why do calls from storefront-api to catalog v7 fail?');
    await expect(panel).toContainText(/An access policy denies 100.% of the calls\./);
    await expect(panel).toContainText(/AuthorizationPolicy deny-all was created at .+ by kubectl-client-side-apply: it has no rules/);
    await expect(panel.getByRole('list').filter({ hasText: 'denied' })).toContainText('Calls are lost here.');
    expect(hand.used()).toBe(2);
    await shot('explain-403');
    const { violations } = await new AxeBuilder({ page }).include('.vigla-graph-panel').analyze();
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
    ).toEqual([]);
  });
});

test('journey 12: why nothing is measured takes one click', async ({ page, shot }) => {
  await withStory('connection-limit', async ({ url }) => {
    await page.goto(`${url}/graph?sel=billing/billing-batch`);
    const { panel } = graphPage(page);
    const hand = handOf(page);
    await hand.click(panel.getByRole('button', { name: 'Why?' }).first());
    await expect(panel.getByRole('heading', { level: 3 }).first()).toHaveText(/pods of billing-batch have no proxy/);
    await expect(panel.getByText('Checked, in this order')).toBeVisible();
    expect(hand.used()).toBe(1);
    await shot('explain-missing');
  });
});

test('the bad canary is found from the graph alone', async ({ page, shot }) => {
  await withStory('bad-canary', async ({ url }) => {
    await page.goto(`${url}/graph`);
    const { picture, panel } = graphPage(page);
    await expect(picture).toBeVisible();
    await picture.focus();
    const hand = handOf(page);
    await hand.press(']');
    await expect(panel).toBeVisible();
    await hand.press('e');
    await expect(panel).toContainText('reviews v3 itself answers');
    await expect(panel).toContainText(/Deployment reviews-v3 was changed at .+ by ci-deployer: image went from .+1\.20\.3 to .+1\.21\.0\./);
    await expect(panel).toContainText('Other versions answer well.');
    expect(hand.used()).toBe(2);
    await shot('explain-canary');
  });
});
