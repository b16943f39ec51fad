import { type Comparison, getComparison } from '@vigla/contract/compare';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSettings } from '../config/index.ts';
import { type Opened, openServer } from '../open.ts';

// The shop's story: half an hour ago somebody set the connection limit of payments v2 from 100 to 1.
let server: Opened;
let comparison: Comparison;
beforeAll(async () => {
  const wish = readSettings({ args: ['demo', '--port', '0', '--seed', '3'], env: {}, readFile: () => '' });
  if (!wish.ok || wish.value.kind !== 'run') throw new Error(JSON.stringify(wish));
  server = await openServer({ ...wish.value.settings, 'log.level': 'silent' });
  comparison = await compareWith(32 * 60);
});
afterAll(() => server.close());

async function compareWith(secondsAgo: number): Promise<Comparison> {
  const versus = Math.floor(Date.now() / 1000) - secondsAgo;
  return getComparison.response.parse(await (await fetch(`${server.url}api/v1/graph/compare?versusEpochSeconds=${versus}`)).json());
}

const near = (expected: number, by: number) => expect.toSatisfy((value: number) => Math.abs(value - expected) <= by, `${expected} ± ${by}`);

it('finds three things that changed in 32 minutes, the failing call first, and nothing else', () => {
  expect(comparison.findings.map(({ id }) => id)).toEqual([
    'orders/checkout-v12>payments/payments-v2:http',
    'outside/unknown>payments/payments-v1:http',
    'rollout:catalog/search-v4',
  ]);
  expect(comparison.unlisted).toBe(16);
  expect(comparison.gaps).toEqual([]);
});

it('tells what fails since when, which write it followed, and on how many requests that rests', () => {
  const [failing] = comparison.findings;
  expect(failing).toMatchObject({
    change: 'worse',
    aspect: 'errors',
    before: { errorRatio: 0 },
    after: { errorRatio: near(0.184, 0.025) },
    affectedPerSecond: near(0.88, 0.15),
    evidence: [{ test: 'two_proportions', before: near(1440, 150), after: near(1440, 150) }],
    nearby: {
      object: { kind: 'DestinationRule', namespace: 'payments', name: 'payments' },
      by: 'kubectl-edit',
      secondsUntilSeen: near(9, 6),
    },
  });
  expect(failing?.evidence[0]?.pValue).toBeLessThan(1e-30);
});

it('folds beneath it what follows: the same failures at its caller, three calls up and three down the stream', () => {
  const [passedOn, rest] = comparison.findings[0]?.consequences ?? [];
  expect(passedOn).toMatchObject({
    edges: ['storefront/storefront-api-v5>orders/checkout-v12:http'],
    isPassedOn: true,
    before: { errorRatio: 0 },
    after: { errorRatio: near(0.037, 0.006) },
  });
  expect(rest).toMatchObject({ up: 3, down: 3, worstErrorRatio: near(0.004, 0.001), largestFall: near(0.18, 0.04) });
});

it('names the new caller that speaks plain text, and the job that began just before', () => {
  expect(comparison.findings[1]).toMatchObject({
    change: 'new',
    plainText: 1,
    after: { requestsPerSecond: near(0.8, 0.1) },
    nearby: { kind: 'started', object: { kind: 'CronJob', name: 'billing-batch' } },
  });
});

it('sees the rollout of search as one: quicker than before, after a deployment by Argo CD', () => {
  const rollout = comparison.findings[2];
  expect(rollout).toMatchObject({
    change: 'better',
    aspect: 'time',
    rollout: { gone: ['catalog/search-v3'], new: ['catalog/search-v4'] },
    before: { requestsPerSecond: near(60, 6) },
    after: { requestsPerSecond: near(61, 6) },
    evidence: [{ test: 'quantile' }],
    nearby: { object: { kind: 'Deployment', name: 'search-v4' }, by: 'argocd-controller' },
    consequences: [{ edges: ['edge/ingressgateway>storefront/storefront-api-v5:http'], change: 'better' }],
  });
  expect((rollout?.after?.p95Ms ?? 0) / (rollout?.before?.p95Ms ?? 1)).toSatisfy((ratio: number) => ratio > 0.6 && ratio < 0.8);
});

it('finds nothing in the load alone: the last minutes against the ones before, whatever the waves', async () => {
  const calm = await compareWith(10 * 60);
  expect(calm.findings).toEqual([]);
  expect(calm.edges.length).toBeGreaterThan(20);
});

it('refuses to compare with what is still to come', async () => {
  const later = Math.floor(Date.now() / 1000) + 600;
  const reply = await fetch(`${server.url}api/v1/graph/compare?versusEpochSeconds=${later}`);
  expect(reply.status).toBe(400);
  expect(await reply.json()).toMatchObject({ code: 'invalid_request', fields: [{ path: 'versusEpochSeconds' }] });
});
