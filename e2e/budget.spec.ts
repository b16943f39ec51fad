import { request } from 'node:http';
import type { Page } from '@playwright/test';
import { graphPage } from './graph-page.ts';
import { paintOf } from './pixels.ts';
import { expect, test } from './world.ts';

/** Units: bytes of the gzip answer. */
const most = { page: 450_000, worker: 440_000, wall: 250_000 };

interface Fetched {
  readonly code: readonly string[];
  readonly workers: readonly string[];
  readonly elsewhere: readonly string[];
}

/** Everything a page fetches from now on, until somebody looks. */
function watch(page: Page, origin: string): () => Fetched {
  const [code, workers, elsewhere] = [new Set<string>(), new Set<string>(), new Set<string>()];
  page.on('worker', (worker) => workers.add(worker.url()));
  page.context().on('request', (asked) => {
    const url = new URL(asked.url());
    if (url.protocol !== 'data:' && url.origin !== origin) elsewhere.add(asked.url());
    if (/\.(m?js|css)$/.test(url.pathname)) code.add(asked.url());
  });
  return () => ({ code: [...code].filter((url) => !workers.has(url)), workers: [...workers], elsewhere: [...elsewhere] });
}

/** What an answer weighs on the wire when the reader takes gzip. */
function gzipSize(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      if (answer.headers['content-encoding'] !== 'gzip') reject(new Error(`${url} is not compressed.`));
      let size = 0;
      answer.on('data', (chunk: Buffer) => (size += chunk.length));
      answer.on('end', () => resolve(size));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const sizeOf = async (urls: readonly string[]): Promise<number> =>
  (await Promise.all(urls.map(gzipSize))).reduce((sum, size) => sum + size, 0);

test('a first graph costs at most 450 kB of code, and nothing is fetched from elsewhere', async ({ page, context, lab }) => {
  const fetched = watch(page, lab.url);
  await page.goto('/graph');
  const { picture } = graphPage(page);
  await expect.poll(async () => (await paintOf(context, await picture.screenshot())).colours, { intervals: [250] }).toBeGreaterThan(200);
  const { code, workers, elsewhere } = fetched();
  expect(elsewhere).toEqual([]);
  expect(code.some((url) => url.endsWith('.css'))).toBe(true);
  // Small meshes are laid out without one.
  expect(workers.length).toBeLessThanOrEqual(1);
  const [pageSize, workerSize] = [await sizeOf(code), await sizeOf(workers)];
  test.info().annotations.push({ type: 'size', description: `page ${pageSize} B in ${code.length} files, worker ${workerSize} B` });
  expect(pageSize).toBeLessThan(most.page);
  expect(workerSize).toBeLessThan(most.worker);
});

test('the wall costs at most 250 kB of code, and fetches nothing from elsewhere', async ({ page, lab }) => {
  const fetched = watch(page, lab.url);
  await page.goto('/wall');
  await expect(page.getByText(/^LIVE/)).toBeVisible();
  const { code, elsewhere } = fetched();
  expect(elsewhere).toEqual([]);
  const size = await sizeOf(code);
  test.info().annotations.push({ type: 'size', description: `wall ${size} B in ${code.length} files` });
  expect(size).toBeLessThan(most.wall);
});
