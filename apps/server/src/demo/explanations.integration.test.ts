import { getCauses, getExplanation, getMissing } from '@vigla/contract/explain';
import { findStory, stories } from '@vigla/lab/stories';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../config/index.ts';
import { type Opened, openServer } from '../open.ts';

/** The call at which each story shows, what the console says of it, and whether it names an object or what is called. */
const explained: Readonly<Record<string, readonly [edge: string, verdict: string]>> = {
  'connection-limit': ['orders/checkout-v12>payments/payments-v2:http', 'connection_limit'],
  'bad-canary': ['bookinfo/productpage-v1>bookinfo/reviews-v3:http', 'app_fails'],
  'slow-database': ['storefront/storefront-api-v5>catalog/catalog-v7:http', 'timeout'],
  'retry-storm': ['orders/checkout-v12>orders/inventory-v3:http', 'retries_exhausted'],
  'disable-against-strict': ['storefront/storefront-api-v5>catalog/catalog-v7:http', 'mtls_mismatch'],
  'missing-subset': ['bookinfo/productpage-v1>bookinfo/svc:reviews:http', 'subset_missing'],
  'missing-sidecar': ['outside/unknown>bookinfo/ratings-v1:http', 'caller_without_proxy'],
  'egress-blocked': ['payments/payments-v1>outside/api.cardpay.example:http', 'egress_blocked'],
  'deny-all-without-allow': ['storefront/storefront-api-v5>catalog/catalog-v7:http', 'access_denied'],
  'rate-limit-too-low': ['storefront/storefront-api-v5>cart/cart-v2:http', 'rate_limited'],
  'outlier-cascade': ['storefront/storefront-api-v5>catalog/search-v4:http', 'hosts_ejected'],
};

async function serve(story: string): Promise<Opened> {
  const wish = readSettings({ args: ['demo', '--port', '0', '--seed', '3', '--story', story], env: {}, readFile: () => '' });
  if (!wish.ok || wish.value.kind !== 'run') throw new Error(JSON.stringify(wish));
  return openServer({ ...wish.value.settings, 'log.level': 'silent' });
}

const asker =
  (server: () => Opened) =>
  async (path: string): Promise<unknown> =>
    (await fetch(`${server().url}api/v1/graph/${path}`)).json();

it('knows what to say of every story', () => {
  expect(Object.keys(explained).toSorted()).toEqual(stories.map(({ id }) => id).toSorted());
});

describe.each(Object.entries(explained))('the story %s', (id, [edge, verdict]) => {
  let server: Opened;
  beforeAll(async () => {
    server = await serve(id);
  });
  afterAll(() => server.close());
  const ask = asker(() => server);
  const { kind, where, field } = findStory(id).expected.cause;

  it('explains every story by its cause', async () => {
    const told = getExplanation.response.parse(await ask(`explanation?element=${encodeURIComponent(edge)}&windowSeconds=300`));
    expect(told.verdict.kind).toBe(verdict);
    const { cause } = told;
    const named =
      cause?.kind === 'object'
        ? [cause.object.kind, [cause.object.namespace, cause.object.name].filter(Boolean).join('/'), cause.field]
        : ['Deployment', cause?.kind === 'element' ? cause.element : null, ''];
    expect(named).toEqual([kind, where, field]);
    expect(told.gaps).toEqual([]);
    expect(told.evidence.length).toBeGreaterThan(1);
    expect(told.notKnown.length).toBeGreaterThan(0);
    expect(told.queries.length).toBeGreaterThan(1);
  });

  it('names who wrote it, and how soon it showed, where anybody did', async () => {
    const { cause } = getExplanation.response.parse(await ask(`explanation?element=${encodeURIComponent(edge)}&windowSeconds=300`));
    const write = cause?.kind === 'object' ? cause.write : null;
    const [step] = findStory(id).steps;
    expect(write?.by).toBe(field === '' ? undefined : step?.writes?.map((one) => ('by' in one ? one.by : ''))[0]);
    expect((write?.delaySeconds ?? 0) <= 900).toBe(true);
  });
});

describe('the connection limit of the shop', () => {
  let server: Opened;
  beforeAll(async () => {
    server = await serve('connection-limit');
  });
  afterAll(() => server.close());
  const ask = asker(() => server);
  const explain = async (element: string, window = 900) =>
    getExplanation.response.parse(await ask(`explanation?element=${encodeURIComponent(element)}&windowSeconds=${window}`));
  const edge = 'orders/checkout-v12>payments/payments-v2:http';

  it('is told with what was changed from what to what, and where the calls end', async () => {
    const { cause, stations, verdict } = await explain(edge);
    expect(cause).toMatchObject({
      part: 'v2',
      value: '1',
      before: { value: '100', from: 'last_applied' },
      write: { by: 'kubectl-edit', kind: 'changed' },
    });
    expect(verdict.share).toBeCloseTo(0.184, 1);
    expect(stations.map(({ role, act, loss }) => [role, act, loss])).toEqual([
      ['caller', 'sent', false],
      ['caller_proxy', 'refused', true],
      ['callee_proxy', 'received', false],
      ['callee', 'answered', false],
    ]);
    const [sent = 0, refused = 0, received = 0, answered = 0] = stations.map(({ perSecond }) => perSecond ?? Number.NaN);
    expect(sent).toBeCloseTo(4.8, 0);
    expect(Math.abs(sent - refused - received)).toBeLessThan(0.05);
    expect(Math.abs(answered - received)).toBeLessThan(0.05);
  });

  it('is predicted by the queue: 1.60 rps for each caller pod, 0.60 busy, 18.5 percent refused', async () => {
    const { evidence } = await explain(edge);
    const queue = evidence.flatMap(({ fact }) => (fact.kind === 'queue' ? [fact] : []))[0];
    expect(queue?.perPodPerSecond).toBeCloseTo(1.6, 1);
    expect(queue?.busy).toBeCloseTo(0.6, 1);
    expect(Math.abs((queue?.expectedShare ?? 0) - 0.185)).toBeLessThan(0.01);
    expect(Math.abs((queue?.expectedShare ?? 0) - (queue?.measuredShare ?? 1))).toBeLessThan(0.02);
    expect(evidence.map(({ fact }) => fact.kind)).toEqual(['caller_proxy_answered', 'never_arrived', 'connection_limit', 'queue']);
  });

  it('rules out pods, mTLS, timeouts, access policies and ejection, and says that nobody asked istiod', async () => {
    const { ruledOut, notKnown } = await explain(edge);
    expect(ruledOut).toEqual(
      expect.arrayContaining([
        { kind: 'pods', ready: 2, desired: 2, restarts: 0 },
        { kind: 'mtls', share: 1 },
        { kind: 'timeouts' },
        { kind: 'access_policy' },
        { kind: 'outlier_ejection', rule: false },
      ]),
    );
    expect(notKnown.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['needs_limit', 'which_pod', 'reason_of_change', 'proxies_in_sync']),
    );
  });

  it('is what the trouble of checkout comes from', async () => {
    const { edge: behind, contribution, verdict } = await explain('orders/checkout-v12');
    expect([behind, verdict.kind]).toEqual([edge, 'connection_limit']);
    expect(Math.abs((contribution?.failedPerSecond ?? 0) - (contribution?.fromEdgePerSecond ?? 1))).toBeLessThan(0.05);
  });

  it('is the one root of all trouble, and everything from the door to checkout follows from it', async () => {
    const { roots, notLookedInto } = getCauses.response.parse(await ask('causes?windowSeconds=900'));
    expect(roots.map(({ element }) => element)).toEqual([edge]);
    expect(notLookedInto).toBe(0);
    expect(roots[0]?.consequences[0]).toBe('storefront/storefront-api-v5>orders/checkout-v12:http');
    expect(roots[0]?.consequences).toContain('outside/unknown:entering>edge/ingressgateway:http');
    expect(roots[0]?.cause).toMatchObject({ object: { name: 'payments' } });
  });

  it('was not there before: then the same call is healthy, and says how that is known', async () => {
    const before = Math.floor(Date.now() / 1000) - 1860;
    const told = getExplanation.response.parse(await ask(`explanation?element=${encodeURIComponent(edge)}&atEpochSeconds=${before}`));
    expect(told.verdict).toEqual({ kind: 'healthy', failedPerSecond: 0, share: 0 });
    expect(told.evidence.map(({ fact }) => fact.kind)).toEqual(['all_well']);
    expect(told.notKnown).toContainEqual({ kind: 'past_configuration' });
  });

  it('leaves open what is not there: a job without a proxy, and names that nobody has', async () => {
    const missing = async (query: string) => getMissing.response.parse(await ask(`missing?${query}`));
    const outcomes = async (query: string) =>
      (await missing(query)).steps.filter(({ outcome }) => outcome === 'reason').map(({ check, finding }) => `${check} ${finding}`);
    expect(await outcomes('to=billing/billing-batch')).toEqual(['sidecar no_proxy', 'requests never']);
    expect(await outcomes('from=billing/billing-batch&to=catalog-v7')).toEqual(['sidecar caller_bare', 'requests never']);
    expect(await outcomes('from=atlantis&to=catalog-v7')).toEqual(['rights not_found']);
    expect((await missing(`from=orders/checkout-v12&to=payments/payments-v2`)).edge).toBe(edge);
  });
});
