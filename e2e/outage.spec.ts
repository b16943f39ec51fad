import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getGraph } from '@vigla/contract/graph';
import { findPrometheus, realPrometheus } from '@vigla/testkit/prometheus';
import { clientOf } from './api.ts';
import { barriers } from './barriers.ts';
import { graphPage } from './graph-page.ts';
import { boxOf } from './point-at.ts';
import { paintOf } from './pixels.ts';
import { expect, test } from './world.ts';

/** A page asks every 15 seconds, and sooner where it is told to. */
const twoRefreshesMs = 30_000;
const oldBanner = /^This is \d\d:\d\d:\d\d, \d+\s(s|min) old\. Prometheus has not answered since\. Trying again every 5\ss\.$/;

test('a real Prometheus that is killed leaves its last picture, dated, and is taken up again by itself', async ({
  page,
  context,
  lab,
  serveBehindGates,
  shot,
}) => {
  test.skip(findPrometheus() === null, 'Prometheus is not installed.');
  const folder = await mkdtemp(join(tmpdir(), 'vigla-outage-'));
  const config = `global: {scrape_interval: 2s, scrape_timeout: 2s}\nscrape_configs: [{job_name: mesh, http_sd_configs: [{url: "${lab.prometheus}/sd"}]}]\n`;
  await using first = await realPrometheus({ config, folder });
  const server = await serveBehindGates({ prometheus: first.url });
  await page.goto(`${server.url}/graph?w=60`);
  const { picture, summary } = graphPage(page);
  const banner = page.getByRole('status').filter({ hasText: oldBanner });
  await expect(summary).toContainText(/^1\d nodes, 1\d calls\. /, { timeout: 40_000 });
  await expect(banner).toHaveCount(0);
  await page.mouse.move(0, 0);
  const strong = await paintOf(context, await picture.screenshot());

  await first.kill();
  await expect(banner).toBeVisible({ timeout: twoRefreshesMs });
  await expect(picture).toBeVisible();
  await expect(summary).toContainText(/^1\d nodes, 1\d calls\. /);
  await expect(page.getByRole('button', { name: 'Sources: traffic cannot be read' })).toBeVisible();
  await expect.poll(async () => (await paintOf(context, await picture.screenshot())).contrast).toBeLessThan(0.75 * strong.contrast);
  expect(await barriers(page)).toEqual([]);
  await shot('outage-prometheus');

  await using _second = await realPrometheus({ config, folder, port: Number(new URL(first.url).port) });
  await expect(banner).toHaveCount(0, { timeout: 10_000 });
  await expect(page.getByRole('button', { name: 'Sources: all answer' })).toBeVisible();
  await rm(folder, { recursive: true, force: true });
});

test('a Prometheus that is away from the start is named, and asked again at a click', async ({ page, serveBehindGates, shot }) => {
  const server = await serveBehindGates({ shut: ['prometheus'] });
  await page.goto(`${server.url}/graph`);
  const failure = page.getByRole('alert').filter({ hasText: 'Prometheus could not be read' });
  await expect(failure).toBeVisible();
  await expect(failure).toContainText('Configuration and objects of the cluster are not affected.');
  expect(await barriers(page)).toEqual([]);
  await shot('outage-cold');
  await server.gates.prometheus.open();
  await failure.getByRole('button', { name: 'Try again' }).click();
  await expect(graphPage(page).summary).toBeAttached({ timeout: 10_000 });
  await expect(failure).toHaveCount(0);
});

test('a Kubernetes API and a Jaeger that do not answer are named, and traffic goes on', async ({ page, serveBehindGates, shot }) => {
  const server = await serveBehindGates();
  const newest = async (): Promise<number> =>
    (await clientOf(server.url).ask(getGraph, { query: { namespace: [], windowSeconds: 60 } })).newestSampleAt ?? 0;
  await page.goto(`${server.url}/graph?w=60`);
  const { summary } = graphPage(page);
  await expect(summary).toBeAttached();
  const gap = page.getByRole('status').filter({ hasText: /(workloads|configuration).* (is|are) missing: /i });
  await expect(gap).toHaveCount(0);

  await server.gates.kubernetes.shut();
  await expect(gap.first()).toBeVisible({ timeout: twoRefreshesMs });
  await server.gates.tracing.shut();
  const sources = page.getByRole('button', { name: 'Sources: not all answer' });
  await expect(sources).toBeVisible({ timeout: twoRefreshesMs });
  await sources.click();
  const list = page.getByRole('dialog', { name: 'Sources: not all answer' });
  await expect(list).toContainText('Traffic is not affected.');
  await expect(list).toContainText('No traces. Traffic and configuration are not affected.', { timeout: twoRefreshesMs });
  await shot('outage-kubernetes');
  const before = await newest();
  await expect.poll(newest, { timeout: 15_000 }).toBeGreaterThan(before);
  await expect(page.getByText('Prometheus has not answered since')).toHaveCount(0);

  await Promise.all([server.gates.kubernetes.open(), server.gates.tracing.open()]);
  await expect(gap).toHaveCount(0, { timeout: 10_000 });
  await expect(page.getByRole('button', { name: 'Sources: all answer' })).toBeVisible({ timeout: 20_000 });
});

test('overview, comparison and explanation say that Prometheus is silent, keep what they have, and go on by themselves', async ({
  page,
  context,
  serveBehindGates,
  shot,
}) => {
  const { url, gates } = await serveBehindGates();
  const call = encodeURIComponent('bookinfo/productpage-v1>bookinfo/reviews-v1:http');
  const [compared, explained] = [await context.newPage(), await context.newPage()];
  await page.goto(`${url}/overview`);
  await compared.goto(`${url}/graph?vs=${Math.floor(Date.now() / 1000) - 1200}`);
  await explained.goto(`${url}/graph?sel=${call}&panel=explain`);
  const kept = [
    page.getByRole('region', { name: 'Namespaces' }),
    compared.getByRole('complementary', { name: 'What changed' }),
    graphPage(explained).panel.getByText('Evidence'),
  ];
  for (const one of kept) await expect(one).toBeVisible();
  const banners = [page, compared, explained].map((one) => one.getByRole('status').filter({ hasText: oldBanner }).first());
  for (const banner of banners) await expect(banner).toHaveCount(0);

  await gates.prometheus.shut();
  for (const banner of banners) await expect(banner).toBeVisible({ timeout: twoRefreshesMs });
  for (const one of kept) await expect(one).toBeVisible();
  for (const banner of banners) expect((await boxOf(banner)).height).toBeLessThan(80);
  for (const [name, one] of Object.entries({ page, compared, explained })) {
    expect.soft(await barriers(one), name).toEqual([]);
    await shot(`outage-${name}`, one);
  }
  // What was never read is not invented.
  await compared.goto(`${url}/graph?vs=${Math.floor(Date.now() / 1000) - 3000}`);
  const failure = compared.getByRole('alert').filter({ hasText: 'Prometheus could not be read' });
  await expect(failure).toBeVisible({ timeout: twoRefreshesMs });

  await gates.prometheus.open();
  for (const banner of banners) await expect(banner).toHaveCount(0, { timeout: twoRefreshesMs });
  await expect(kept[1] ?? failure).toBeVisible({ timeout: twoRefreshesMs });
});
