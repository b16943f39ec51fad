import { type GraphNode, type GroupBy, TrafficGraph } from '@vigla/contract/graph';
import { minutes } from '@vigla/contract/units';
import {
  bookinfoObjects,
  bookinfoSamples,
  call,
  deployed,
  namespaceObject,
  networking,
  serviceObject,
  tcp,
  together,
} from '@vigla/testkit/bookinfo';
import { syntheticMesh } from '@vigla/testkit/synthetic';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../inventory/index.ts';
import { projectGraph } from './project-graph.ts';
import { readFlows } from './read-flows.ts';
import { draw, edge, everything, facts, ids, node, question, seeing } from './test/draw.ts';

describe('bookinfo', () => {
  const graph = draw(bookinfoSamples);

  it('is drawn as it is drawn', () => {
    expect(TrafficGraph.parse(graph)).toEqual(graph);
    expect(graph.edges.map(({ id, health }) => [id, health])).toEqual([
      ['bookinfo/productpage-v1>bookinfo/details-v1:http', 'healthy'],
      ['bookinfo/productpage-v1>bookinfo/reviews-v1:http', 'healthy'],
      ['bookinfo/productpage-v1>bookinfo/reviews-v2:http', 'healthy'],
      ['bookinfo/productpage-v1>bookinfo/reviews-v3:http', 'healthy'],
      ['bookinfo/ratings-v2>bookinfo/mysqldb-v1:tcp', 'healthy'],
      ['bookinfo/reviews-v2>bookinfo/ratings-v1:http', 'failing'],
      ['bookinfo/reviews-v3>bookinfo/ratings-v1:http', 'healthy'],
      ['istio-system/istio-ingressgateway>bookinfo/productpage-v1:http', 'healthy'],
      ['outside/unknown:entering>istio-system/istio-ingressgateway:http', 'healthy'],
      ['outside/unknown>bookinfo/productpage-v1:http', 'healthy'],
    ]);
  });

  it('tells rates, counts, errors and times of an edge', () => {
    const { traffic, endings, mtlsRatio, agreement, hosts } = edge(graph, 'bookinfo/reviews-v2>bookinfo/ratings-v1:http');
    expect(traffic).toMatchObject({ requestsPerSecond: 6, requests: 1800, bytesPerSecond: null });
    expect(traffic.failed).toBeCloseTo(360);
    expect(traffic.errorRatio).toBeCloseTo(0.2);
    expect(traffic.averageMs).toBeCloseTo(7);
    expect(traffic.p50Ms).toBeCloseTo(7.5);
    expect(endings).toEqual([
      { code: '200', flags: '-', reporter: 'both', host: null, requestsPerSecond: 4.8 },
      { code: '503', flags: '-', reporter: 'both', host: null, requestsPerSecond: 1.2 },
    ]);
    expect({ mtlsRatio, agreement, hosts }).toEqual({ mtlsRatio: 1, agreement: 1, hosts: ['ratings.bookinfo.svc.cluster.local'] });
  });

  it.each<[id: string, expected: Partial<GraphNode>]>([
    ['bookinfo/mysqldb-v1', { kind: 'store', app: 'mysqldb', version: 'v1', health: 'healthy' }],
    ['istio-system/istio-ingressgateway', { kind: 'gateway', health: 'healthy' }],
    ['outside/unknown', { kind: 'outside', namespace: null, health: 'unknown', reasons: [{ kind: 'outside' }] }],
    ['bookinfo/reviews-v3', { health: 'not_ready', pods: { ready: 2, desired: 3 }, reasons: [{ kind: 'pods', ready: 2, desired: 3 }] }],
    [
      'bookinfo/reviews-v2',
      { badges: ['circuit_breaker', 'request_routing', 'timeout', 'traffic_shifting', 'virtual_service'], inMesh: true, health: 'healthy' },
    ],
    ['bookinfo/reviews-v1', { badges: ['request_routing', 'timeout', 'traffic_shifting', 'virtual_service'] }],
    ['bookinfo/ratings-v1', { health: 'degraded', reasons: [expect.objectContaining({ kind: 'errors', codes: '503' })] }],
  ])('says of %s what its plate needs', (id, expected) => {
    expect(node(graph, id)).toMatchObject(expected);
  });

  it('shows plain text where it is', () => {
    expect(edge(graph, 'outside/unknown>bookinfo/productpage-v1:http').mtlsRatio).toBe(0);
  });

  it('has no pods, badges or rest without Kubernetes, and the same traffic', () => {
    const blind = draw(bookinfoSamples, { idle: true }, null);
    // Which workload is a gateway only Kubernetes knows: what comes in through it is not told apart.
    const throughDoors = 'outside/unknown:entering>istio-system/istio-ingressgateway:http';
    expect(blind.edges.map(({ id }) => id)).toEqual(graph.edges.map(({ id }) => id).filter((id) => id !== throughDoors));
    expect(node(blind, 'bookinfo/reviews-v3')).toMatchObject({ pods: null, inMesh: null, badges: [], health: 'healthy' });
  });
});

describe('nodes at rest', () => {
  const atRest = together(call({ from: 'reviews-v1', to: 'ratings-v1', rps: 0 }));
  const quiet = draw(atRest, { idle: true, idleEdges: true });

  it('are all the workloads that Kubernetes knows, but not the control plane', () => {
    expect(ids(quiet)).toContain('bookinfo/details-v1');
    expect(ids(quiet)).not.toContain('istio-system/istiod');
  });
  it('are not measured, rather than idle, where the reading holds nothing at all', () => {
    const blank = draw({ ...together(), newestSample: [] }, { idle: true });
    expect(node(blank, 'bookinfo/details-v1')).toMatchObject({
      health: 'unknown',
      reasons: [{ kind: 'source_missing', source: 'prometheus' }],
    });
  });
  it('are idle where a proxy says so and not measured where there is none', () => {
    expect(node(quiet, 'bookinfo/details-v1')).toMatchObject({ health: 'idle', reasons: [{ kind: 'no_traffic' }], inbound: [] });
    expect(node(quiet, 'clients/curl')).toMatchObject({ health: 'unknown', reasons: [{ kind: 'no_sidecar' }], inMesh: false });
  });
  it('keep the edges between them, at zero', () => {
    expect(edge(quiet, 'bookinfo/reviews-v1>bookinfo/ratings-v1:http')).toMatchObject({
      health: 'idle',
      traffic: { requestsPerSecond: 0, errorRatio: null, p95Ms: null },
    });
  });
  it('are left out when nobody asks for them', () => {
    expect(draw(together(call({ from: 'reviews-v1', to: 'ratings-v1', rps: 0 }))).nodes).toEqual([]);
  });
  it('do not haunt: a target that is gone is not drawn', () => {
    expect(draw(together(call({ from: 'reviews-v1', to: 'gone-v1', rps: 0 })), { idle: true, idleEdges: true }).edges).toEqual([]);
  });
  it('have the ids they have under load', () => {
    for (const groupBy of ['version', 'workload', 'app', 'service'] as const) {
      const loaded = ids(draw(bookinfoSamples, { groupBy })).filter((id) => !id.startsWith('outside/'));
      expect(ids(draw(together(), { groupBy, idle: true }))).toEqual(
        expect.arrayContaining(loaded.filter((id) => groupBy !== 'service' || id.includes('svc:'))),
      );
    }
  });
});

describe('requests that reached no workload', () => {
  const refused = (service: string) =>
    call({
      from: 'productpage-v1',
      to: null,
      host: `${service}.bookinfo.svc.cluster.local`,
      rps: 2,
      code: 503,
      flags: 'UH',
      reporters: ['source'],
    });

  it('belong to the service where several workloads could be meant', () => {
    const graph = draw(together(bookinfoSamples, refused('reviews')));
    expect(edge(graph, 'bookinfo/productpage-v1>bookinfo/svc:reviews:http')).toMatchObject({
      health: 'failing',
      reportedBy: 'source',
      traffic: { requestsPerSecond: 2 },
    });
    expect(node(graph, 'bookinfo/svc:reviews')).toMatchObject({ kind: 'service', pods: { ready: 5, desired: 6 } });
  });
  it('belong to the workload where there is only one', () => {
    const graph = draw(together(bookinfoSamples, refused('details')));
    expect(ids(graph)).not.toContain('bookinfo/svc:details');
    expect(edge(graph, 'bookinfo/productpage-v1>bookinfo/details-v1:http').traffic.requestsPerSecond).toBeCloseTo(26);
  });
  it('belong to the app where all versions are one app', () => {
    const graph = draw(together(bookinfoSamples, refused('reviews')), { groupBy: 'app' });
    expect(edge(graph, 'bookinfo/app:productpage>bookinfo/app:reviews:http').traffic.requestsPerSecond).toBeCloseTo(26);
  });
  it('do not spoil response times of those that did', () => {
    const p95 = (graph: TrafficGraph) => edge(graph, 'bookinfo/productpage-v1>bookinfo/details-v1:http').traffic.p95Ms;
    expect(p95(draw(together(bookinfoSamples, refused('details'))))).toBe(p95(draw(bookinfoSamples)));
  });
  it('find their service by the short name that a Host header gives', () => {
    const graph = draw(
      together(call({ from: 'productpage-v1', to: null, host: 'reviews', rps: 1, code: 503, flags: 'NC', reporters: ['source'] })),
    );
    expect(graph.edges.map(({ to }) => to)).toEqual(['bookinfo/svc:reviews']);
  });
});

describe('names outside', () => {
  const objects = [...bookinfoObjects, networking('ServiceEntry', 'pay', { hosts: ['*.cardpay.example'] })];
  it.each<[host: string, kind: string]>([
    ['api.cardpay.example', 'external'],
    ['evil.example', 'outside'],
    ['PassthroughCluster', 'outside'],
    ['BlackHoleCluster', 'outside'],
  ])('%s is %s', (host, kind) => {
    const graph = draw(together(call({ from: 'productpage-v1', to: null, host, rps: 1, reporters: ['source'] })), {}, readFacts(objects));
    expect(node(graph, `outside/${host}`)).toMatchObject({ kind, namespace: null, name: host });
  });
});

describe('what comes in through a gateway', () => {
  const from = 'istio-system/istio-ingressgateway';
  const through = together(
    call({ from, to: 'productpage-v1', rps: 9 }),
    call({ from, to: null, host: 'nowhere.example', rps: 1, code: 404, flags: 'NR', reporters: ['source'] }),
  );
  const doorway = 'outside/unknown:entering>istio-system/istio-ingressgateway:http';

  it('GRF-59: is all that its proxy reports, refused requests included', () => {
    const graph = draw(through);
    expect(edge(graph, doorway).traffic.requestsPerSecond).toBeCloseTo(10);
    expect(edge(graph, doorway).traffic.errorRatio).toBeCloseTo(0.1);
    expect(node(graph, 'istio-system/istio-ingressgateway').inbound[0]?.requestsPerSecond).toBeCloseTo(10);
  });
  it('is not made up where proxies of the mesh call the gateway', () => {
    const called = together(call({ from: 'productpage-v1', to: from, rps: 9, reporters: ['source'] }), through);
    expect(draw(called).edges.map(({ id }) => id)).not.toContain(doorway);
  });
});

describe('grouped', () => {
  it.each<[GroupBy, string[]]>([
    [
      'app',
      [
        'bookinfo/app:details',
        'bookinfo/app:mysqldb',
        'bookinfo/app:productpage',
        'bookinfo/app:ratings',
        'bookinfo/app:reviews',
        'istio-system/istio-ingressgateway',
        'outside/unknown',
        'outside/unknown:entering',
      ],
    ],
    [
      'service',
      [
        'bookinfo/svc:details',
        'bookinfo/svc:mysqldb',
        'bookinfo/svc:productpage',
        'bookinfo/svc:ratings',
        'bookinfo/svc:reviews',
        'istio-system/istio-ingressgateway',
        'outside/unknown',
        'outside/unknown:entering',
      ],
    ],
  ])('GRF-01: by %s has these nodes', (groupBy, expected) => {
    expect(ids(draw(bookinfoSamples, { groupBy }))).toEqual(expected);
  });

  it('merges response times of versions before it looks for quantiles', () => {
    const samples = together(
      call({ from: 'productpage-v1', to: 'reviews-v1', rps: 95, ms: 8 }),
      call({ from: 'productpage-v1', to: 'reviews-v2', rps: 5, ms: 900 }),
    );
    const { p50Ms, p99Ms, averageMs } = edge(
      draw(samples, { groupBy: 'app' }),
      'bookinfo/app:productpage>bookinfo/app:reviews:http',
    ).traffic;
    expect(p50Ms).toBeLessThan(10);
    expect(p99Ms).toBeGreaterThan(500);
    expect(averageMs).toBeCloseTo(0.95 * 8 + 0.05 * 900);
  });

  it('by service, sends once what a workload behind two services sends', () => {
    const two = readFacts([...bookinfoObjects, serviceObject('reviews-alias', 'bookinfo', { app: 'reviews' })]);
    const graph = draw(
      together(
        call({ from: 'productpage-v1', to: 'reviews-v2', rps: 5 }),
        call({ from: 'productpage-v1', to: 'reviews-v2', rps: 5, host: 'reviews-alias.bookinfo.svc.cluster.local' }),
        call({ from: 'reviews-v2', to: 'ratings-v1', rps: 10 }),
      ),
      { groupBy: 'service' },
      two,
    );
    expect(node(graph, 'bookinfo/svc:ratings').inbound[0]?.requestsPerSecond).toBe(10);
    expect(graph.edges.map(({ id }) => id)).toEqual([
      'bookinfo/reviews-v2>bookinfo/svc:ratings:http',
      'bookinfo/svc:productpage>bookinfo/svc:reviews-alias:http',
      'bookinfo/svc:productpage>bookinfo/svc:reviews:http',
    ]);
  });
});

it('gives a service called from two namespaces all it gets, whichever comes first', () => {
  const parts = [call({ from: 'a/one-v1', to: 'c/three-v1', rps: 10 }), call({ from: 'b/two-v1', to: 'c/three-v1', rps: 5 })];
  for (const order of [parts, parts.toReversed()]) {
    const graph = draw(together(...order), { namespaces: ['a', 'b'] }, null);
    expect(node(graph, 'c/three-v1').inbound[0]?.requestsPerSecond).toBe(15);
  }
});

describe('a waypoint', () => {
  const waypoint = deployed({ app: 'waypoint', labels: { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' } });
  const known = readFacts([...bookinfoObjects, ...waypoint]);
  const hops = [
    tcp({ from: 'productpage-v1', to: 'waypoint', bytesPerSecond: 900 }),
    tcp({ from: 'waypoint', to: 'reviews-v1', bytesPerSecond: 900 }),
    call({ from: 'waypoint', to: 'reviews-v1', rps: 7, reporters: ['destination'] }),
  ];
  it('tells of a call once, not of its hops', () => {
    const graph = draw(together(...hops, call({ from: 'productpage-v1', to: 'reviews-v1', rps: 7, reporters: ['waypoint'] })), {}, known);
    expect(graph.edges.map(({ id, reportedBy }) => [id, reportedBy])).toEqual([
      ['bookinfo/productpage-v1>bookinfo/reviews-v1:http', 'waypoint'],
    ]);
  });
  it('is a node of its own while it tells nothing', () => {
    expect(node(draw(together(...hops), {}, known), 'bookinfo/waypoint').kind).toBe('waypoint');
  });
});

describe('chosen namespaces', () => {
  it('GRF-25: are drawn with their neighbours and nothing between those', () => {
    const samples = together(
      call({ from: 'a/one-v1', to: 'b/two-v1', rps: 1 }),
      call({ from: 'b/two-v1', to: 'c/three-v1', rps: 1 }),
      call({ from: 'c/three-v1', to: 'd/four-v1', rps: 1 }),
    );
    expect(draw(samples, { namespaces: ['b'] }, null)).toMatchObject({
      namespaces: ['b'],
      edges: [{ from: 'a/one-v1' }, { to: 'c/three-v1' }],
    });
  });

  it('that the caller may not see are as good as absent, and do not come to mean everything', () => {
    const graph = draw(bookinfoSamples, { namespaces: ['istio-system'], visible: seeing('bookinfo'), idle: true });
    expect(graph).toMatchObject({ namespaces: [], nodes: [], edges: [] });
  });
});

describe('neighbours that the caller may not see', () => {
  const samples = together(
    call({ from: 'secret-one/alpha-v1', to: 'productpage-v1', rps: 1 }),
    call({ from: 'secret-two/beta-v1', to: 'productpage-v1', rps: 2, code: 500 }),
    call({ from: 'productpage-v1', to: 'secret-one/gamma-v9', rps: 3, ms: 77 }),
    call({
      from: 'productpage-v1',
      to: null,
      host: 'delta.secret-two.svc.cluster.local',
      rps: 4,
      code: 503,
      flags: 'UH',
      reporters: ['source'],
    }),
    call({ from: 'secret-one/alpha-v1', to: 'secret-two/beta-v1', rps: 100 }),
    tcp({ from: 'productpage-v1', to: 'secret-two/epsilon-v1', bytesPerSecond: 10 }),
    call({ from: 'secret-one/alpha-v1', to: 'productpage-v1', rps: 1, host: 'shop.alpha.example' }),
    call({ from: 'productpage-v1', to: 'details-v1', rps: 1, host: 'delta.secret-two.svc.cluster.local' }),
    call({ from: 'productpage-v1', to: 'details-v1', rps: 5 }),
  );
  const objects = [
    ...bookinfoObjects,
    namespaceObject('secret-one'),
    ...deployed({ app: 'alpha', version: 'v1', namespace: 'secret-one' }),
    ...deployed({ app: 'zeta', version: 'v1', namespace: 'secret-two' }),
    serviceObject('delta', 'secret-two'),
  ];
  const answers = (['version', 'workload', 'app', 'service'] as const).flatMap((groupBy) =>
    [[], ['bookinfo'], ['bookinfo', 'secret-one']].flatMap((namespaces) =>
      [readFacts(objects), null].map((known) =>
        draw(samples, { groupBy, namespaces, visible: seeing('bookinfo'), idle: true, idleEdges: true }, known),
      ),
    ),
  );

  it('leak nothing: no name of theirs is anywhere in the answer', () => {
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(/secret|alpha|beta|gamma|delta|epsilon|zeta|v9/);
  });
  it('are one node per direction, without name, rate or state', () => {
    for (const answer of answers) {
      const hidden = answer.nodes.filter(({ kind }) => kind === 'restricted');
      expect(hidden.map(({ id }) => id)).toEqual(['restricted/in', 'restricted/out']);
      for (const one of hidden)
        expect(one).toMatchObject({
          name: '',
          namespace: null,
          inbound: [],
          outbound: [],
          health: 'unknown',
          reasons: [],
          hosts: [],
          principals: [],
        });
    }
  });
  it('are one edge per protocol and own workload, whatever the number behind them, without what their proxies alone know', () => {
    const hidden = (answers[0]?.edges ?? []).filter(({ id }) => id.includes('restricted'));
    expect(hidden.map(({ id }) => id)).toEqual([
      'bookinfo/productpage-v1>restricted/out:http',
      'bookinfo/productpage-v1>restricted/out:tcp',
      'restricted/in>bookinfo/productpage-v1:http',
    ]);
    expect(hidden[0]).toMatchObject({ hosts: [], mtlsRatio: null, agreement: null, traffic: { p95Ms: null, averageMs: null } });
    expect(hidden[2]).toMatchObject({ sourcePrincipals: [], agreement: null });
  });
});

it('what goes into a node is the sum of its edges, and so is what leaves it', () => {
  const groups = fc.constantFrom<GroupBy>('version', 'workload', 'app', 'service');
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: 5 }), fc.integer(), fc.boolean(), (groupBy, size, seed, isRestricted) => {
      const mesh = syntheticMesh({ namespaces: size, workloadsPerNamespace: 4, callsPerWorkload: 3, seed });
      const visible = isRestricted ? seeing(...mesh.namespaces.slice(0, 2)) : everything;
      const graph = draw(mesh.samples, { groupBy, visible }, readFacts(mesh.objects));
      for (const { id, kind, inbound, outbound } of graph.nodes.filter((one) => one.kind !== 'restricted')) {
        for (const [side, tallies] of [['to', inbound] as const, ['from', outbound] as const]) {
          const edges = graph.edges.filter((one) => one[side] === id);
          const sum = edges.reduce((n, { traffic }) => n + (traffic.requestsPerSecond ?? 0), 0);
          expect(
            tallies.reduce((n, { requestsPerSecond }) => n + (requestsPerSecond ?? 0), 0),
            `${kind} ${id} ${side}`,
          ).toBeCloseTo(sum, 9);
        }
      }
      const all = (side: 'inbound' | 'outbound') =>
        graph.nodes.flatMap((one) => one[side]).reduce((n, { requestsPerSecond }) => n + (requestsPerSecond ?? 0), 0);
      expect(isRestricted || Math.abs(all('inbound') - all('outbound')) < 1e-6).toBe(true);
      expect(TrafficGraph.parse(graph)).toEqual(graph);
    }),
    { numRuns: 30 },
  );
});

it('has the same ids whatever the window and the moment', () => {
  const at = (minutesLong: number) => ids(projectGraph(readFlows(bookinfoSamples, minutes(minutesLong)), facts, question));
  expect(at(1)).toEqual(at(60));
});

it('forgives what the owner of a workload says is nothing', () => {
  const tolerant = readFacts([
    ...bookinfoObjects.filter(({ metadata }) => metadata.name !== 'ratings-v1'),
    ...deployed({ app: 'ratings', version: 'v1', annotations: { 'health.kiali.io/rate': '5XX,50,60,http,inbound' } }),
  ]);
  expect(node(draw(bookinfoSamples, {}, tolerant), 'bookinfo/ratings-v1').health).toBe('healthy');
});
