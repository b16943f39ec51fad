import { createServer } from 'node:http';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createTimeline } from '../flow/index.ts';
import { bookinfo } from '../scenarios/index.ts';
import { createJaegerHandler } from './handler.ts';
import { followedShare, isTraced, originsIn } from './sampler.ts';
import { originOf, traceId } from './trace-id.ts';
import { walk } from './walk.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const timeline = createTimeline({ model: bookinfo.model, seed: 7, startMs: noon - 3_600_000, scrapeMs: 5000 });
for (const { atMs, objects } of bookinfo.moments({ nowMs: noon, seed: 7 })) timeline.configure(atMs, objects);

const handle = createJaegerHandler({ timeline, now: () => noon });
const server = createServer((request, response) => void handle(request, response));
let base = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const Tag = z.object({ key: z.string(), type: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) });
const Span = z.object({
  traceID: z.string(),
  spanID: z.string().regex(/^[0-9a-f]{16}$/),
  operationName: z.string(),
  references: z.array(z.object({ refType: z.literal('CHILD_OF'), spanID: z.string() })),
  startTime: z.number().int(),
  duration: z.number().int().positive(),
  tags: z.array(Tag),
  processID: z.string(),
});
const Trace = z.object({
  traceID: z.string().regex(/^[0-9a-f]{32}$/),
  spans: z.array(Span).min(1),
  processes: z.record(z.string(), z.object({ serviceName: z.string() })),
});
const Envelope = z.object({
  data: z.array(z.unknown()).nullable(),
  total: z.number(),
  limit: z.number(),
  offset: z.number(),
  errors: z.array(z.object({ code: z.number().optional(), msg: z.string(), traceID: z.string().optional() })).nullable(),
});

async function ask(path: string) {
  const response = await fetch(`${base}${path}`);
  return { status: response.status, ...Envelope.parse(await response.json()) };
}

const search = async (query: Readonly<Record<string, string>>) => {
  const { data } = await ask(`/api/traces?${new URLSearchParams(query).toString()}`);
  return z.array(Trace).parse(data);
};
const tagOf = ({ tags }: Pick<z.infer<typeof Span>, 'tags'>, key: string): unknown => tags.find((tag) => tag.key === key)?.value;

describe('a search', () => {
  it('finds the newest traces through a service, each of them whole', async () => {
    const traces = await search({ service: 'ratings.bookinfo', limit: '10', lookback: '5m' });
    expect(traces).toHaveLength(10);
    const begins = traces.map(({ spans }) => spans[0]?.startTime ?? 0);
    expect(begins).toEqual(begins.toSorted((a, b) => b - a));
    for (const { spans, processes } of traces) {
      expect(spans.some(({ processID }) => processes[processID]?.serviceName === 'ratings.bookinfo')).toBe(true);
      expect(spans.filter(({ references }) => references.length === 0)).toHaveLength(1);
      for (const span of spans.slice(1)) {
        const parent = spans.find(({ spanID }) => spanID === span.references[0]?.spanID);
        expect(parent?.startTime).toBeLessThanOrEqual(span.startTime);
        expect(span.startTime + span.duration).toBeLessThanOrEqual((parent?.startTime ?? 0) + (parent?.duration ?? 0) + 2);
      }
    }
  });

  it('keeps to its span of time', async () => {
    const [start, end] = [(noon - 120_000) * 1000, (noon - 60_000) * 1000];
    const traces = await search({ service: 'details.bookinfo', start: String(start), end: String(end), limit: '1000' });
    expect(traces.length).toBeGreaterThan(100);
    for (const { spans } of traces) {
      expect(spans[0]?.startTime).toBeGreaterThanOrEqual(start);
      expect(spans[0]?.startTime).toBeLessThanOrEqual(end);
    }
  });

  it('filters by operation, tags and duration', async () => {
    const operation = 'ratings.bookinfo.svc.cluster.local:9080/*';
    const failed = await search({
      service: 'ratings.bookinfo',
      operation,
      tags: JSON.stringify({ 'http.status_code': '503', error: 'true' }),
      limit: '5',
    });
    expect(failed).toHaveLength(5);
    for (const { spans } of failed)
      expect(spans.some((span) => tagOf(span, 'http.status_code') === '503' && tagOf(span, 'error') === true)).toBe(true);
    const slow = await search({ service: 'productpage.bookinfo', minDuration: '30ms', maxDuration: '60ms', limit: '20' });
    expect(slow.length).toBeGreaterThan(0);
    for (const { spans } of slow) expect(spans[0]?.duration).toBeGreaterThanOrEqual(30_000);
  });

  it('takes everything asked for to be of one span', async () => {
    const slow = await search({ service: 'details.bookinfo', minDuration: '5ms', limit: '5', lookback: '10m' });
    expect(slow.length).toBeGreaterThan(0);
    for (const { spans, processes } of slow) {
      const own = spans.filter(({ processID }) => processes[processID]?.serviceName === 'details.bookinfo');
      expect(Math.max(...own.map(({ duration }) => duration))).toBeGreaterThanOrEqual(5000);
    }
  });

  it('finds by several tags, by the kind of span and by the pod', async () => {
    const [first] = await search({ service: 'ratings.bookinfo', limit: '1' });
    const span = first?.spans.find(({ processID }) => first.processes[processID]?.serviceName === 'ratings.bookinfo');
    const pod =
      String(tagOf(span ?? { tags: [] }, 'node_id'))
        .split('~')[2]
        ?.split('.')[0] ?? '';
    const found = await ask(
      `/api/traces?service=ratings.bookinfo&tag=span.kind:server&tag=hostname:${pod}&tag=http.status_code:200&limit=3`,
    );
    expect(found.data).toHaveLength(3);
    expect(JSON.stringify(found.data)).toContain(pod);
    expect((await ask('/api/traces?service=ratings.bookinfo&tag=span.kind:client&lookback=1m')).data).toEqual([]);
  });

  it('needs no lookback where it says when it starts', async () => {
    const start = String((noon - 60_000) * 1000);
    expect((await search({ service: 'details.bookinfo', start, lookback: 'custom', limit: '3' })).length).toBe(3);
  });

  it('finds nothing of a service that nobody traces', async () => {
    expect(await search({ service: 'mysqldb.bookinfo' })).toEqual([]);
    expect(await search({ service: 'no such service' })).toEqual([]);
  });

  it.each([
    ['/api/traces', "parameter 'service' is required"],
    ['/api/traces?service=x&sort=asc', "parameter 'sort' is not supported by the lab"],
    ['/api/traces?service=x&start=noon', "unable to parse param 'start': expected microseconds since the epoch"],
    ['/api/traces?service=x&limit=0', "unable to parse param 'limit': expected a whole number from 1 to 1500"],
    ['/api/traces?service=x&minDuration=long', "unable to parse param 'minDuration': expected a duration such as 1.2s or 100ms"],
    ['/api/traces?service=x&tags=%7B', "malformed 'tags' parameter, expecting a JSON map of strings"],
    ['/api/traces?service=x&tags=%7B%22a%22:1%7D', "malformed 'tags' parameter, expecting a JSON map of strings"],
    ['/api/traces?service=x&tag=novalue', "malformed 'tag' parameter, expecting key:value, received: novalue"],
    ['/api/traces?service=x&minDuration=2s&maxDuration=1s', "'maxDuration' should be greater than 'minDuration'"],
    ['/api/traces?service=x&lookback=custom', "unable to parse param 'lookback': expected a duration such as 1.2s or 100ms"],
    ['/api/traces?traceID=xyz', "cannot parse traceID param: 'xyz' is not up to 32 hexadecimal digits"],
    ['/api/operations', "parameter 'service' is required"],
    ['/api/dependencies?endTs=now', "unable to parse param 'endTs': expected milliseconds"],
    ['/api/traces/not-hex', "'not-hex' is not a trace id: expected up to 32 hexadecimal digits"],
    ['/api/traces/%E0%A4', 'the path is not well-formed'],
  ])('refuses %s', async (path, msg) => {
    expect(await ask(path)).toMatchObject({ status: 400, data: null, errors: [{ code: 400, msg }] });
  });

  it('answers what it does not serve with 404', async () => {
    expect(await ask('/api/v3/traces')).toMatchObject({ status: 404, data: null });
    expect(await ask('/')).toMatchObject({ status: 404 });
    expect(await ask('/api/metrics/calls')).toMatchObject({ status: 501, data: null, errors: [{ code: 501 }] });
  });
});

describe('a trace', () => {
  it('is the same whenever it is asked for by its id', async () => {
    const [first] = await search({ service: 'reviews.bookinfo', limit: '1' });
    expect(z.array(Trace).parse((await ask(`/api/traces/${first?.traceID ?? ''}`)).data)).toEqual([first]);
    expect(await search({ traceID: first?.traceID ?? '' })).toEqual([first]);
  });

  it('is found among others by its id, and those that are not there are named', async () => {
    const [first, second] = await search({ service: 'reviews.bookinfo', limit: '2' });
    const unknown = 'ab'.repeat(16);
    const { status, data, total, errors } = await ask(
      `/api/traces?traceID=${first?.traceID ?? ''}&traceID=${unknown}&traceID=${second?.traceID ?? ''}`,
    );
    expect({ status, total, errors }).toEqual({ status: 200, total: 0, errors: [{ msg: 'trace not found', traceID: unknown }] });
    expect(z.array(Trace).parse(data)).toEqual([first, second]);
  });

  it('can be read by people', async () => {
    const [first] = await search({ service: 'reviews.bookinfo', limit: '1' });
    const text = await (await fetch(`${base}/api/traces/${first?.traceID ?? ''}?prettyPrint=true`)).text();
    expect(text.split('\n').length).toBeGreaterThan(50);
    expect(JSON.parse(text)).toMatchObject({ data: [{ traceID: first?.traceID }] });
  });

  it('is not found under an id that was never given out', async () => {
    expect(await ask(`/api/traces/${'ab'.repeat(16)}`)).toMatchObject({
      status: 404,
      data: null,
      errors: [{ code: 404, msg: 'trace not found' }],
    });
    // Well-formed, but of a request that was not traced: another millisecond, the future.
    const [origin] = originsIn(timeline, 0, noon / 1000 - 10);
    if (!origin) throw new Error('Nothing was traced in this second.');
    expect(await ask(`/api/traces/${traceId({ ...origin, nth: 999 }, 7)}`)).toMatchObject({ status: 404 });
    const [later] = originsIn(timeline, 0, noon / 1000 + 60);
    if (!later) throw new Error('Nothing will be traced in this second.');
    expect(await ask(`/api/traces/${traceId(later, 7)}`)).toMatchObject({ status: 404 });
  });

  it('has an id that leads back to its request, under its own seed only', () => {
    fc.assert(
      fc.property(fc.nat(63), fc.integer({ min: 1e12, max: 4e12 }), fc.nat(16_383), fc.nat(), (root, ms, nth, seed) => {
        const id = traceId({ root, ms, nth }, seed);
        expect(id).toMatch(/^[0-9a-f]{32}$/);
        expect(originOf(id, seed)).toEqual({ root, ms, nth });
        expect(originOf(id, seed + 1)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('is one of those that its second holds', () => {
    const [origin] = originsIn(timeline, 0, noon / 1000 - 10);
    expect(origin && isTraced(timeline, origin)).toBe(true);
    expect(origin && isTraced(timeline, { ...origin, ms: origin.ms + 1 })).toBe(false);
  });
});

it('names only services that report, and every one of them', async () => {
  expect((await ask('/api/services')).data).toEqual([
    'details.bookinfo',
    'istio-ingressgateway.istio-system',
    'partner-feed.clients',
    'productpage.bookinfo',
    'ratings.bookinfo',
    'reviews.bookinfo',
  ]);
  expect((await ask('/api/services/details.bookinfo/operations')).data).toEqual(['details.bookinfo.svc.cluster.local:9080/*']);
  expect((await ask('/api/operations?service=productpage.bookinfo&spanKind=server')).data).toEqual([
    { name: 'productpage.bookinfo.svc.cluster.local:9080/*', spanKind: 'server' },
  ]);
});

it('counts the calls between services as the metrics do, in the share that is traced', async () => {
  const { data } = await ask('/api/dependencies?lookback=600000');
  const edges = z.array(z.object({ parent: z.string(), child: z.string(), callCount: z.number() })).parse(data);
  const details = edges.find(({ parent, child }) => parent === 'productpage.bookinfo' && child === 'details.bookinfo');
  const truth = timeline
    .truth(noon, 600_000)
    .find(
      ({ reporter, source, destination }) =>
        reporter === 'destination' && source.workload === 'productpage-v1' && destination.workload === 'details-v1',
    );
  expect(details?.callCount).toBe(Math.round((truth?.requestsPerSecond ?? 0) * 600 * followedShare(timeline, noon)));
});

it('counts the calls of one service where that is asked for', async () => {
  const { data } = await ask('/api/dependencies?lookback=600000&service=ratings.bookinfo');
  expect(data).toEqual([expect.objectContaining({ parent: 'reviews.bookinfo', child: 'ratings.bookinfo' })]);
});

describe('many traces', () => {
  const root = 0;
  const traces = Array.from({ length: 400 }, (_, second) => originsIn(timeline, root, noon / 1000 - 401 + second))
    .flat()
    .map((origin) => walk(timeline, origin));

  it('follow edges that the metrics know, and no others', () => {
    const reported = new Set(
      timeline
        .truth(noon)
        .filter(({ reporter }) => reporter === 'source')
        .map(({ source, service }) => `${source.workload.replace(/-v\d$/, '')}>${service}`),
    );
    const walked = new Set(
      traces.flatMap((trace) =>
        (trace?.spans ?? [])
          .filter(({ kind }) => kind === 'client')
          .map(({ service, tags }) => `${service.split('.')[0] ?? ''}>${String(tags['upstream_cluster']).split('|')[3] ?? ''}`),
      ),
    );
    expect(walked.size).toBeGreaterThan(3);
    for (const edge of walked) expect(reported).toContain(edge);
  });

  it('go to the versions in the shares of the route', () => {
    const pods = traces.flatMap((trace) =>
      (trace?.spans ?? [])
        .filter(({ kind, service }) => kind === 'server' && service === 'reviews.bookinfo')
        .map(({ pod }) => pod.slice(0, 10)),
    );
    const share = (version: string): number => pods.filter((pod) => pod === `reviews-${version}`).length / pods.length;
    expect(pods.length).toBeGreaterThan(1500);
    // Four standard errors of a share of a half among 1500 are 0.052.
    expect(Math.abs(share('v1') - 0.5)).toBeLessThan(0.06);
    expect(Math.abs(share('v3') - 0.2)).toBeLessThan(0.06);
  });

  it('last as long as the histogram says', () => {
    const durations = traces.flatMap((trace) =>
      (trace?.spans ?? [])
        .filter(({ kind, service }) => kind === 'server' && service === 'productpage.bookinfo')
        .map(({ durationUs }) => durationUs / 1000),
    );
    const bucket = (le: string): number => {
      const matchers = Object.entries({
        __name__: 'istio_request_duration_milliseconds_bucket',
        reporter: 'destination',
        source_workload: 'istio-ingressgateway',
        le,
      }).map(([name, value]) => ({ name, operator: '=' as const, value }));
      return timeline.select(matchers, noon - 400_000, noon).reduce((total, series) => {
        const window = series.window(noon - 400_000, noon);
        return total + (window ? window.last.v - window.first.v : 0);
      }, 0);
    };
    // The pages of the API are quicker and not of this root, so only the upper end can be compared: all but those at 50 ms or less.
    const traced = durations.filter((ms) => ms > 25).length / durations.length;
    const slow = (bucket('+Inf') - bucket('25')) / (bucket('+Inf') * (20 / 24));
    expect(Math.abs(traced - slow)).toBeLessThan(0.06);
  });
});
