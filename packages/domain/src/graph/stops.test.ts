import { bookinfoObjects, bookinfoSamples, call, deployed, tcp, together } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../inventory/index.ts';
import { draw, edge, ids, node, seeing } from './test/draw.ts';

const pair = { from: 'productpage-v1', to: 'reviews-v1' };
const callsOf = ({ edges }: ReturnType<typeof draw>): string[] => edges.map(({ id }) => id);

describe('services as nodes', () => {
  it('GRF-18: stand between caller and workload, with the same requests on both sides', () => {
    const graph = draw(together(call({ ...pair, rps: 6, ms: 30 }), call({ ...pair, to: 'reviews-v2', rps: 2, code: 503, ms: 30 })), {
      services: true,
    });
    expect(callsOf(graph)).toEqual([
      'bookinfo/productpage-v1>bookinfo/svc:reviews:http',
      'bookinfo/svc:reviews>bookinfo/reviews-v1:http',
      'bookinfo/svc:reviews>bookinfo/reviews-v2:http',
    ]);
    const [entering, , failing] = graph.edges;
    expect(entering?.traffic).toMatchObject({ requestsPerSecond: 8, errorRatio: 0.25, averageMs: 30 });
    expect(failing).toMatchObject({ health: 'failing', traffic: { requestsPerSecond: 2 } });
    expect(node(graph, 'bookinfo/svc:reviews')).toMatchObject({ kind: 'service', health: 'failing' });
    expect(node(graph, 'bookinfo/productpage-v1').outbound[0]?.requestsPerSecond).toBe(8);
  });
  it('GRF-18: are where requests end that reached no workload, though there is only one', () => {
    const refused = call({
      from: 'productpage-v1',
      to: null,
      host: 'details.bookinfo.svc.cluster.local',
      rps: 2,
      code: 503,
      flags: 'UH',
      reporters: ['source'],
    });
    const graph = draw(together(call({ from: 'productpage-v1', to: 'details-v1', rps: 8 }), refused), { services: true });
    expect(edge(graph, 'bookinfo/productpage-v1>bookinfo/svc:details:http').traffic.requestsPerSecond).toBe(10);
    expect(edge(graph, 'bookinfo/svc:details>bookinfo/details-v1:http').traffic.requestsPerSecond).toBe(8);
  });
  it('GRF-18: of TCP are services, and what is behind them the store', () => {
    const graph = draw(tcp({ from: 'ratings-v2', to: 'mysqldb-v1', bytesPerSecond: 10 }), { services: true });
    expect([node(graph, 'bookinfo/svc:mysqldb').kind, node(graph, 'bookinfo/mysqldb-v1').kind]).toEqual(['service', 'store']);
  });
  it('are passed by where the reader may not see their namespace', () => {
    const host = 'front.secret.svc.cluster.local';
    const graph = draw(call({ ...pair, rps: 1, host }), { services: true, visible: seeing('bookinfo') });
    expect(callsOf(graph)).toEqual(['bookinfo/productpage-v1>bookinfo/reviews-v1:http']);
    expect(JSON.stringify(graph)).not.toContain('secret');
  });
});

describe('waypoints', () => {
  const known = readFacts([
    ...bookinfoObjects,
    ...deployed({ app: 'waypoint', labels: { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' } }),
  ]);
  const samples = together(
    tcp({ from: 'productpage-v1', to: 'waypoint', bytesPerSecond: 900, ztunnel: true }),
    tcp({ from: 'waypoint', to: 'reviews-v1', bytesPerSecond: 900, ztunnel: true }),
    call({ ...pair, rps: 7, reporters: ['waypoint'] }),
  );

  it('GRF-20: are nodes that requests go through where they are wanted', () => {
    const graph = draw(samples, { waypoints: true }, known);
    expect(graph.edges.map(({ id, traffic }) => [id, traffic.requestsPerSecond])).toEqual([
      ['bookinfo/productpage-v1>bookinfo/waypoint:http', 7],
      ['bookinfo/waypoint>bookinfo/reviews-v1:http', 7],
    ]);
    expect(node(graph, 'bookinfo/waypoint').kind).toBe('waypoint');
  });
  it('GRF-20: are not there where they are not wanted', () => {
    expect(callsOf(draw(samples, {}, known))).toEqual(['bookinfo/productpage-v1>bookinfo/reviews-v1:http']);
  });
  it('GRF-05: may be the only ones whose word on ambient traffic counts', () => {
    const more = together(
      samples,
      tcp({ from: 'details-v1', to: 'ratings-v1', bytesPerSecond: 50, ztunnel: true }),
      call({ from: 'reviews-v2', to: 'ratings-v1', rps: 1 }),
    );
    const by = (ambient: 'total' | 'waypoint' | 'ztunnel') => callsOf(draw(more, { ambient }, known));
    const [http, sidecar, bytes] = [
      'bookinfo/productpage-v1>bookinfo/reviews-v1:http',
      'bookinfo/reviews-v2>bookinfo/ratings-v1:http',
      'bookinfo/details-v1>bookinfo/ratings-v1:tcp',
    ];
    expect(by('total')).toEqual([bytes, http, sidecar]);
    expect(by('waypoint')).toEqual([http, sidecar]);
    expect(by('ztunnel')).toEqual([
      bytes,
      'bookinfo/productpage-v1>bookinfo/waypoint:tcp',
      sidecar,
      'bookinfo/waypoint>bookinfo/reviews-v1:tcp',
    ]);
  });
});

describe('operations', () => {
  const samples = together(
    call({ ...pair, rps: 6, operation: 'list books' }),
    call({ ...pair, rps: 2, code: 500, operation: 'buy' }),
    call({ ...pair, rps: 1 }),
  );
  it('GRF-16: are nodes between caller and workload, and what is not classified goes straight', () => {
    const graph = draw(samples, { operations: true });
    expect(graph.edges.map(({ from, to, traffic }) => [from, to, traffic.requestsPerSecond])).toEqual([
      ['bookinfo/op:reviews:buy', 'bookinfo/reviews-v1', 2],
      ['bookinfo/op:reviews:list%20books', 'bookinfo/reviews-v1', 6],
      ['bookinfo/productpage-v1', 'bookinfo/op:reviews:buy', 2],
      ['bookinfo/productpage-v1', 'bookinfo/op:reviews:list%20books', 6],
      ['bookinfo/productpage-v1', 'bookinfo/reviews-v1', 1],
    ]);
    expect(node(graph, 'bookinfo/op:reviews:buy')).toMatchObject({ kind: 'operation', name: 'buy', health: 'failing' });
  });
  it('GRF-16: have no response times of their own, which nobody measures by kind', () => {
    expect(draw(samples, { operations: true }).edges.map(({ traffic }) => traffic.p95Ms)).toEqual([null, null, null, null, null]);
  });
  it('are one edge where they are not wanted', () => {
    expect(edge(draw(samples), 'bookinfo/productpage-v1>bookinfo/reviews-v1:http').traffic.requestsPerSecond).toBe(9);
  });
});

describe('what is at rest', () => {
  const samples = together(call({ ...pair, rps: 0 }), call({ from: 'productpage-v1', to: 'details-v1', rps: 1 }));
  const quiet = 'bookinfo/productpage-v1>bookinfo/reviews-v1:http';

  it('GRF-14: is drawn as calls without their idle neighbours', () => {
    const graph = draw(samples, { idleEdges: true });
    expect(callsOf(graph)).toContain(quiet);
    expect(ids(graph)).not.toContain('bookinfo/ratings-v2');
  });
  it('GRF-15: is drawn as nodes without calls, services among them where they are nodes', () => {
    const graph = draw(samples, { idle: true, idleEdges: false, services: true });
    expect(callsOf(graph)).not.toContain(quiet);
    expect(ids(graph)).toEqual(expect.arrayContaining(['bookinfo/ratings-v2', 'bookinfo/svc:ratings', 'bookinfo/reviews-v1']));
  });
});

describe('one node and what is near', () => {
  it('GRF-46: is what is so many calls up or down, with the sums of all its calls', () => {
    const graph = draw(bookinfoSamples, { focus: { id: 'bookinfo/reviews-v2', hops: 1 } });
    expect(ids(graph)).toEqual(['bookinfo/productpage-v1', 'bookinfo/ratings-v1', 'bookinfo/reviews-v2']);
    expect(node(graph, 'bookinfo/ratings-v1').inbound[0]?.requestsPerSecond).toBe(12);
    expect(callsOf(graph)).toEqual(['bookinfo/productpage-v1>bookinfo/reviews-v2:http', 'bookinfo/reviews-v2>bookinfo/ratings-v1:http']);
  });
  it('GRF-46: leaves out other callees of its callers, however many hops are wanted', () => {
    const graph = draw(bookinfoSamples, { focus: { id: 'bookinfo/reviews-v2', hops: 9 } });
    expect(ids(graph)).toContain('istio-system/istio-ingressgateway');
    expect(ids(graph)).not.toContain('bookinfo/details-v1');
  });
  it('GRF-46: takes no service for a hop', () => {
    const graph = draw(bookinfoSamples, { services: true, focus: { id: 'bookinfo/reviews-v2', hops: 1 } });
    expect(ids(graph)).toEqual([
      'bookinfo/productpage-v1',
      'bookinfo/ratings-v1',
      'bookinfo/reviews-v2',
      'bookinfo/svc:ratings',
      'bookinfo/svc:reviews',
    ]);
  });
  it('is nothing where there is no such node, or it may not be seen', () => {
    expect(draw(bookinfoSamples, { focus: { id: 'bookinfo/nobody', hops: 1 } }).nodes).toEqual([]);
    const hidden = { visible: seeing('istio-system'), focus: { id: 'bookinfo/reviews-v2', hops: 1 } };
    expect(draw(bookinfoSamples, hidden)).toMatchObject({ nodes: [], edges: [] });
  });
});
