import type { TrafficGraph } from '@vigla/contract/graph';
import { bookinfoObjects, bookinfoSamples, call, deployed, namespaceObject, together } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../inventory/index.ts';
import type { GraphQuestion } from './graph-question.ts';
import { type Look, lookBehind } from './look-behind.ts';
import { projectGraph } from './project-graph.ts';
import { readFlows } from './read-flows.ts';
import { facts, question, seeing, window } from './test/draw.ts';
import { whereReported } from './where-reported.ts';

const reviewsToRatings = 'bookinfo/reviews-v2>bookinfo/ratings-v1:http';

function look(
  changes: Partial<GraphQuestion>,
  samples = bookinfoSamples,
  known = facts,
): { readonly graph: TrafficGraph; readonly look: Look } {
  const [mesh, asked] = [readFlows(samples, window), { ...question, ...changes }];
  const graph = projectGraph(mesh, known, asked);
  return { graph, look: lookBehind(mesh, known, asked, graph) };
}
const behind = (element: string, changes: Partial<GraphQuestion>) => {
  const found = look(changes).look.behind(element);
  return found ?? expect.unreachable(`nothing is behind ${element}`);
};

describe('behind an element of a graph', () => {
  it('is the call itself and its flows, where nothing is gathered', () => {
    const { calls, flows, members } = behind(reviewsToRatings, {});
    expect(calls.map(({ id }) => id)).toEqual([reviewsToRatings]);
    expect(flows.map(({ from, to }) => [from.id, to.id])).toEqual([['bookinfo/reviews-v2', 'bookinfo/ratings-v1']]);
    expect(members).toEqual([]);
  });

  it('are the members of a group and the calls that touch them, shut or open', () => {
    const group = 'group:app/bookinfo/reviews';
    const shut = behind(group, { gather: 'app' });
    expect(shut.members.map(({ id }) => id)).toEqual(['bookinfo/reviews-v1', 'bookinfo/reviews-v2', 'bookinfo/reviews-v3']);
    expect(shut.calls.map(({ id }) => id)).toContain(reviewsToRatings);
    const open = behind(group, { gather: 'app', open: [group] });
    expect(open.members).toEqual(shut.members);
    expect(open.trafficIn(readFlows(bookinfoSamples, window))).toEqual(shut.trafficIn(readFlows(bookinfoSamples, window)));
  });

  it('are all calls that a service passes on, whoever sends them', () => {
    const { flows, ends } = behind('bookinfo/svc:ratings>bookinfo/ratings-v1:http', { services: true });
    expect(flows.map(({ from }) => from.id).sort()).toEqual(['bookinfo/reviews-v2', 'bookinfo/reviews-v3']);
    expect(ends.from).toBeNull();
  });

  it('is what a gateway sends, of what enters by it', () => {
    const entering = behind('outside/unknown:entering>istio-system/istio-ingressgateway:http', {});
    expect(entering.flows.map(({ from }) => from.id)).toEqual(['istio-system/istio-ingressgateway']);
    expect(whereReported(entering).join()).toContain('source_workload="istio-ingressgateway"');
  });

  it('is nothing, where it is not on this graph or not to be seen', () => {
    expect(look({}).look.behind('group:namespace/bookinfo')).toBeNull();
    expect(look({ visible: seeing('clients') }).look.behind(reviewsToRatings)).toBeNull();
  });
});

describe('behind what is a group only beside another window', () => {
  // The other window has a second version of productpage.
  const group = 'group:app/bookinfo/productpage';
  const toReviews = `${group}>group:app/bookinfo/reviews:http`;

  it('is the one workload that the application has here', () => {
    const { members, calls } = behind(group, { gather: 'app' });
    expect(members.map(({ id }) => id)).toEqual(['bookinfo/productpage-v1']);
    expect(calls.map(({ id }) => id)).toContain('bookinfo/productpage-v1>bookinfo/reviews-v1:http');
  });

  it('are its calls, with what other versions sent in the other window', () => {
    const { calls, ends, trafficIn } = behind(toReviews, { gather: 'app' });
    expect(calls.map(({ from, to }) => `${from}>${to}`)).toEqual(
      ['v1', 'v2', 'v3'].map((version) => `bookinfo/productpage-v1>bookinfo/reviews-${version}`),
    );
    expect(ends.from?.map(({ id }) => id)).toEqual(['bookinfo/productpage-v1']);
    const other = readFlows(
      together(call({ from: 'productpage-v1', to: 'reviews-v1', rps: 4 }), call({ from: 'productpage-v2', to: 'reviews-v1', rps: 3 })),
      window,
    );
    expect(trafficIn(other).map(({ traffic }) => traffic.requestsPerSecond)).toEqual([7]);
  });

  it('is nothing where nothing of the application is here, or nothing is gathered by application', () => {
    expect(look({ gather: 'app' }).look.behind('group:app/bookinfo/basket')).toBeNull();
    expect(look({ gather: 'app' }).look.behind(`${group}>group:app/bookinfo/basket:http`)).toBeNull();
    expect(look({}).look.behind(group)).toBeNull();
    expect(look({ gather: 'namespace' }).look.behind(toReviews)).toBeNull();
  });
});

describe('the traffic of an element in another reading', () => {
  const [before, now] = [
    call({ from: 'productpage-v1', to: 'reviews-v0', rps: 5 }),
    call({ from: 'productpage-v1', to: 'reviews-v1', rps: 7 }),
  ];
  const inbound = (element: string, gather: GraphQuestion['gather']) =>
    look({ gather: gather ?? 'none' }, together(now, call({ from: 'productpage-v1', to: 'reviews-v2', rps: 1 })))
      .look.behind(element)
      ?.trafficIn(readFlows(before, window))
      .filter(({ direction }) => direction === 'inbound')
      .map(({ traffic }) => traffic.requestsPerSecond);

  it('counts a version that is gone to the group of its siblings', () => {
    expect(inbound('group:app/bookinfo/reviews', 'app')).toEqual([5]);
    expect(inbound('group:namespace/bookinfo', 'namespace')).toEqual([5]);
  });

  it('is that of the node alone, where nothing is gathered', () => {
    expect(inbound('bookinfo/reviews-v1', 'none')).toEqual([]);
  });

  it('finds a waypoint by what the first reading knows, though its hops were not asked for', () => {
    const known = readFacts([
      ...bookinfoObjects,
      namespaceObject('shop'),
      ...deployed({ app: 'waypoint', labels: { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' } }),
    ]);
    const told = call({ from: 'productpage-v1', to: 'reviews-v1', rps: 7, reporters: ['waypoint'] });
    const hops = together(call({ from: 'productpage-v1', to: 'waypoint', rps: 7 }), call({ from: 'waypoint', to: 'reviews-v1', rps: 7 }));
    const { look: looked } = look({ waypoints: true }, together(told, hops), known);
    const passing = looked.behind('bookinfo/productpage-v1>bookinfo/waypoint:http');
    expect(passing?.trafficIn(readFlows(told, window)).map(({ traffic }) => traffic.requestsPerSecond)).toEqual([7]);
  });
});
