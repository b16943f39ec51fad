import { minutes } from '@vigla/contract/units';
import { type Answers, bookinfoSamples, call, noon, tcp, together } from '@vigla/testkit/bookinfo';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flow } from './flows.ts';
import { readFlows } from './read-flows.ts';

const window = minutes(5);
const read = (...parts: Answers[]) => readFlows(together(...parts), window);
const total = ({ endings }: Flow): number => endings.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
const codes = ({ endings }: Flow) => Object.fromEntries(endings.map(({ code, requestsPerSecond }) => [code, requestsPerSecond]));
const only = (flows: readonly Flow[]): Flow => {
  expect(flows).toHaveLength(1);
  return flows[0] ?? expect.unreachable();
};
const source = ['source'] as const;
const destination = ['destination'] as const;
const pair = { from: 'productpage-v1', to: 'reviews-v1' };

describe('requests that both proxies report', () => {
  it('count once', () => {
    const flow = only(read(call({ ...pair, rps: 10 })).flows);
    expect(flow).toMatchObject({ reportedBy: 'both', sourcePerSecond: 10, destinationPerSecond: 10 });
    expect(codes(flow)).toEqual({ 200: 10 });
    expect(flow.endings[0]?.reporter).toBe('both');
  });

  it.each<[because: string, parts: Answers[], expected: Record<string, number>]>([
    [
      'a client that gives up is reported as 0/DC by its side and as 200 by the other',
      [
        call({ ...pair, rps: 95 }),
        call({ ...pair, rps: 5, code: 0, flags: 'DC', reporters: source }),
        call({ ...pair, rps: 5, reporters: destination }),
      ],
      { 200: 100 },
    ],
    [
      'retries make one request of the caller into three of the called',
      [
        call({ ...pair, rps: 90 }),
        call({ ...pair, rps: 10, code: 503, flags: 'URX', reporters: source }),
        call({ ...pair, rps: 30, code: 503, reporters: destination }),
      ],
      { 200: 90, 503: 30 },
    ],
    [
      'the server answers after the caller timed out',
      [
        call({ ...pair, rps: 98 }),
        call({ ...pair, rps: 2, code: 504, flags: 'UT', reporters: source }),
        call({ ...pair, rps: 2, reporters: destination }),
      ],
      { 200: 100 },
    ],
    [
      'a rate limit of the server is flagged on its own side only',
      [
        call({ ...pair, rps: 10, code: 429, reporters: source }),
        call({ ...pair, rps: 10, code: 429, flags: 'RL', reporters: destination }),
      ],
      { 429: 10 },
    ],
    [
      'scrapes a moment apart give rates a hair apart',
      [
        call({ ...pair, rps: 95.3, reporters: source }),
        call({ ...pair, rps: 5, code: 0, flags: 'DC', reporters: source }),
        call({ ...pair, rps: 100, reporters: destination }),
      ],
      { 200: 100 },
    ],
  ])('count once when %s', (_, parts, expected) => {
    expect(codes(only(read(...parts).flows))).toEqual(expected);
  });
});

describe('requests that never reached the called side', () => {
  it('are added from the caller when its proxy could not connect', () => {
    const flow = only(read(call({ ...pair, rps: 95 }), call({ ...pair, rps: 5, code: 503, flags: 'UF', reporters: source })).flows);
    expect(codes(flow)).toEqual({ 200: 95, 503: 5 });
    expect(flow.endings.find(({ flags }) => flags === 'UF')?.reporter).toBe('source');
  });

  it('are added when they broke and the called side knows nothing of them', () => {
    const flow = only(read(call({ ...pair, rps: 95 }), call({ ...pair, rps: 5, code: 503, flags: 'UC', reporters: source })).flows);
    expect(codes(flow)).toEqual({ 200: 95, 503: 5 });
  });

  it('are not hidden by as many failures that both sides saw', () => {
    const parts = [
      call({ ...pair, rps: 90 }),
      call({ ...pair, rps: 5, code: 503 }),
      call({ ...pair, rps: 5, code: 503, flags: 'UC', reporters: source }),
    ];
    const flow = only(read(...parts).flows);
    expect(total(flow)).toBeCloseTo(100);
    expect(flow.endings.filter(({ flags }) => flags === 'UC')).toMatchObject([{ requestsPerSecond: 5, reporter: 'source' }]);
  });

  it('are not doubted while proxies refuse all of them', () => {
    const refused = call({ ...pair, rps: 10, code: 503, flags: 'UC', reporters: source });
    expect(only(read(refused).flows)).toMatchObject({ reportedBy: 'source', destinationPerSecond: null });
  });
});

it('takes two reports that differ by a scrape for one', () => {
  const flow = only(read(call({ ...pair, rps: 100.4, reporters: source }), call({ ...pair, rps: 100, reporters: destination })).flows);
  expect(flow.endings).toEqual([{ code: '200', flags: '-', reporter: 'both', host: null, requestsPerSecond: 100 }]);
});

it('takes the larger count when half the called pods are not scraped', () => {
  const flow = only(read(call({ ...pair, rps: 100, reporters: source }), call({ ...pair, rps: 50, reporters: destination })).flows);
  expect(total(flow)).toBeCloseTo(100);
});

it('believes a waypoint alone, whatever sidecars say of the same call', () => {
  const flow = only(read(call({ ...pair, rps: 10 }), call({ ...pair, rps: 9, reporters: ['waypoint'] })).flows);
  expect(flow.reportedBy).toBe('waypoint');
  expect(total(flow)).toBe(9);
});

it('does not count bytes beneath requests that a waypoint reports for the same pair', () => {
  const flows = read(call({ ...pair, rps: 10, reporters: ['waypoint'] }), tcp({ ...pair, bytesPerSecond: 5000 })).flows;
  expect(flows.map(({ protocol }) => protocol)).toEqual(['http']);
});

it('counts bytes once that a node proxy at both ends reports', () => {
  const flow = only(read(tcp({ ...pair, bytesPerSecond: 5000 })).flows);
  expect(flow).toMatchObject({ protocol: 'tcp', bytesPerSecond: 5000, endings: [], reportedBy: 'both' });
});

it('counts once when the two sides know the service by different names', () => {
  const alias = call({ ...pair, rps: 10, host: 'reviews.example.com', reporters: source });
  const flow = only(read(alias, call({ ...pair, rps: 10, reporters: destination })).flows);
  expect(total(flow)).toBe(10);
  expect(flow.asked?.host).toBe('reviews.bookinfo.svc.cluster.local');
});

it('keeps one request an hour', () => {
  const flow = only(read(call({ ...pair, rps: 1 / 3600 })).flows);
  expect(total(flow)).toBe(1 / 3600);
});

it('adds up secured and plain traffic of one pair, with every principal', () => {
  const plain = call({ ...pair, rps: 1, policy: 'none', reporters: destination });
  const flow = only(read(call({ ...pair, rps: 3, reporters: destination }), plain).flows);
  expect(flow).toMatchObject({ securePerSecond: 3, plainPerSecond: 1 });
  expect(flow.sourcePrincipals).toEqual(['spiffe://cluster.local/ns/bookinfo/sa/bookinfo-productpage']);
});

it('does not take the word of the caller for encryption', () => {
  expect(only(read(call({ ...pair, rps: 3, policy: 'mutual_tls', reporters: source })).flows)).toMatchObject({
    securePerSecond: 0,
    plainPerSecond: 0,
  });
});

it.each<[because: string, code: number, grpcStatus: string, expected: string]>([
  ['a gRPC call ends well', 200, '0', '0'],
  ['a gRPC call fails behind HTTP 200', 200, '14', '14'],
  ['HTTP fails beneath gRPC', 503, '14', '503'],
  ['nothing was answered', 0, '0', '-'],
])('says how it ended when %s', (_, code, grpcStatus, expected) => {
  const flow = only(read(call({ ...pair, rps: 1, protocol: 'grpc', code, grpcStatus })).flows);
  expect(flow).toMatchObject({ protocol: 'grpc', endings: [{ code: expected }] });
});

it('keeps gRPC and HTTP of one pair apart', () => {
  const flows = read(call({ ...pair, rps: 1, protocol: 'grpc', grpcStatus: '5' }), call({ ...pair, rps: 2, code: 500 })).flows;
  expect(flows.map((flow) => [flow.protocol, codes(flow)])).toEqual(
    expect.arrayContaining([
      ['grpc', { 5: 1 }],
      ['http', { 500: 2 }],
    ]),
  );
});

describe('samples that make no sense', () => {
  const good = call({ ...pair, rps: 1, reporters: source }).requests[0] ?? expect.unreachable();
  const broken = (change: Record<string, string | undefined>, value = 1) => ({
    ...good,
    value,
    labels: withoutUndefined({ ...good.labels, ...change }),
  });
  it.each<[because: string, sample: typeof good]>([
    ['they do not say who reports', broken({ reporter: undefined })],
    ['they are reported by a stranger', broken({ reporter: '__proto__' })],
    ['the source workload is missing', broken({ source_workload: undefined })],
    ['the destination workload is missing', broken({ destination_workload: undefined })],
    ['no service is named', broken({ destination_service: undefined, destination_service_name: undefined })],
    ['the source has a namespace and no name', broken({ source_workload: 'unknown', source_canonical_service: 'unknown' })],
    ['the protocol is unheard of', broken({ request_protocol: 'smtp' })],
    ['the code is missing', broken({ response_code: undefined })],
    ['the rate is negative', broken({}, -1)],
    ['the rate is not a number', broken({}, Number.NaN)],
    ['the rate has no end', broken({}, Number.POSITIVE_INFINITY)],
  ])('are dropped and counted when %s', (_, sample) => {
    expect(readFlows({ requests: [sample] }, window)).toMatchObject({ flows: [], droppedSamples: 1 });
  });

  it('do not hide behind separators: hostile names stay two nodes', () => {
    const hostile = (to: string) => broken({ destination_workload: to, destination_canonical_service: to });
    const { flows } = readFlows({ requests: [hostile('a>b/c:http'), hostile('a>b/c'), hostile('a\nb')] }, window);
    expect(new Set(flows.map(({ to }) => to.id)).size).toBe(3);
    for (const { to } of flows) expect(to.id).toMatch(/^bookinfo\/[A-Za-z0-9.%_-]+$/);
  });
});

it.each<[because: string, host: string, id: string, kind: string]>([
  ['a service of the cluster', 'reviews.bookinfo.svc.cluster.local', 'bookinfo/svc:reviews', 'service'],
  ['the same with a port', 'reviews.bookinfo.svc.cluster.local:9080', 'bookinfo/svc:reviews', 'service'],
  ['a service of another cluster domain', 'reviews.bookinfo.svc.corp.example', 'bookinfo/svc:reviews', 'service'],
  ['a name outside', 'api.cardpay.example', 'outside/api.cardpay.example', 'host'],
  ['an address', '203.0.113.7:443', 'outside/unknown:target', 'nobody'],
  ['an IPv6 address', '[2001:db8::7]:443', 'outside/unknown:target', 'nobody'],
  ['nothing', 'unknown', 'outside/unknown:target', 'nobody'],
  ['Passthrough', 'PassthroughCluster', 'outside/PassthroughCluster', 'nobody'],
  ['BlackHole', 'BlackHoleCluster', 'outside/BlackHoleCluster', 'nobody'],
])('knows where requests went that name %s', (_, host, id, kind) => {
  const flow = only(read(call({ from: 'productpage-v1', to: null, host, rps: 1, reporters: source })).flows);
  expect(flow.to).toMatchObject({ id, kind });
});

it('says when the newest sample was taken', () => {
  expect(readFlows(bookinfoSamples, window).newestSampleAt).toBe(noon - 3);
  expect(readFlows({}, window).newestSampleAt).toBeNull();
});

it('reads a mesh as well from whatever questions were answered', () => {
  const { durationBuckets: _, ...rest } = bookinfoSamples;
  const flows = readFlows(rest, window).flows;
  expect(flows.length).toBe(readFlows(bookinfoSamples, window).flows.length);
  expect(flows.every(({ durations }) => durations === null)).toBe(true);
});

it('does not depend on the order of samples', () => {
  const canonical = (requests: Answers['requests']) =>
    readFlows({ ...bookinfoSamples, requests }, window)
      .flows.map(
        (flow) =>
          `${flow.from.id} ${flow.to.id} ${flow.protocol} ${total(flow).toFixed(9)} ${flow.securePerSecond.toFixed(9)} ${JSON.stringify(flow.to)}`,
      )
      .sort();
  const expected = canonical(bookinfoSamples.requests);
  fc.assert(
    fc.property(fc.shuffledSubarray([...bookinfoSamples.requests], { minLength: bookinfoSamples.requests.length }), (shuffled) => {
      expect(canonical(shuffled)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

it('never counts more than both sides together, nor less than either', () => {
  const rate = fc.double({ min: 0, max: 1000, noNaN: true });
  const ending = fc.record({ rps: rate, code: fc.constantFrom(200, 404, 503, 0), flags: fc.constantFrom('-', 'UC', 'DC', 'URX', 'UT') });
  fc.assert(
    fc.property(fc.array(ending, { maxLength: 5 }), fc.array(ending, { maxLength: 5 }), (said, heard) => {
      const parts = [
        ...said.map((one) => call({ ...pair, ...one, reporters: source })),
        ...heard.map((one) => call({ ...pair, ...one, reporters: destination })),
      ];
      const sum = (all: typeof said) => all.reduce((n, { rps }) => n + rps, 0);
      const [flow] = read(...parts).flows;
      const counted = flow ? total(flow) : 0;
      expect(counted).toBeLessThanOrEqual(Math.max(sum(said), sum(heard)) * (1 + 1e-9));
      expect(counted).toBeGreaterThanOrEqual(sum(heard) * (1 - 1e-9));
    }),
  );
});

function withoutUndefined(record: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

describe('buckets that share the labels of their histogram', () => {
  it('make the same flows as buckets with labels of their own', () => {
    const histograms = new Map<string, Readonly<Record<string, string>>>();
    const shared = bookinfoSamples.durationBuckets.map(({ labels: { le = '', ...own }, value }) => {
      const labels = histograms.get(JSON.stringify(own)) ?? own;
      histograms.set(JSON.stringify(own), labels);
      return { labels, value, le };
    });
    const broken = { labels: shared[0]?.labels ?? {}, value: Number.POSITIVE_INFINITY, le: '1' };
    expect(readFlows({ ...bookinfoSamples, durationBuckets: shared }, window)).toEqual(readFlows(bookinfoSamples, window));
    expect(readFlows({ ...bookinfoSamples, durationBuckets: [...shared, broken] }, window).droppedSamples).toBe(1);
  });
});
