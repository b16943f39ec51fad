import type { GraphNode, GroupBy, TrafficGraph } from '@vigla/contract/graph';
import {
  type Answers,
  bookinfoObjects,
  bookinfoSamples,
  call,
  deployed,
  networking,
  serviceObject,
  tcp,
  together,
} from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../inventory/index.ts';
import { draw, edge, node } from './test/draw.ts';

/** Where other graphs of meshes are known to be wrong. Each of these is one way in which a request may be counted twice, or not at all. */

const pair = { from: 'productpage-v1', to: 'reviews-v1' };
const http = 'bookinfo/productpage-v1>bookinfo/reviews-v1:http';
const tcpId = 'bookinfo/productpage-v1>bookinfo/reviews-v1:tcp';
const source = ['source'] as const;
const destination = ['destination'] as const;
const rate = (graph: TrafficGraph, id: string): number | null => edge(graph, id).traffic.requestsPerSecond;

describe('reporter disagreement', () => {
  it.each<[what: string, parts: readonly Answers[], expected: number]>([
    [
      'a caller that gives up',
      [
        call({ ...pair, rps: 95 }),
        call({ ...pair, rps: 5, code: 0, flags: 'DC', reporters: source }),
        call({ ...pair, rps: 5, reporters: destination }),
      ],
      100,
    ],
    [
      'a timeout of the caller that the called side sees as a broken connection',
      [
        call({ ...pair, rps: 95 }),
        call({ ...pair, rps: 5, code: 504, flags: 'UT', reporters: source }),
        call({ ...pair, rps: 5, code: 0, flags: 'DC', reporters: destination }),
      ],
      100,
    ],
    [
      'a request that never arrived',
      [call({ ...pair, rps: 95 }), call({ ...pair, rps: 5, code: 503, flags: 'UF', reporters: source })],
      100,
    ],
    [
      'a rate that differs by the moment of the scrape',
      [call({ ...pair, rps: 100.3, reporters: source }), call({ ...pair, rps: 100, reporters: destination })],
      100,
    ],
  ])('counts once: %s', (_, parts, expected) => {
    expect(rate(draw(together(...parts)), http)).toBeCloseTo(expected, 9);
  });
});

describe('waypoint and sidecar', () => {
  it('counts once what a waypoint and the sidecars at both ends report', () => {
    const graph = draw(together(call({ ...pair, rps: 10 }), call({ ...pair, rps: 10, reporters: ['waypoint'] })));
    expect(edge(graph, http)).toMatchObject({ reportedBy: 'waypoint', traffic: { requestsPerSecond: 10 } });
  });
});

describe('ztunnel and waypoint, TCP', () => {
  it('counts once the bytes that node proxies and a waypoint report of one pair', () => {
    const graph = draw(
      together(tcp({ ...pair, bytesPerSecond: 1000, ztunnel: true }), tcp({ ...pair, bytesPerSecond: 1000, reporters: ['waypoint'] })),
    );
    expect(edge(graph, tcpId).traffic).toMatchObject({ bytesPerSecond: 1000, sentBytesPerSecond: 500, receivedBytesPerSecond: 500 });
  });
  it('adds up pods behind the node proxy and pods with a sidecar: they hold different connections', () => {
    const graph = draw(together(tcp({ ...pair, bytesPerSecond: 1000, ztunnel: true }), tcp({ ...pair, bytesPerSecond: 300 })));
    expect(edge(graph, tcpId).traffic.bytesPerSecond).toBe(1300);
  });
  it('does not count bytes beneath the requests that a waypoint reports', () => {
    const graph = draw(together(tcp({ ...pair, bytesPerSecond: 1000, ztunnel: true }), call({ ...pair, rps: 3, reporters: ['waypoint'] })));
    expect(graph.edges.map(({ id }) => id)).toEqual([http]);
  });
});

describe('a callee that three namespaces share', () => {
  const parts = [
    call({ from: 'a/one-v1', to: 'shared/db-v1', rps: 10 }),
    call({ from: 'b/two-v1', to: 'shared/db-v1', rps: 5 }),
    call({ from: 'c/three-v1', to: 'shared/db-v1', rps: 2 }),
  ];
  it.each([
    ['as they come', parts],
    ['the other way round', parts.toReversed()],
  ])('gets all of it, %s', (_, order) => {
    const graph = draw(together(...order), { namespaces: ['a', 'b', 'c'] }, null);
    expect(node(graph, 'shared/db-v1').inbound[0]?.requestsPerSecond).toBe(17);
  });
});

describe('a workload behind two services', () => {
  const two = readFacts([...bookinfoObjects, serviceObject('reviews-alias', 'bookinfo', { app: 'reviews' })]);
  const samples = together(
    call({ from: 'productpage-v1', to: 'reviews-v2', rps: 5 }),
    call({ from: 'productpage-v1', to: 'reviews-v2', rps: 3, host: 'reviews-alias.bookinfo.svc.cluster.local' }),
    call({ from: 'reviews-v2', to: 'ratings-v1', rps: 10 }),
  );
  it('sends once what it sends, grouped by service', () => {
    expect(node(draw(samples, { groupBy: 'service' }, two), 'bookinfo/svc:ratings').inbound[0]?.requestsPerSecond).toBe(10);
  });
  it('receives through each what was asked of each, with services as nodes', () => {
    const graph = draw(samples, { services: true }, two);
    expect(rate(graph, 'bookinfo/svc:reviews>bookinfo/reviews-v2:http')).toBe(5);
    expect(rate(graph, 'bookinfo/svc:reviews-alias>bookinfo/reviews-v2:http')).toBe(3);
    expect(node(graph, 'bookinfo/reviews-v2').inbound[0]?.requestsPerSecond).toBe(8);
    expect(node(graph, 'bookinfo/ratings-v1').inbound[0]?.requestsPerSecond).toBe(10);
  });
});

describe('slow counters', () => {
  const slow = 1 / 7200;
  it('are not lost: one request in two hours is an edge with that rate', () => {
    expect(rate(draw(call({ ...pair, rps: slow })), http)).toBe(slow);
  });
  it('are not rounded before they are added up', () => {
    const many = Array.from({ length: 30 }, (_, i) => call({ from: `a/caller${i}-v1`, to: 'reviews-v1', rps: 0.0004 }));
    expect(node(draw(together(...many)), 'bookinfo/reviews-v1').inbound[0]?.requestsPerSecond).toBeCloseTo(0.012, 12);
  });
  it('are no ghosts: what had no request in the window has no edge unless calls at rest are wanted', () => {
    expect(draw(call({ ...pair, rps: 0 })).edges).toEqual([]);
    expect(rate(draw(call({ ...pair, rps: 0 }), { idleEdges: true }), http)).toBe(0);
  });
});

describe('several principals on one edge', () => {
  it('add up, and all are named', () => {
    const other = 'spiffe://cluster.local/ns/bookinfo/sa/canary';
    const graph = draw(
      together(
        call({ ...pair, rps: 6 }),
        call({ ...pair, rps: 3, principal: other }),
        call({ ...pair, rps: 1, policy: 'none', reporters: destination }),
        call({ ...pair, rps: 1, reporters: source }),
      ),
    );
    const { mtlsRatio, traffic, sourcePrincipals } = edge(graph, http);
    expect(traffic.requestsPerSecond).toBeCloseTo(10, 9);
    expect(mtlsRatio).toBeCloseTo(0.9, 9);
    expect(sourcePrincipals).toEqual(['spiffe://cluster.local/ns/bookinfo/sa/bookinfo-productpage', other]);
  });
});

describe('gRPC and HTTP errors together', () => {
  it('are both there, each by its own rules', () => {
    const graph = draw(
      together(
        call({ ...pair, rps: 8, protocol: 'grpc' }),
        call({ ...pair, rps: 1, protocol: 'grpc', grpcStatus: '14' }),
        call({ ...pair, rps: 1, protocol: 'grpc', code: 503, grpcStatus: '14' }),
        call({ ...pair, rps: 9 }),
        call({ ...pair, rps: 1, code: 500 }),
      ),
    );
    const grpc = edge(graph, http.replace(/http$/, 'grpc'));
    expect(grpc.traffic).toMatchObject({ requestsPerSecond: 10, errorRatio: 0.2 });
    expect(grpc.endings.map(({ code }) => code)).toEqual(['0', '14', '503']);
    expect(edge(graph, http).traffic.errorRatio).toBeCloseTo(0.1, 9);
    expect(node(graph, 'bookinfo/reviews-v1').inbound.map(({ protocol, errorRatio }) => [protocol, errorRatio])).toEqual([
      ['http', 0.1],
      ['grpc', 0.2],
    ]);
  });
});

describe('sums', () => {
  const waypoint = readFacts([
    ...bookinfoObjects,
    ...deployed({ app: 'waypoint', labels: { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' } }),
  ]);
  const samples = together(
    bookinfoSamples,
    tcp({ from: 'details-v1', to: 'waypoint', bytesPerSecond: 90, ztunnel: true }),
    tcp({ from: 'waypoint', to: 'ratings-v2', bytesPerSecond: 90, ztunnel: true }),
    call({ from: 'details-v1', to: 'ratings-v2', rps: 7, reporters: ['waypoint'], operation: 'read' }),
    call({
      from: 'productpage-v1',
      to: null,
      host: 'reviews.bookinfo.svc.cluster.local',
      rps: 2,
      code: 503,
      flags: 'UH',
      reporters: source,
    }),
  );
  const groups: readonly GroupBy[] = ['version', 'workload', 'app', 'service'];
  const drawings = groups.flatMap((groupBy) =>
    [{}, { services: true }, { waypoints: true }, { services: true, operations: true, waypoints: true }].map(
      (stops) => [JSON.stringify({ groupBy, ...stops }), draw(samples, { groupBy, ...stops }, waypoint)] as const,
    ),
  );
  const total = (all: readonly { readonly requestsPerSecond: number | null }[]): number =>
    all.reduce((sum, { requestsPerSecond }) => sum + (requestsPerSecond ?? 0), 0);

  it.each(drawings)('what goes into a node is the sum of its edges: %s', (_, graph) => {
    const far = (all: GraphNode['inbound'], edges: TrafficGraph['edges']): boolean =>
      Math.abs(total(all) - total(edges.map(({ traffic }) => traffic))) > 1e-9;
    const wrong = graph.nodes.filter(
      ({ id, inbound, outbound }) =>
        far(
          inbound,
          graph.edges.filter(({ to }) => to === id),
        ) ||
        far(
          outbound,
          graph.edges.filter(({ from }) => from === id),
        ),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
  it.each(drawings)('what all nodes send is what all nodes receive: %s', (_, graph) => {
    expect(total(graph.nodes.flatMap(({ outbound }) => outbound))).toBeCloseTo(total(graph.nodes.flatMap(({ inbound }) => inbound)), 9);
  });
  it('workloads receive the same whatever stands before them', () => {
    const plain = draw(samples, {}, waypoint);
    const full = draw(samples, { services: true, operations: true, waypoints: true }, waypoint);
    for (const { id, kind, inbound } of plain.nodes.filter((one) => one.kind === 'workload'))
      expect(total(node(full, id).inbound), `${kind} ${id}`).toBeCloseTo(total(inbound), 9);
  });
});

describe('hosts of a ServiceEntry that are other names of one service', () => {
  const aliases = readFacts([...bookinfoObjects, networking('ServiceEntry', 'alias', { hosts: ['reviews.example.com'] })]);
  it('count once where the two sides know it by different names', () => {
    const graph = draw(
      together(
        call({ ...pair, rps: 10, host: 'reviews.example.com', reporters: source }),
        call({ ...pair, rps: 10, reporters: destination }),
      ),
      {},
      aliases,
    );
    expect(rate(graph, http)).toBe(10);
    expect(graph.edges).toHaveLength(1);
  });
  it('lead to one edge with both names where callers use both', () => {
    const graph = draw(together(call({ ...pair, rps: 10, host: 'reviews.example.com' }), call({ ...pair, rps: 5 })), {}, aliases);
    expect(edge(graph, http)).toMatchObject({
      traffic: { requestsPerSecond: 15 },
      hosts: ['reviews.bookinfo.svc.cluster.local', 'reviews.example.com'],
    });
  });
});
