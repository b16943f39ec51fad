import { describe, expect, it } from 'vitest';
import { compileMesh } from './compile-mesh.ts';
import type { RateLimit } from './rate-limit.ts';
import { istio, workload } from './test/draw.ts';

const all = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
const bucket = { max_tokens: 10, tokens_per_fill: 5, fill_interval: '60s' };
const limit = { stat_prefix: 'limit', token_bucket: bucket, filter_enabled: all, filter_enforced: all };
const plain = { '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit' };
const wrapped = { '@type': 'type.googleapis.com/udpa.type.v1.TypedStruct', type_url: plain['@type'] };
const filter = (typed_config: object, match: object = { context: 'SIDECAR_INBOUND' }) => ({
  applyTo: 'HTTP_FILTER',
  match,
  patch: { operation: 'INSERT_BEFORE', value: { name: 'envoy.filters.http.local_ratelimit', typed_config } },
});
const onRoute = (value: object, name = 'inbound|http|9080', more: object = {}) => ({
  applyTo: 'HTTP_ROUTE',
  match: { context: 'SIDECAR_INBOUND', routeConfiguration: { vhost: { name, route: { action: 'ANY', ...more } } } },
  patch: { operation: 'MERGE', value: { typed_per_filter_config: { 'envoy.filters.http.local_ratelimit': { ...wrapped, value } } } },
});

function read(patches: readonly object[], spec: object = {}, key = 'bookinfo/limit') {
  const mesh = compileMesh([...workload('bookinfo/reviews-v1'), istio(`EnvoyFilter ${key}`, { configPatches: patches, ...spec })]);
  const reviews = mesh.registry.workloads.get('bookinfo/reviews-v1');
  return { limits: reviews ? mesh.rateLimits(reviews) : [], unsupported: mesh.unsupported.map(({ path }) => path) };
}

const usual: Partial<RateLimit> = { side: 'inbound', port: null, maxTokens: 10, tokensPerFill: 5, fillMs: 60_000, enforced: 1, code: 429 };

/** Source: Istio task "Enabling Rate Limits using Envoy"; Envoy reference, LocalRateLimit. */
const rows: readonly (readonly [because: string, patches: readonly object[], limits: readonly Partial<RateLimit>[]])[] = [
  ['the filter has its type beside its settings', [filter({ ...plain, ...limit })], [usual]],
  ['the filter has its settings in a wrapper', [filter({ ...wrapped, value: limit })], [usual]],
  ['a filter without a bucket waits for routes', [filter({ ...plain, stat_prefix: 'x' })], []],
  ['a port has its own', [filter({ ...plain, stat_prefix: 'x' }), onRoute(limit)], [{ ...usual, port: 9080 }]],
  ['nothing says that it is on', [filter({ ...plain, token_bucket: bucket, filter_enforced: all })], [{ ...usual, enforced: 0 }]],
  [
    'it is on but nothing says that it is enforced',
    [filter({ ...plain, token_bucket: bucket, filter_enabled: all })],
    [{ ...usual, enforced: 0 }],
  ],
  [
    'a quarter is enforced',
    [filter({ ...plain, ...limit, filter_enforced: { default_value: { numerator: 2500, denominator: 'TEN_THOUSAND' } } })],
    [{ ...usual, enforced: 0.25 }],
  ],
  ['the caller limits itself', [filter({ ...plain, ...limit }, { context: 'SIDECAR_OUTBOUND' })], [{ ...usual, side: 'outbound' }]],
  ['a gateway would limit', [filter({ ...plain, ...limit }, { context: 'GATEWAY' })], []],
  [
    'a listener is named by its port',
    [filter({ ...plain, ...limit }, { context: 'SIDECAR_INBOUND', listener: { portNumber: 8080 } })],
    [{ ...usual, port: 8080 }],
  ],
  ['no context means both sides', [filter({ ...plain, ...limit }, {})], [usual, { ...usual, side: 'outbound' }]],
  ['another code is answered', [filter({ ...plain, ...limit, status: { code: 503 } })], [{ ...usual, code: 503 }]],
];

describe('a local rate limit', () => {
  it.each(rows)('when %s', (_because, patches, limits) => {
    const found = read(patches);
    expect(found.limits).toEqual(limits.map((one) => expect.objectContaining(one) as unknown));
    expect(found.unsupported).toEqual([]);
  });

  it.each<[because: string, spec: object, key: string, holds: boolean]>([
    ['its namespace', {}, 'bookinfo/limit', true],
    ['another namespace', {}, 'other/limit', false],
    ['all namespaces from the root', {}, 'istio-system/limit', true],
    ['its own labels', { workloadSelector: { labels: { app: 'reviews' } } }, 'istio-system/limit', true],
    ['other labels', { workloadSelector: { labels: { app: 'ratings' } } }, 'bookinfo/limit', false],
  ])('holds for workloads of %s', (_because, spec, key, holds) => {
    expect(read([filter({ ...plain, ...limit })], spec, key).limits).toHaveLength(holds ? 1 : 0);
  });

  it.each<[because: string, patch: object, path: string]>([
    ['is something else', { applyTo: 'CLUSTER', patch: { operation: 'MERGE', value: {} } }, 'spec.configPatches[0]'],
    ['takes a filter away', { ...filter({}), patch: { operation: 'REMOVE' } }, 'spec.configPatches[0]'],
    ['is of one route', onRoute(limit, 'inbound|http|9080', { name: 'one' }), 'spec.configPatches[0].match.routeConfiguration.vhost.route'],
  ])('is reported where a patch %s', (_because, patch, path) => {
    expect(read([patch]).unsupported).toEqual([path]);
  });
});
