import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { noon, rate, rule, running, shop, virtual, withObjects, withoutPods, words } from './test/shop.ts';
import type { TrueEdge } from './truth.ts';

const truth = (objects: readonly KubeObject[]): readonly TrueEdge[] => running(objects).truth(noon);
const between =
  (source: string, destination: string, reporter = 'source') =>
  (edge: TrueEdge): boolean =>
    edge.reporter === reporter && edge.source.workload === source && edge.destination.workload === destination;
const toService =
  (name: string, reporter = 'source') =>
  (edge: TrueEdge): boolean =>
    edge.reporter === reporter && edge.service.startsWith(`${name}.`);
const base = truth(shop);

/** What the callers of one service report, in words. */
const reportsOn = (service: string, objects: readonly KubeObject[], source = 'productpage-v1'): readonly string[] =>
  truth(objects)
    .filter((edge) => edge.service.startsWith(`${service}.`) && edge.source.workload === source)
    .map(words);

describe('the shop as it is', () => {
  it('sends the stars from v2 and v3 of reviews, and never from v1', () => {
    expect(rate(base, between('reviews-v1', 'ratings-v1'))).toBe(0);
    for (const version of ['v2', 'v3']) expect(rate(base, between(`reviews-${version}`, 'ratings-v1'))).toBeGreaterThan(1);
  });

  it('knows callers without a proxy by nothing but their requests', () => {
    const strangers = base.filter(({ source }) => source.workload === 'unknown');
    expect(strangers.map(words).sort()).toEqual([
      'destination unknown>details-v1 200 - none',
      'destination unknown>productpage-v1 200 - none',
    ]);
  });

  it('encrypts between proxies', () => {
    const inside = base.filter(({ reporter, source }) => reporter === 'destination' && source.workload !== 'unknown');
    expect(new Set(inside.map(({ security }) => security))).toEqual(new Set(['mutual_tls']));
  });

  it('reaches its database over TCP', () => {
    expect(base.filter(({ protocol }) => protocol === 'tcp').map(words)).toEqual([
      'source ratings-v2>mysqldb-v1  - unknown',
      'destination ratings-v2>mysqldb-v1  - mutual_tls',
    ]);
  });
});

describe('configuration takes effect', () => {
  const elsewhere = virtual('reviews', {
    match: [{ uri: { prefix: '/reviews' } }],
    rewrite: { uri: '/stars' },
    route: [{ destination: { host: 'reviews', subset: 'v3' } }],
  });

  it('a rewritten path is the one that applications see: reviews know nothing of it and ask nobody', () => {
    const asked = truth(withObjects(elsewhere));
    expect(rate(asked, between('productpage-v1', 'reviews-v3'))).toBeGreaterThan(1);
    expect(rate(asked, between('reviews-v3', 'ratings-v1'))).toBe(0);
  });

  it('and the one that policies see', () => {
    const policy = rule('AuthorizationPolicy reviews', {
      selector: { matchLabels: { app: 'reviews' } },
      action: 'DENY',
      rules: [{ to: [{ operation: { paths: ['/stars*'] } }] }],
    });
    expect(reportsOn('reviews', withObjects(elsewhere, policy))).toEqual([
      'source productpage-v1>reviews-v3 403 - unknown',
      'destination productpage-v1>reviews-v3 403 - mutual_tls',
    ]);
  });

  it('a route of the Gateway API to nobody answers 500, and no more than its share', () => {
    const route: KubeObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'details', namespace: 'bookinfo', creationTimestamp: '2026-02-01T00:00:00Z' },
      spec: {
        parentRefs: [{ group: '', kind: 'Service', name: 'details' }],
        rules: [
          {
            backendRefs: [
              { name: 'details', port: 9080, weight: 3 },
              { name: 'nobody', port: 9080, weight: 1 },
            ],
          },
        ],
      },
    };
    const asked = truth(withObjects(route)).filter(({ reporter, source }) => reporter === 'source' && source.workload === 'productpage-v1');
    const [all, failed] = [asked.filter(toService('details')), asked.filter(({ code }) => code === '500')];
    const total = rate(asked, (edge) => edge.code === '500' || all.includes(edge));
    expect(rate(failed, () => true) / total).toBeCloseTo(0.25, 6);
    expect(new Set(failed.map(({ flags }) => flags))).toEqual(new Set(['NC']));
  });

  it('weights split requests exactly', () => {
    const split = truth(
      withObjects(
        rule('VirtualService reviews', {
          hosts: ['reviews'],
          http: [{ route: [90, 10].map((weight, index) => ({ destination: { host: 'reviews', subset: `v${index + 1}` }, weight })) }],
        }),
      ),
    );
    const all = rate(split, toService('reviews'));
    expect(rate(split, (edge) => toService('reviews')(edge) && edge.destination.workload === 'reviews-v2') / all).toBeCloseTo(0.1, 12);
    expect(rate(split, (edge) => toService('reviews')(edge) && edge.destination.workload === 'reviews-v3')).toBe(0);
  });

  it('a rule for one reader moves that reader alone', () => {
    const http = [
      { match: [{ headers: { 'end-user': { exact: 'jason' } } }], route: [{ destination: { host: 'reviews', subset: 'v2' } }] },
      { route: [{ destination: { host: 'reviews', subset: 'v1' } }] },
    ];
    const moved = truth(withObjects(rule('VirtualService reviews', { hosts: ['reviews'], http })));
    const jason = running().rateAt(1, noon);
    expect(rate(moved, between('productpage-v1', 'reviews-v2'))).toBeCloseTo(jason, 9);
  });

  it("an injected abort is answered by the caller's proxy and reaches nobody", () => {
    const faulty = truth(withObjects(virtual('ratings', { fault: { abort: { httpStatus: 418, percentage: { value: 25 } } } })));
    const all = rate(
      faulty,
      (edge) =>
        between('reviews-v2', 'ratings-v1')(edge) ||
        (toService('ratings')(edge) && edge.source.workload === 'reviews-v2' && edge.destination.workload !== 'ratings-v1'),
    );
    expect(faulty.map(words)).toContain('source reviews-v2>unknown 418 FI unknown');
    expect(rate(faulty, (edge) => between('reviews-v2', 'unknown')(edge)) / all).toBeCloseTo(0.25, 12);
    expect(
      rate(faulty, between('reviews-v2', 'ratings-v1', 'destination')) / rate(base, between('reviews-v2', 'ratings-v1', 'destination')),
    ).toBeCloseTo(0.75, 12);
  });

  it('an injected delay beyond the patience of the page ends its calls to reviews', () => {
    const slow = withObjects(virtual('ratings', { fault: { delay: { fixedDelay: '7s', percentage: { value: 100 } } } }));
    expect(reportsOn('ratings', slow, 'reviews-v2')).toContain('source reviews-v2>ratings-v1 200 DI unknown');
    const seen = reportsOn('reviews', slow);
    expect(seen).toContain('source productpage-v1>reviews-v2 0 DC unknown');
    expect(seen).toContain('destination productpage-v1>reviews-v2 0 DC mutual_tls');
    expect(seen).toContain('source productpage-v1>reviews-v1 200 - unknown');
    expect(seen.filter((line) => line.includes('reviews-v2 200'))).toEqual([]);
  });

  type Row = readonly [why: string, objects: readonly KubeObject[], service: string, seen: readonly string[]];
  const nowhere = rule('VirtualService details', {
    hosts: ['details'],
    http: [{ route: [{ destination: { host: 'details', subset: 'v9' } }] }],
  });
  const deny = rule('AuthorizationPolicy details', {
    selector: { matchLabels: { app: 'details' } },
    action: 'DENY',
    rules: [{ from: [{ source: { namespaces: ['bookinfo'] } }] }],
  });
  const strict = rule('PeerAuthentication details', { selector: { matchLabels: { app: 'details' } }, mtls: { mode: 'STRICT' } });
  const plain = rule('DestinationRule details', { host: 'details', trafficPolicy: { tls: { mode: 'DISABLE' } } });
  const forced = rule('DestinationRule details', { host: 'details', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } });
  const open = rule('PeerAuthentication details', { selector: { matchLabels: { app: 'details' } }, mtls: { mode: 'DISABLE' } });
  const rows: readonly Row[] = [
    ['a subset that nobody defined answers 503 NC', withObjects(nowhere), 'details', ['source productpage-v1>unknown 503 NC unknown']],
    ['a service without pods answers 503 UH', withoutPods('details-v1'), 'details', ['source productpage-v1>unknown 503 UH unknown']],
    [
      'a denied caller gets 403, reported by both sides',
      withObjects(deny),
      'details',
      ['source productpage-v1>details-v1 403 - unknown', 'destination productpage-v1>details-v1 403 - mutual_tls'],
    ],
    [
      'plain text to a server that insists on mTLS is closed: 503 UC',
      withObjects(strict, plain),
      'details',
      ['source productpage-v1>details-v1 503 UC unknown'],
    ],
    [
      'plain text to a server that takes both is not encrypted',
      withObjects(plain),
      'details',
      ['source productpage-v1>details-v1 200 - unknown', 'destination productpage-v1>details-v1 200 - none'],
    ],
    [
      'forced mTLS to a server that takes none fails: 503 UF, tried again in vain',
      withObjects(forced, open),
      'details',
      ['source productpage-v1>details-v1 503 UF,URX unknown'],
    ],
    [
      'a route that waits less than the application needs answers 504 UT',
      withObjects(virtual('details', { timeout: '1ms' })),
      'details',
      [
        'source productpage-v1>details-v1 504 UT unknown',
        'destination productpage-v1>details-v1 0 DC mutual_tls',
        'destination productpage-v1>details-v1 200 - mutual_tls',
      ],
    ],
    [
      'no rule that matches answers 404 NR',
      withObjects(virtual('details', { match: [{ uri: { exact: '/x' } }] })),
      'details',
      ['source productpage-v1>unknown 404 NR unknown'],
    ],
  ];

  it.each(rows)('%s', (_why, objects, service, seen) => {
    expect([...reportsOn(service, objects)].sort()).toEqual([...seen].sort());
  });

  it('a server that insists on mTLS makes callers without a proxy invisible', () => {
    const edges = truth(withObjects(strict));
    expect(rate(edges, (edge) => edge.source.workload === 'unknown' && edge.destination.workload === 'details-v1')).toBe(0);
    expect(rate(edges, between('productpage-v1', 'details-v1', 'destination'))).toBeGreaterThan(10);
  });

  it('a deployment scaled to nothing calls nobody', () => {
    const edges = truth(withoutPods('productpage-v1'));
    expect(rate(edges, (edge) => edge.source.workload === 'productpage-v1')).toBe(0);
    expect(edges.map(words)).toContain('source istio-ingressgateway>unknown 503 UH unknown');
  });

  it('a mirror is reported by the called side alone', () => {
    const edges = truth(
      withObjects(
        rule('VirtualService details', {
          hosts: ['details'],
          http: [
            { route: [{ destination: { host: 'details' } }], mirror: { host: 'reviews', subset: 'v1' }, mirrorPercentage: { value: 50 } },
          ],
        }),
      ),
    );
    const calls = rate(edges, between('productpage-v1', 'details-v1'));
    const extra =
      rate(edges, between('productpage-v1', 'reviews-v1', 'destination')) - rate(edges, between('productpage-v1', 'reviews-v1'));
    expect(extra / calls).toBeCloseTo(0.5, 12);
  });

  it('nothing is copied of what a fault aborts', () => {
    const mirror = { mirror: { host: 'reviews', subset: 'v1' }, fault: { abort: { httpStatus: 418, percentage: { value: 20 } } } };
    const edges = truth(withObjects(virtual('details', mirror)));
    const calls = rate(edges, (edge) => toService('details')(edge) && edge.source.workload === 'productpage-v1');
    const extra =
      rate(edges, between('productpage-v1', 'reviews-v1', 'destination')) - rate(edges, between('productpage-v1', 'reviews-v1'));
    expect(extra / calls).toBeCloseTo(0.8, 12);
  });

  it('a server has only what a delay leaves of the time that its caller waits', () => {
    const leaves = (fixedDelay: string): readonly string[] =>
      reportsOn('details', withObjects(virtual('details', { fault: { delay: { fixedDelay, percentage: { value: 50 } } } })));
    const [left, answered] = [
      'destination productpage-v1>details-v1 0 DC mutual_tls',
      'destination productpage-v1>details-v1 200 - mutual_tls',
    ];
    expect(leaves('2s')).not.toContain(left);
    expect(leaves('2998ms')).toEqual(expect.arrayContaining([left, answered]));
  });

  it('retries amplify what the server sees and hide failures from the caller', () => {
    const v2 = { route: [{ destination: { host: 'ratings', subset: 'v2' } }], retries: { attempts: 2, retryOn: '5xx' } };
    const edges = truth(withObjects(virtual('ratings', v2)));
    const p = 0.012;
    const sent = rate(edges, (edge) => toService('ratings')(edge) && edge.source.workload === 'reviews-v2');
    const received = rate(edges, (edge) => toService('ratings', 'destination')(edge) && edge.source.workload === 'reviews-v2');
    const failed = edges.filter((edge) => toService('ratings')(edge) && edge.source.workload === 'reviews-v2' && edge.code === '503');
    expect(received / sent).toBeCloseTo(1 + p + p * p, 9);
    expect(failed.map(({ flags }) => flags)).toEqual(['URX']);
    expect(rate(failed, () => true) / sent).toBeCloseTo(p ** 3, 12);
  });

  it('retries go to an endpoint that was not tried: one bad pod of three fails nobody', () => {
    const edges = truth(withObjects(virtual('ratings', { retries: { attempts: 2, retryOn: '5xx' } })));
    const fromReviews = (reporter: string) => (edge: TrueEdge) =>
      toService('ratings', reporter)(edge) && edge.source.workload === 'reviews-v2';
    const sent = rate(edges, fromReviews('source'));
    expect(rate(edges, fromReviews('destination')) / sent).toBeCloseTo(1 + 0.012 / 3, 9);
    expect(rate(edges, (edge) => fromReviews('source')(edge) && edge.code !== '200')).toBe(0);
  });

  it('a failing database fails the ratings that need it, and the page does without', () => {
    const edges = truth(withoutPods('mysqldb-v1'));
    expect(rate(edges, (edge) => edge.destination.workload === 'ratings-v2' && edge.code === '200')).toBe(0);
    expect(edges.map(words)).toContain('destination reviews-v2>ratings-v2 500 - mutual_tls');
    expect(
      rate(edges, (edge) => edge.reporter === 'source' && edge.source.workload === 'istio-ingressgateway' && edge.code !== '200'),
    ).toBe(0);
  });
});
