import { getGraph } from '@vigla/contract/graph';
import { stories } from '@vigla/lab/stories';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../config/index.ts';
import { type Opened, openServer } from '../open.ts';

/**
 * What the console shows of each story: edge, code, flags, reporter.
 *
 * Where both ends report a call the graph tells its endings as the called end saw them, and beside them how the caller did where that
 * differs: its timeout stands there as `UT` beside its callee's `DC`, tries that came to nothing as the answers they got and `URX`.
 */
const shown: Readonly<Record<string, readonly string[]>> = {
  'connection-limit': [
    'orders/checkout-v12>payments/payments-v2:http 503 UO source',
    'storefront/storefront-api-v5>orders/checkout-v12:http 500 - both',
    'edge/ingressgateway>storefront/web-v3:http 500 - both',
  ],
  'bad-canary': ['bookinfo/productpage-v1>bookinfo/reviews-v3:http 500 - both'],
  'slow-database': [
    'storefront/storefront-api-v5>catalog/catalog-v7:http - DC destination',
    'catalog/search-v4>catalog/catalog-v7:http - DC destination',
  ],
  'retry-storm': ['orders/checkout-v12>orders/inventory-v3:http 503 - destination'],
  'disable-against-strict': [
    'storefront/storefront-api-v5>catalog/catalog-v7:http 503 UC source',
    'catalog/search-v4>catalog/catalog-v7:http 503 UC source',
  ],
  'missing-subset': ['bookinfo/productpage-v1>bookinfo/svc:reviews:http 503 NC source'],
  'missing-sidecar': ['outside/unknown>bookinfo/ratings-v1:http 200 - destination'],
  'egress-blocked': [
    'payments/payments-v1>outside/api.cardpay.example:http 502 - source',
    'payments/payments-v2>outside/api.cardpay.example:http 502 - source',
    'storefront/storefront-api-v5>orders/checkout-v12:http 500 - both',
  ],
  'deny-all-without-allow': ['search-v4', 'catalog-v7', 'recommendations-v1', 'recommendations-v2'].map(
    (called) => `storefront/storefront-api-v5>catalog/${called}:http 403 - both`,
  ),
  'rate-limit-too-low': [
    'storefront/storefront-api-v5>cart/cart-v2:http 429 RL destination',
    'orders/checkout-v12>cart/cart-v2:http 429 RL destination',
  ],
  'outlier-cascade': ['storefront/storefront-api-v5>catalog/search-v4:http 503 UH source'],
};

/** What only the caller's proxy could see: edge, code, flags. */
const seenByCallers: Readonly<Record<string, readonly string[]>> = {
  'slow-database': ['storefront/storefront-api-v5>catalog/catalog-v7:http 504 UT', 'catalog/search-v4>catalog/catalog-v7:http 504 UT'],
  'retry-storm': ['orders/checkout-v12>orders/inventory-v3:http 503 URX'],
};

it('has something to show of every story', () => {
  expect(Object.keys(shown).toSorted()).toEqual(stories.map(({ id }) => id).toSorted());
});

describe.each(stories.map((story) => [story.id, story] as const))('the console on the story %s', (id, story) => {
  let server: Opened;

  beforeAll(async () => {
    const wish = readSettings({ args: ['demo', '--port', '0', '--story', id], env: {}, readFile: () => '' });
    if (!wish.ok || wish.value.kind !== 'run') throw new Error(JSON.stringify(wish));
    server = await openServer({ ...wish.value.settings, 'log.level': 'silent' });
  });
  afterAll(() => server.close());

  const ask = async (path: string): Promise<unknown> => (await fetch(`${server.url}api/v1/${path}`)).json();

  it('shows in its graph what fails and how', async () => {
    const graph = getGraph.response.parse(await ask('graph?windowSeconds=300'));
    const told = graph.edges.flatMap((edge) => edge.endings.map(({ code, flags, reporter }) => `${edge.id} ${code} ${flags} ${reporter}`));
    expect(told).toEqual(expect.arrayContaining([...(shown[id] ?? [])]));
    const seen = graph.edges.flatMap((edge) => edge.callerSaw.map(({ code, flags }) => `${edge.id} ${code} ${flags}`));
    expect(seen).toEqual(expect.arrayContaining([...(seenByCallers[id] ?? [])]));
    expect(graph.gaps).toEqual([]);
  });

  it('did not show it before it began', async () => {
    const before = Math.floor(Date.now() / 1000) - 1860;
    const graph = getGraph.response.parse(await ask(`graph?windowSeconds=300&atEpochSeconds=${before}`));
    const told = graph.edges.flatMap((edge) => edge.endings.map(({ code, flags, reporter }) => `${edge.id} ${code} ${flags} ${reporter}`));
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter((one) => shown[id]?.includes(one))).toEqual([]);
  });

  it('names what was changed, if anything was', async () => {
    const { kind, where, field } = story.expected.cause;
    const [namespace, name] = where.includes('/') ? where.split('/') : ['', where];
    const changes = JSON.stringify(await ask('changes'));
    expect(changes.includes(`"kind":"${kind}","namespace":"${namespace}","name":"${name}"`)).toBe(field !== '');
  });
});

it('finds the shares of the connection limit: a fifth to v2, and 18.4 percent of that refused', async () => {
  const wish = readSettings({ args: ['demo', '--port', '0', '--seed', '3'], env: {}, readFile: () => '' });
  if (!wish.ok || wish.value.kind !== 'run') throw new Error(JSON.stringify(wish));
  const server = await openServer({ ...wish.value.settings, 'log.level': 'silent' });
  const graph = getGraph.response.parse(await (await fetch(`${server.url}api/v1/graph?windowSeconds=900`)).json());
  await server.close();
  const edge = (to: string) => graph.edges.find(({ id }) => id === `orders/checkout-v12>payments/${to}:http`);
  const [v1, v2] = ['payments-v1', 'payments-v2'].map((to) => edge(to)?.traffic.requestsPerSecond ?? Number.NaN);
  expect((v2 ?? 0) / ((v1 ?? 0) + (v2 ?? 0))).toBeCloseTo(0.2, 2);
  expect(Math.abs((edge('payments-v2')?.traffic.errorRatio ?? Number.NaN) - 0.184)).toBeLessThan(0.01);
  expect(edge('payments-v2')?.endings.filter(({ code }) => code === '503')).toMatchObject([{ flags: 'UO', reporter: 'source' }]);
});
