import type { Page } from '@playwright/test';
import { graphPage } from './graph-page.ts';
import { said } from './kubectl.ts';
import { expect, test } from './world.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where names are written on the picture, as the page hands it out. Units: model px, from the name that stands first. */
async function placesOf(page: Page): Promise<ReadonlyMap<string, Spot>> {
  await page.getByRole('button', { name: 'Download' }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^SVG/ }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await coming).createReadStream()) chunks.push(Buffer.from(chunk as Uint8Array));
  const svg = Buffer.concat(chunks).toString('utf8');
  const names = [...svg.matchAll(/<text x="(?<x>[-\d.]+)" y="(?<y>[-\d.]+)"[^>]*font-weight="600"[^>]*>(?<name>[^<]+)<\/text>/g)].flatMap(
    ({ groups }) => (groups?.['name'] ? [{ name: groups['name'], x: Number(groups['x']), y: Number(groups['y']) }] : []),
  );
  // Paper grows with what is on it: where its corner is does not count.
  const [first] = names.filter(({ name }) => name === 'productpage');
  if (!first) throw new Error('productpage is not on the picture.');
  // Versions of one name are told apart by the order in which they stand.
  const seen = new Map<string, number>();
  return new Map(
    names.map(({ name, x, y }) => {
      const nth = (seen.get(name) ?? 0) + 1;
      seen.set(name, nth);
      return [`${name} ${nth}`, { x: x - first.x, y: y - first.y }];
    }),
  );
}

const newcomers = (count: number): string =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `newcomer-${i}`, namespace: 'bookinfo', labels: { app: `newcomer-${i}` } },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: `newcomer-${i}` } },
        template: {
          metadata: { labels: { app: `newcomer-${i}`, version: 'v1' } },
          spec: { containers: [{ name: 'app', image: 'app:1' }] },
        },
      },
    }),
  ).join('\n---\n');

test('refreshes move no node that stayed, however many come and go', async ({ page, ownLab }) => {
  const kubectl = ownLab.kubectl('admin');
  await page.goto(`${ownLab.url}/graph?w=60`);
  await expect(graphPage(page).summary).toBeAttached();
  const before = await placesOf(page);
  expect(before.size).toBeGreaterThan(6);
  const agreeing = async (): Promise<ReadonlyMap<string, Spot>> => {
    const now = await placesOf(page);
    const moved = [...now].flatMap(([name, spot]) => {
      const old = before.get(name);
      // Paper is drawn in whole pixels.
      return old && Math.hypot(spot.x - old.x, spot.y - old.y) > 2 ? [{ name, spot, old }] : [];
    });
    expect(moved).toEqual([]);
    return now;
  };

  // More than there were.
  expect(await said(kubectl(['apply', '-f', '-'], newcomers(16)))).toContain('newcomer-15 created');
  await expect
    .poll(async () => [...(await agreeing()).keys()].filter((name) => name.startsWith('newcomer')).length, { timeout: 60_000 })
    .toBe(16);
  expect([...before.keys()].filter((name) => !name.startsWith('newcomer')).length).toBe(before.size);

  await said(kubectl(['delete', 'deployment', 'newcomer-3', '-n', 'bookinfo']));
  await expect.poll(async () => (await agreeing()).has('newcomer-3 1'), { timeout: 60_000 }).toBe(false);
});
