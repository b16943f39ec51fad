import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { createTimeline, type Timeline } from '../flow/index.ts';
import { bookinfo } from '../scenarios/index.ts';
import { followedShare, originsIn, tracedIn } from './sampler.ts';
import { searchBudget, searchTraces, type Search } from './search.ts';
import { walk } from './walk.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const hour = 3_600_000;
const shop = bookinfo.moments({ nowMs: noon, seed: 7 }).at(-1)?.objects ?? [];

function running(objects: readonly KubeObject[] = shop): Timeline {
  const timeline = createTimeline({ model: bookinfo.model, seed: 7, startMs: noon - 6 * hour, scrapeMs: 5000 });
  timeline.configure(noon - 6 * hour, objects);
  return timeline;
}

const anything: Search = {
  service: 'details.bookinfo',
  operation: null,
  fromMs: noon - 6 * hour,
  toMs: noon,
  limit: 20,
  minDurationUs: 0,
  maxDurationUs: Infinity,
  tags: {},
};
const search = (timeline: Timeline, more: Partial<Search>, budget = searchBudget) =>
  searchTraces(timeline, { ...anything, ...more }, new AbortController().signal, budget);

describe('a search of six hours', () => {
  it('looks at few requests for what is common', async () => {
    const { traces, looked, complete } = await search(running(), {});
    expect({ found: traces.length, complete }).toEqual({ found: 20, complete: true });
    expect(looked).toBeLessThan(40);
  });

  it('looks at no request for what nobody calls', async () => {
    expect(await search(running(), { service: 'mysqldb.bookinfo' })).toEqual({ traces: [], looked: 0, complete: true });
    expect(await search(running(), { operation: 'no such operation' })).toEqual({ traces: [], looked: 0, complete: true });
  });

  it('looks only at requests that may pass a rare service', async () => {
    const { traces, looked } = await search(running(), { service: 'partner-feed.clients', limit: 50 });
    expect(traces).toHaveLength(50);
    expect(looked).toBe(50);
  });

  it('gives up after its budget, and says so', async () => {
    const { traces, looked, complete } = await search(running(), { tags: { 'http.status_code': '999' } }, 700);
    expect({ found: traces.length, looked, complete }).toEqual({ found: 0, looked: 700, complete: false });
    expect(searchBudget).toBeLessThanOrEqual(20_000);
  });

  it('does not enter stretches of time in which the service did not exist', async () => {
    const timeline = createTimeline({ model: bookinfo.model, seed: 7, startMs: noon - 6 * hour, scrapeMs: 5000 });
    const nobody = shop.filter(({ kind, metadata }) => kind !== 'Pod' || !metadata.name.startsWith('ratings-v1'));
    const away = nobody.filter(({ kind, metadata }) => kind !== 'Pod' || !metadata.name.startsWith('ratings-v2'));
    timeline.configure(noon - 6 * hour, shop);
    timeline.configure(noon - 5 * hour, away);
    const { traces, looked, complete } = await search(timeline, { service: 'ratings.bookinfo', limit: 5 });
    expect({ found: traces.length, complete }).toEqual({ found: 5, complete: true });
    expect(looked).toBeLessThan(50);
    expect(Math.max(...traces.map(({ spans }) => spans[0]?.startUs ?? 0))).toBeLessThan((noon - 5 * hour) * 1000);
  });
});

describe('a Telemetry object', () => {
  const telemetry = (namespace: string, tracing: Readonly<Record<string, unknown>>): KubeObject => ({
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: { name: 'tracing', namespace },
    spec: { tracing: [tracing] },
  });
  const seconds = Array.from({ length: 600 }, (_, i) => noon / 1000 - 600 + i);
  const count = (timeline: Timeline, root: number, of: typeof tracedIn): number =>
    seconds.reduce((total, second) => total + of(timeline, root, second).length, 0);

  it('of nobody leaves everything that is followed to be traced', () => {
    const timeline = running();
    expect(count(timeline, 0, tracedIn)).toBe(count(timeline, 0, originsIn));
  });

  it('decides at the first proxy which share of all requests is traced', () => {
    const timeline = running([...shop, telemetry('istio-system', { randomSamplingPercentage: 5 })]);
    const all = count(timeline, 0, originsIn) / followedShare(timeline, noon);
    // Four standard errors of a count of 480.
    expect(Math.abs(count(timeline, 0, tracedIn) - all * 0.05)).toBeLessThan(4 * Math.sqrt(all * 0.05));
    expect(count(timeline, 0, tracedIn)).toBeGreaterThan(300);
  });

  it('of another namespace than the first proxy decides nothing', () => {
    const timeline = running([...shop, telemetry('bookinfo', { randomSamplingPercentage: 0 })]);
    expect(count(timeline, 0, tracedIn)).toBe(count(timeline, 0, originsIn));
  });

  it('decides at the server where the caller has no proxy', () => {
    const timeline = running([...shop, telemetry('bookinfo', { randomSamplingPercentage: 0 })]);
    const legacy = bookinfo.model.roots.findIndex(({ id }) => id === 'legacy-shop');
    expect(count(timeline, legacy, originsIn)).toBeGreaterThan(100);
    expect(count(timeline, legacy, tracedIn)).toBe(0);
  });

  it('can silence the proxies of a namespace: the others still report their part', () => {
    const timeline = running([...shop, telemetry('bookinfo', { disableSpanReporting: true })]);
    const [origin] = originsIn(timeline, 0, noon / 1000 - 10);
    const trace = origin && walk(timeline, origin);
    expect(trace?.spans.map(({ service }) => service)).toEqual(['istio-ingressgateway.istio-system']);
  });
});
