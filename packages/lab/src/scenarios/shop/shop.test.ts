import type { KubeObject } from '@vigla/contract/objects';
import { compileMesh } from '@vigla/domain/semantics';
import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../flow/index.ts';
import { shop } from './shop.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const minute = 60_000;
const moments = shop.moments({ nowMs: noon, seed: 7 });
const last: readonly KubeObject[] = moments.at(-1)?.objects ?? [];
const timeline = createTimeline({ model: shop.model, seed: 7, startMs: noon - 60 * minute, scrapeMs: 5000 });
for (const { atMs, objects } of moments) timeline.configure(Math.max(atMs, timeline.startMs), objects);

/** Requests per second from one workload to another, as the caller's side reports them; the called side for callers without a proxy. */
const between = (from: string, to: string, minutesAgo = 0): number =>
  timeline
    .truth(noon - minutesAgo * minute, 5 * minute)
    .filter(({ source, destination }) => source.workload === from && destination.workload === to)
    .filter(({ reporter }) => reporter === (from === 'unknown' ? 'destination' : 'source'))
    .reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);

describe('the shop', () => {
  it('has 19 workloads with 44 proxies in seven namespaces', () => {
    const workloads = [...compileMesh(last).registry.workloads.values()];
    const meshed = workloads.filter(({ proxy }) => proxy !== null);
    expect(meshed).toHaveLength(19);
    expect(meshed.flatMap(({ pods }) => pods)).toHaveLength(44);
    const spaces = last.filter(({ kind, metadata }) => kind === 'Namespace' && metadata.name !== 'istio-system');
    expect(spaces.map(({ metadata }) => metadata.name).sort()).toEqual([
      'billing',
      'cart',
      'catalog',
      'edge',
      'orders',
      'payments',
      'storefront',
    ]);
    expect(spaces.every(({ metadata }) => metadata.labels?.['team'])).toBe(true);
  });

  it.each<[from: string, to: string, requestsPerSecond: number]>([
    ['ingressgateway', 'web-v3', 268],
    ['ingressgateway', 'storefront-api-v5', 144],
    ['web-v3', 'storefront-api-v5', 236],
    ['storefront-api-v5', 'search-v4', 61.2],
    ['storefront-api-v5', 'recommendations-v1', 66.6],
    ['storefront-api-v5', 'recommendations-v2', 7.4],
    ['storefront-api-v5', 'catalog-v7', 210],
    ['storefront-api-v5', 'cart-v2', 96],
    ['storefront-api-v5', 'checkout-v12', 24],
    ['search-v4', 'catalog-v7', 38],
    ['checkout-v12', 'cart-v2', 24],
    ['checkout-v12', 'inventory-v3', 48.2],
    ['checkout-v12', 'payments-v1', 19.2],
    ['checkout-v12', 'payments-v2', 4.8],
    ['unknown', 'payments-v1', 0.8],
  ])('carries the calls of %s to %s', (from, to, requestsPerSecond) => {
    const measured = between(from, to);
    expect(Math.abs(measured / requestsPerSecond - 1)).toBeLessThan(0.03);
  });

  it('has no failing request, and plain text from billing alone', () => {
    const edges = timeline.truth(noon, 5 * minute);
    expect(edges.filter(({ flags, code, protocol }) => flags !== '-' || (protocol === 'http' && code !== '200'))).toEqual([]);
    const plain = edges.filter(({ reporter, security }) => reporter === 'destination' && security !== 'mutual_tls');
    expect(plain.map(({ service }) => service)).toEqual(['payments-v1.payments.svc.cluster.local']);
  });

  it('has an hour behind it: a shift, a rollout, a job that began', () => {
    expect(between('checkout-v12', 'payments-v2', 50) / between('checkout-v12', 'payments-v1', 50)).toBeCloseTo(5 / 95, 6);
    expect(between('storefront-api-v5', 'search-v3', 25)).toBeGreaterThan(58);
    expect(between('storefront-api-v5', 'search-v4', 25)).toBe(0);
    expect(between('storefront-api-v5', 'search-v3')).toBe(0);
    expect(between('unknown', 'payments-v1', 20)).toBe(0);
  });

  it('says who wrote what: hands, tools and the console', () => {
    const writer = (kind: string, name: string, namespace: string): readonly unknown[] =>
      last
        .filter((object) => object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace)
        .flatMap(({ metadata }) => (metadata.managedFields ?? []).map(({ manager }) => manager));
    expect(writer('VirtualService', 'payments', 'payments')).toEqual(['kubectl-client-side-apply', 'vigla']);
    expect(writer('VirtualService', 'search', 'catalog')).toEqual(['argocd-controller']);
    expect(writer('Gateway', 'shop', 'edge')).toEqual(['helm']);
  });

  it('has 38 objects of configuration, each with an id of its own', () => {
    const mesh = last.filter(({ apiVersion }) => /\.istio\.io\/|^gateway\.networking/.test(apiVersion));
    expect(mesh).toHaveLength(38);
    expect(mesh.filter(({ metadata }) => metadata.namespace !== 'istio-system' && metadata.labels?.['team'] === undefined)).toEqual([]);
    expect(new Set(last.map(({ metadata }) => metadata.uid)).size).toBe(last.length);
  });
});
