import type { LikelyCause, Trait } from '@vigla/contract/graph';
import { type Answers, bookinfoObjects, bookinfoSamples, call, deployed, networking, tcp, together } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { type MeshFacts, readFacts } from '../inventory/index.ts';
import { draw, edge, facts, ids, node } from './test/draw.ts';

const source = ['source'] as const;
const pair = { from: 'productpage-v1', to: 'reviews-v1' };

describe('several clusters', () => {
  const samples = together(
    call({ ...pair, rps: 4, ms: 10, clusters: ['east', 'east'] }),
    call({ ...pair, rps: 1, ms: 200, clusters: ['east', 'west'] }),
  );

  it('GRF-11: are told apart on nodes and in their ids, response times included', () => {
    const graph = draw(samples, {}, null);
    expect(graph.nodes.map(({ id, cluster }) => [id, cluster])).toEqual([
      ['bookinfo/productpage-v1@east', 'east'],
      ['bookinfo/reviews-v1@east', 'east'],
      ['bookinfo/reviews-v1@west', 'west'],
    ]);
    expect(graph.edges.map(({ traffic }) => [traffic.requestsPerSecond, traffic.averageMs])).toEqual([
      [4, 10],
      [1, 200],
    ]);
  });
  it('GRF-11: change no id where there is one', () => {
    const graph = draw(call({ ...pair, rps: 4, clusters: ['east', 'east'] }), {}, null);
    expect(graph.nodes.map(({ id, cluster }) => [id, cluster])).toEqual([
      ['bookinfo/productpage-v1', null],
      ['bookinfo/reviews-v1', null],
    ]);
  });
  it('GRF-11: have pods only where the cluster was asked', () => {
    const graph = draw(samples, {}, { ...facts, cluster: 'east' });
    expect(node(graph, 'bookinfo/reviews-v1@east').pods).toEqual({ ready: 2, desired: 2 });
    expect(node(graph, 'bookinfo/reviews-v1@west').pods).toBeNull();
  });
  it('GRF-11: keep the caller’s cluster for a service of which no workload was reached', () => {
    const refused = call({
      from: 'productpage-v1',
      to: null,
      host: 'ratings.bookinfo.svc.cluster.local',
      rps: 1,
      code: 503,
      flags: 'UH',
      reporters: source,
      clusters: ['east', 'unknown'],
    });
    expect(ids(draw(together(samples, refused), {}, null))).toContain('bookinfo/svc:ratings@east');
  });
});

describe('traits', () => {
  const objects = [
    ...bookinfoObjects,
    ...deployed({ app: 'egress', namespace: 'istio-system', labels: { istio: 'egressgateway' }, proxyArgs: ['proxy', 'router'] }),
    ...deployed({ app: 'door', namespace: 'istio-system', labels: { 'gateway.networking.k8s.io/gateway-name': 'door' } }),
    ...deployed({ app: 'asleep', version: 'v1', replicas: 0 }),
    networking('ServiceEntry', 'pay', { hosts: ['pay.example'] }),
    networking('WorkloadEntry', 'machine', { address: '10.0.0.9', labels: { app: 'legacy', version: 'v1' } }),
  ];
  const samples = together(
    bookinfoSamples,
    call({ from: 'productpage-v1', to: null, host: 'pay.example', rps: 1, reporters: source }),
    call({ from: 'productpage-v1', to: 'istio-system/egress', rps: 1 }),
    call({ from: 'istio-system/door', to: 'details-v1', rps: 1 }),
    call({ from: 'productpage-v1', to: 'asleep-v1', rps: 1, code: 503, reporters: source }),
    call({ from: 'productpage-v1', to: 'gone-v1', rps: 1, code: 503, reporters: source }),
    call({ from: 'productpage-v1', to: 'legacy-v1', rps: 1, reporters: source }),
    call({ from: 'productpage-v1', to: null, host: 'PassthroughCluster', rps: 1, reporters: source }),
    call({ from: 'productpage-v1', to: null, host: 'BlackHoleCluster', rps: 1, reporters: source }),
  );
  const graph = draw(samples, {}, readFacts(objects));

  it.each<[id: string, traits: Trait[], ofWhat: string]>([
    ['istio-system/istio-ingressgateway', ['ingress'], 'GRF-59'],
    ['istio-system/egress', ['egress'], 'GRF-59'],
    ['istio-system/door', ['gateway_api', 'ingress'], 'GRF-59'],
    ['bookinfo/ratings-v2', ['traffic_source'], 'GRF-24'],
    ['bookinfo/legacy-v1', ['workload_entry'], 'GRF-24'],
    ['outside/pay.example', ['service_entry'], 'GRF-24'],
    ['bookinfo/asleep-v1', ['dead'], 'GRF-24'],
    ['bookinfo/gone-v1', ['dead'], 'GRF-24'],
    ['outside/PassthroughCluster', ['passthrough'], 'GRF-58'],
    ['outside/BlackHoleCluster', ['black_hole'], 'GRF-58'],
    ['bookinfo/details-v1', [], 'GRF-24'],
  ])('%s has %j (%s)', (id, traits) => {
    expect(node(graph, id).traits).toEqual(traits);
  });
  it('GRF-24: say nothing of pods where Kubernetes says nothing', () => {
    expect(node(draw(samples, {}, null), 'bookinfo/gone-v1').traits).toEqual([]);
  });
  it('GRF-31: labels that were asked for come along, and of several workloads all values', () => {
    const asked = draw(bookinfoSamples, { labels: ['version', 'team'], groupBy: 'app' });
    expect(node(asked, 'bookinfo/app:reviews').labels).toEqual({ version: 'v1, v2, v3' });
    expect(node(draw(bookinfoSamples), 'bookinfo/reviews-v1').labels).toEqual({});
  });
});

describe('the likely cause of an end that nobody knows', () => {
  it.each<[cause: LikelyCause, id: string, samples: Answers]>([
    ['caller_without_proxy', 'outside/unknown', call({ from: 'unknown', to: 'reviews-v1', rps: 1, reporters: ['destination'] })],
    ['plain_text_tcp', 'outside/unknown', tcp({ from: 'unknown', to: 'mysqldb-v1', bytesPerSecond: 1, reporters: ['destination'] })],
    ['enters_by_gateway', 'outside/unknown:entering', call({ from: 'istio-system/istio-ingressgateway', to: 'productpage-v1', rps: 1 })],
    ['no_service_entry', 'outside/PassthroughCluster', call({ ...pair, to: null, host: 'PassthroughCluster', rps: 1, reporters: source })],
    ['no_service_entry', 'outside/evil.example', call({ ...pair, to: null, host: 'evil.example', rps: 1, reporters: source })],
    [
      'blocked_by_registry_only',
      'outside/BlackHoleCluster',
      call({ ...pair, to: null, host: 'BlackHoleCluster', rps: 1, reporters: source }),
    ],
    [
      'blocked_by_registry_only',
      'outside/evil.example',
      call({ ...pair, to: null, host: 'evil.example', rps: 1, code: 502, reporters: source }),
    ],
    ['direct_pod_address', 'outside/unknown:target', call({ ...pair, to: null, host: '10.0.0.7:8080', rps: 1, reporters: source })],
    [
      'never_reached_a_workload',
      'outside/unknown:target',
      call({ ...pair, to: null, host: 'unknown', rps: 1, code: 404, reporters: source }),
    ],
    [
      'never_reached_a_workload',
      'bookinfo/svc:reviews',
      call({ ...pair, to: null, host: 'reviews.bookinfo.svc.cluster.local', rps: 1, code: 503, flags: 'NC', reporters: source }),
    ],
  ])('GRF-58: %s: %s', (cause, id, samples) => {
    expect(node(draw(samples), id).likelyCause).toBe(cause);
  });
  it.each<[because: string, known: MeshFacts | null]>([
    ['with Kubernetes', facts],
    ['without', null],
  ])('GRF-58: is none for who has a name, %s', (_, known) => {
    const graph = draw(call({ ...pair, rps: 1 }), {}, known);
    expect(graph.nodes.map(({ likelyCause }) => likelyCause)).toEqual([null, null]);
    expect(edge(graph, 'bookinfo/productpage-v1>bookinfo/reviews-v1:http').health).toBe('healthy');
  });
});
