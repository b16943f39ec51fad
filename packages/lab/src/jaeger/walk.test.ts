import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { createTimeline } from '../flow/index.ts';
import { bookinfo } from '../scenarios/index.ts';
import { originsIn } from './sampler.ts';
import type { Span, Trace } from './span.ts';
import { walk } from './walk.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const shop = bookinfo.moments({ nowMs: noon, seed: 7 }).at(-1)?.objects ?? [];

/** A VirtualService with one rule for a service of the shop. */
const virtual = (host: string, http: Readonly<Record<string, unknown>>): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: host, namespace: 'bookinfo' },
  spec: { hosts: [host], http: [{ route: [{ destination: { host } }], ...http }] },
});

/** Traces of five minutes of readers, with these objects in the shop. */
function traces(...objects: readonly KubeObject[]): readonly Trace[] {
  const timeline = createTimeline({ model: bookinfo.model, seed: 7, startMs: noon - 600_000, scrapeMs: 5000 });
  timeline.configure(noon - 600_000, [
    ...shop.filter(({ kind, metadata }) => !objects.some((one) => one.kind === kind && one.metadata.name === metadata.name)),
    ...objects,
  ]);
  const origins = Array.from({ length: 300 }, (_, second) => originsIn(timeline, 0, noon / 1000 - 300 + second)).flat();
  return origins.map((origin) => walk(timeline, origin)).filter((trace) => trace !== undefined);
}

const calls = (all: readonly Trace[], service: string, kind: Span['kind']): readonly Span[] =>
  all.flatMap(({ spans }) =>
    spans.filter(
      (span) =>
        span.kind === kind &&
        String(span.tags['upstream_cluster']).includes(kind === 'client' ? `|${service}.` : '') &&
        (kind === 'client' || span.service === `${service}.bookinfo`),
    ),
  );
const tally = (spans: readonly Span[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(spans, ({ tags }) => `${String(tags['http.status_code'])} ${String(tags['response_flags'])}`)].map(
      ([ending, found]) => [ending, found.length / spans.length],
    ),
  );

describe('a walk through a mesh', () => {
  it('that delays half and aborts a fifth shows both, each alone and together', () => {
    const all = traces(
      virtual('details', {
        fault: { delay: { fixedDelay: '400ms', percentage: { value: 50 } }, abort: { httpStatus: 418, percentage: { value: 20 } } },
      }),
    );
    const seen = tally(calls(all, 'details', 'client'));
    expect(Object.keys(seen).sort()).toEqual(['200 -', '200 DI', '418 DI,FI', '418 FI']);
    expect(seen['418 DI,FI']).toBeCloseTo(0.1, 1);
    expect(seen['200 -']).toBeCloseTo(0.4, 1);
    for (const span of calls(all, 'details', 'client'))
      expect(span.durationUs >= 400_000).toBe(String(span.tags['response_flags']).includes('DI'));
  });

  it('that tries again shows every try under the one call', () => {
    const all = traces(
      virtual('ratings', { route: [{ destination: { host: 'ratings', subset: 'v2' } }], retries: { attempts: 3, retryOn: '5xx' } }),
    );
    const clients = calls(all, 'ratings', 'client');
    const servers = calls(all, 'ratings', 'server');
    expect(servers.length).toBeGreaterThan(clients.length);
    const again = clients.filter(({ id }) => servers.filter(({ parent }) => parent === id).length > 1);
    expect(again.length).toBeGreaterThan(0);
    expect(again.every(({ tags }) => tags['http.status_code'] === '200')).toBe(true);
  });

  it('that waits less than an answer needs shows a caller that leaves', () => {
    const all = traces(virtual('reviews', { timeout: '1ms' }));
    expect(Object.keys(tally(calls(all, 'reviews', 'client')))).toEqual(['504 UT']);
    expect(calls(all, 'reviews', 'client').every(({ durationUs, tags }) => durationUs === 1000 && tags['error'] === true)).toBe(true);
  });

  it('that denies a caller ends at the proxy of the one called', () => {
    const deny: KubeObject = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'reviews', namespace: 'bookinfo' },
      spec: { selector: { matchLabels: { app: 'reviews' } }, action: 'DENY', rules: [{}] },
    };
    const all = traces(deny);
    expect(tally(calls(all, 'reviews', 'server'))).toEqual({ '403 -': 1 });
    expect(calls(all, 'ratings', 'client')).toEqual([]);
    expect(all.every(({ spans }) => spans[0]?.tags['http.status_code'] === '200')).toBe(true);
  });

  it('whose gateway has no pods leaves no trace', () => {
    const timeline = createTimeline({ model: bookinfo.model, seed: 7, startMs: noon - 600_000, scrapeMs: 5000 });
    timeline.configure(
      noon - 600_000,
      shop.filter(({ kind, metadata }) => kind !== 'Pod' || metadata.namespace !== 'istio-system'),
    );
    expect(originsIn(timeline, 0, noon / 1000 - 10).map((origin) => walk(timeline, origin))).not.toContainEqual(expect.anything());
  });
});
