import { getGraph, type TrafficGraph } from '@vigla/contract/graph';
import { clientOf } from './api.ts';
import { graphPage, rowsOf, shownRate } from './graph-page.ts';
import { said } from './kubectl.ts';
import { reviewsRoute } from './reviews.ts';
import { expect, test } from './world.ts';

test('what kubectl applies shows on the open page within ten seconds, and on its time rail', async ({ page, ownLab, shot }) => {
  const kubectl = ownLab.kubectl('admin');
  expect(await said(kubectl(['get', 'virtualservices', '-A']))).toMatch(/^bookinfo\s+reviews\s/m);

  await page.goto(`${ownLab.url}/graph?w=60&view=table`);
  const { table, rail } = graphPage(page);
  await rowsOf(table);
  await expect(rail.getByRole('button', { name: /VirtualService reviews changed by kubectl-client-side-apply/ })).toHaveCount(0);
  const navigations: string[] = [];
  page.on('framenavigated', (frame) => navigations.push(frame.url()));
  const ratio = async (): Promise<number> =>
    (await shownRate(table, 'productpage v1', 'reviews v3')) / (await shownRate(table, 'productpage v1', 'reviews v1'));
  const before = await ratio();

  expect(await said(kubectl(['apply', '-f', '-'], reviewsRoute({ v1: 5, v2: 5, v3: 90 })))).toContain(
    'virtualservice.networking.istio.io/reviews configured',
  );
  const applied = Date.now();
  const left = (): number => Math.max(1, applied + 10_000 - Date.now());
  // Of the minute that is shown then, at least two seconds are of the new route: the first of many steps from 2 : 5 to 18 : 1.
  await expect.poll(ratio, { timeout: left(), intervals: [250] }).toBeGreaterThan(1.1 * before);
  await expect(rail.getByRole('button', { name: /VirtualService reviews changed by kubectl-client-side-apply/ })).toBeVisible({
    timeout: left(),
  });
  await shot('kubectl');

  const shares = async (): Promise<number> =>
    shareOfV3(await clientOf(ownLab.url).ask(getGraph, { query: { namespace: [], windowSeconds: 15 } }));
  await expect.poll(shares, { timeout: 40_000, intervals: [1000] }).toBeGreaterThan(0.6);
  expect(navigations).toEqual([]);
});

function shareOfV3({ edges }: TrafficGraph): number {
  const rates = ['v1', 'v2', 'v3'].map(
    (version) => edges.find(({ id }) => id === `bookinfo/productpage-v1>bookinfo/reviews-${version}:http`)?.traffic.requestsPerSecond ?? 0,
  );
  return (rates[2] ?? 0) / rates.reduce((sum, one) => sum + one, 0);
}
