import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { bookinfoObjects, call, networking, serviceObject, tcp, together } from '../bookinfo/index.ts';
import type { Fact, MeshCase } from './mesh-case.ts';
import { sumsCase } from './sums-case.ts';

const pair = { from: 'productpage-v1', to: 'reviews-v1' };
const http = 'bookinfo/productpage-v1>bookinfo/reviews-v1:http';
const grpc = 'bookinfo/productpage-v1>bookinfo/reviews-v1:grpc';
const tcpId = 'bookinfo/productpage-v1>bookinfo/reviews-v1:tcp';
const source = ['source'] as const;
const destination = ['destination'] as const;
const waypoint = ['waypoint'] as const;

const edge = ({ edges }: TrafficGraph, id: string): GraphEdge | undefined => edges.find((one) => one.id === id);
const node = ({ nodes }: TrafficGraph, id: string): GraphNode | undefined => nodes.find((one) => one.id === id);
const rate = (graph: TrafficGraph, id: string): unknown => edge(graph, id)?.traffic.requestsPerSecond;
const received = (graph: TrafficGraph, id: string): unknown => node(graph, id)?.inbound[0]?.requestsPerSecond;

const bookinfo = (name: string, answers: MeshCase['answers'], ...facts: readonly Fact[]): MeshCase => ({
  name,
  answers,
  objects: bookinfoObjects,
  facts,
});
const hundred: Fact = { says: 'counts once', reads: (graph) => rate(graph, http), is: 100 };

const disagreeing: readonly MeshCase[] = [
  bookinfo(
    'reporter disagreement: a caller that gives up',
    together(
      call({ ...pair, rps: 95 }),
      call({ ...pair, rps: 5, code: 0, flags: 'DC', reporters: source }),
      call({ ...pair, rps: 5, reporters: destination }),
    ),
    hundred,
  ),
  bookinfo(
    'reporter disagreement: a timeout of the caller that the called side sees as a broken connection',
    together(
      call({ ...pair, rps: 95 }),
      call({ ...pair, rps: 5, code: 504, flags: 'UT', reporters: source }),
      call({ ...pair, rps: 5, code: 0, flags: 'DC', reporters: destination }),
    ),
    hundred,
  ),
  bookinfo(
    'reporter disagreement: a request that never arrived',
    together(call({ ...pair, rps: 95 }), call({ ...pair, rps: 5, code: 503, flags: 'UF', reporters: source })),
    hundred,
  ),
  bookinfo(
    'reporter disagreement: a rate that differs by the moment of the scrape',
    together(call({ ...pair, rps: 100.3, reporters: source }), call({ ...pair, rps: 100, reporters: destination })),
    hundred,
  ),
];

const ambient: readonly MeshCase[] = [
  bookinfo('waypoint and sidecar', together(call({ ...pair, rps: 10 }), call({ ...pair, rps: 10, reporters: waypoint })), {
    says: 'counts once what a waypoint and the sidecars at both ends report',
    reads: (graph) => edge(graph, http),
    is: { reportedBy: 'waypoint', traffic: { requestsPerSecond: 10 } },
  }),
  bookinfo(
    'ztunnel and waypoint, TCP',
    together(tcp({ ...pair, bytesPerSecond: 1000, ztunnel: true }), tcp({ ...pair, bytesPerSecond: 1000, reporters: waypoint })),
    {
      says: 'counts once the bytes that node proxies and a waypoint report of one pair',
      reads: (graph) => edge(graph, tcpId)?.traffic,
      is: { bytesPerSecond: 1000, sentBytesPerSecond: 500, receivedBytesPerSecond: 500 },
    },
  ),
  bookinfo(
    'ztunnel and sidecars, TCP',
    together(tcp({ ...pair, bytesPerSecond: 1000, ztunnel: true }), tcp({ ...pair, bytesPerSecond: 300 })),
    {
      says: 'adds up pods behind the node proxy and pods with a sidecar: they hold different connections',
      reads: (graph) => edge(graph, tcpId)?.traffic.bytesPerSecond,
      is: 1300,
    },
  ),
  bookinfo(
    'ztunnel beneath the requests of a waypoint',
    together(tcp({ ...pair, bytesPerSecond: 1000, ztunnel: true }), call({ ...pair, rps: 3, reporters: waypoint })),
    { says: 'does not count bytes beneath requests', reads: ({ edges }) => edges.map(({ id }) => id), is: [http] },
  ),
];

const callersOfShared = [
  call({ from: 'a/one-v1', to: 'shared/db-v1', rps: 10 }),
  call({ from: 'b/two-v1', to: 'shared/db-v1', rps: 5 }),
  call({ from: 'c/three-v1', to: 'shared/db-v1', rps: 2 }),
];
const shared = (order: string, parts: typeof callersOfShared): MeshCase => ({
  name: `a callee that three namespaces share, ${order}`,
  answers: together(...parts),
  objects: null,
  facts: [
    {
      says: 'gets all of it',
      wish: { namespaces: ['a', 'b', 'c'] },
      reads: (graph) => received(graph, 'shared/db-v1'),
      is: 17,
    },
  ],
});

const twoServices: MeshCase = {
  name: 'a workload behind two services',
  objects: [...bookinfoObjects, serviceObject('reviews-alias', 'bookinfo', { app: 'reviews' })],
  answers: together(
    call({ from: 'productpage-v1', to: 'reviews-v2', rps: 5 }),
    call({ from: 'productpage-v1', to: 'reviews-v2', rps: 3, host: 'reviews-alias.bookinfo.svc.cluster.local' }),
    call({ from: 'reviews-v2', to: 'ratings-v1', rps: 10 }),
  ),
  facts: [
    {
      says: 'sends once what it sends, grouped by service',
      wish: { groupBy: 'service' },
      reads: (graph) => received(graph, 'bookinfo/svc:ratings'),
      is: 10,
    },
    {
      says: 'receives through each what was asked of each, with services as nodes',
      wish: { services: true },
      reads: (graph) => [
        rate(graph, 'bookinfo/svc:reviews>bookinfo/reviews-v2:http'),
        rate(graph, 'bookinfo/svc:reviews-alias>bookinfo/reviews-v2:http'),
        received(graph, 'bookinfo/reviews-v2'),
        received(graph, 'bookinfo/ratings-v1'),
      ],
      is: [5, 3, 8, 10],
    },
  ],
};

const slowly = 1 / 7200;
const slow: readonly MeshCase[] = [
  bookinfo('slow counters: one request in two hours', call({ ...pair, rps: slowly }), {
    says: 'is an edge with that rate',
    reads: (graph) => rate(graph, http),
    is: slowly,
  }),
  bookinfo(
    'slow counters: many of them',
    together(...Array.from({ length: 30 }, (_, i) => call({ from: `a/caller${i}-v1`, to: 'reviews-v1', rps: 0.0004 }))),
    { says: 'are not rounded before they are added up', reads: (graph) => received(graph, 'bookinfo/reviews-v1'), is: 0.012 },
  ),
  bookinfo(
    'slow counters: no request in the window',
    call({ ...pair, rps: 0 }),
    { says: 'is no ghost', reads: ({ edges }) => edges, is: [] },
    { says: 'is an edge at rest where those are wanted', wish: { idleEdges: true }, reads: (graph) => rate(graph, http), is: 0 },
  ),
];

const canary = 'spiffe://cluster.local/ns/bookinfo/sa/canary';
const identities = bookinfo(
  'several principals on one edge',
  together(
    call({ ...pair, rps: 6 }),
    call({ ...pair, rps: 3, principal: canary }),
    call({ ...pair, rps: 1, policy: 'none', reporters: destination }),
    call({ ...pair, rps: 1, reporters: source }),
  ),
  {
    says: 'add up, and all are named',
    reads: (graph) => edge(graph, http),
    is: {
      mtlsRatio: 0.9,
      traffic: { requestsPerSecond: 10 },
      sourcePrincipals: ['spiffe://cluster.local/ns/bookinfo/sa/bookinfo-productpage', canary],
    },
  },
);

const twoProtocols = bookinfo(
  'gRPC and HTTP errors together',
  together(
    call({ ...pair, rps: 8, protocol: 'grpc' }),
    call({ ...pair, rps: 1, protocol: 'grpc', grpcStatus: '14' }),
    call({ ...pair, rps: 1, protocol: 'grpc', code: 503, grpcStatus: '14' }),
    call({ ...pair, rps: 9 }),
    call({ ...pair, rps: 1, code: 500 }),
  ),
  {
    says: 'are both there, each by its own rules',
    reads: (graph) => ({
      grpc: edge(graph, grpc)?.traffic,
      codes: edge(graph, grpc)?.endings.map(({ code }) => code),
      http: edge(graph, http)?.traffic,
      received: node(graph, 'bookinfo/reviews-v1')?.inbound.map(({ protocol, errorRatio }) => [protocol, errorRatio]),
    }),
    is: {
      grpc: { requestsPerSecond: 10, errorRatio: 0.2 },
      codes: ['0', '14', '503'],
      http: { errorRatio: 0.1 },
      received: [
        ['http', 0.1],
        ['grpc', 0.2],
      ],
    },
  },
);

const withAlias = [...bookinfoObjects, networking('ServiceEntry', 'alias', { hosts: ['reviews.example.com'] })];
const alias = 'reviews.example.com';
const aliases: readonly MeshCase[] = [
  {
    name: 'hosts of a ServiceEntry that are other names of one service, known to one side only',
    objects: withAlias,
    answers: together(call({ ...pair, rps: 10, host: alias, reporters: source }), call({ ...pair, rps: 10, reporters: destination })),
    facts: [{ says: 'count once', reads: ({ edges }) => edges.map(({ traffic }) => traffic.requestsPerSecond), is: [10] }],
  },
  {
    name: 'hosts of a ServiceEntry that are other names of one service, both used by callers',
    objects: withAlias,
    answers: together(call({ ...pair, rps: 10, host: alias }), call({ ...pair, rps: 5 })),
    facts: [
      {
        says: 'lead to one edge with both names',
        reads: (graph) => edge(graph, http),
        is: { traffic: { requestsPerSecond: 15 }, hosts: ['reviews.bookinfo.svc.cluster.local', alias] },
      },
    ],
  },
];

/** Where other graphs of meshes are known to be wrong: each is one way in which a request may be counted twice, or not at all. */
export const meshCases: readonly MeshCase[] = [
  ...disagreeing,
  ...ambient,
  shared('as they come', callersOfShared),
  shared('the other way round', callersOfShared.toReversed()),
  twoServices,
  ...slow,
  identities,
  twoProtocols,
  ...aliases,
  sumsCase,
];
