import { Explanation, getExplanation } from '@vigla/contract/explain';
import { TrafficGraph } from '@vigla/contract/graph';
import { ElementSeries, getElementSeries } from '@vigla/contract/metrics';
import { listCallTraces } from '@vigla/contract/traces';
import { bookinfoObjects, bookinfoSamples, call, deployed, namespaceObject, noon, tcp, together } from '@vigla/testkit/bookinfo';
import { fakeJaeger, fakePrometheus, obeying } from '@vigla/testkit/upstreams';
import { describe, expect, it } from 'vitest';
import { fakeKubernetes, fakeServer } from '../fakes/index.ts';
import type { Visibility } from '../sources/index.ts';

/** Bookinfo with everything that makes ids of its own: kinds of request, a waypoint, a shop with teams, names outside. */
const samples = together(
  bookinfoSamples,
  call({ from: 'productpage-v1', to: 'details-v1', rps: 3, operation: 'list books' }),
  call({ from: 'productpage-v1', to: 'details-v1', rps: 1, code: 500, operation: 'buy' }),
  tcp({ from: 'shop/cart', to: 'shop/waypoint', bytesPerSecond: 900, ztunnel: true }),
  tcp({ from: 'shop/waypoint', to: 'shop/stock-v1', bytesPerSecond: 900, ztunnel: true }),
  call({ from: 'shop/cart', to: 'shop/stock-v1', rps: 7, reporters: ['waypoint'] }),
  call({ from: 'productpage-v1', to: 'shop/cart', rps: 2, code: 503, flags: 'UO' }),
  call({ from: 'shop/stock-v2', to: null, host: 'api.partner.example', rps: 1, reporters: ['source'] }),
  call({ from: 'shop/stock-v2', to: null, host: 'PassthroughCluster', rps: 1, reporters: ['source'] }),
);
const objects = [
  ...bookinfoObjects,
  namespaceObject('shop', { team: 'sales' }),
  ...deployed({ namespace: 'shop', app: 'cart', labels: { team: 'sales' } }),
  ...deployed({ namespace: 'shop', app: 'stock', version: 'v1', labels: { team: 'sales' } }),
  ...deployed({ namespace: 'shop', app: 'stock', version: 'v2', labels: { team: 'sales' } }),
  ...deployed({ namespace: 'shop', app: 'waypoint', labels: { 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' } }),
];

type Wish = Readonly<Record<string, string>>;
const onOff = ['false', 'true'] as const;
const stops = onOff.flatMap((services) =>
  onOff.flatMap((operations) => onOff.map((waypoints): Wish => ({ services, operations, waypoints }))),
);
const everyStop: Wish = { services: 'true', operations: 'true', waypoints: 'true' };
const gatherings = ['namespace', 'app', 'cluster', 'label:team', 'namespace:team'];

/** Two groupings with every choice of stops, the others with all; every gathering with none and with all; every ambient choice. */
const wishes: readonly Wish[] = [
  ...(['version', 'service'] as const).flatMap((groupBy) => stops.map((some): Wish => ({ groupBy, ...some }))),
  ...(['workload', 'app'] as const).map((groupBy): Wish => ({ groupBy, ...everyStop })),
  ...gatherings.flatMap((gather): readonly Wish[] => [{ gather }, { gather, ...everyStop }]),
  { groupBy: 'service', gather: 'namespace' },
  { ambient: 'waypoint', ...everyStop },
  { ambient: 'ztunnel', gather: 'namespace' },
  { gather: 'namespace', open: 'group:namespace/bookinfo' },
  { focus: 'bookinfo/reviews-v2', gather: 'app' },
  { idle: 'false', idleEdges: 'false', services: 'true' },
];
/** What a reader of few namespaces is shown differs in who may be seen, and not in how that is drawn. */
const fewer: readonly Wish[] = [
  {},
  { groupBy: 'service' },
  { groupBy: 'app', ...everyStop },
  { gather: 'namespace' },
  { gather: 'cluster', ...everyStop },
  { gather: 'app', open: 'group:app/bookinfo/reviews' },
];

/** A minute is the shortest course: four steps, each as the mesh is at noon. */
const everyStep = [-60, -45, -30, -15, 0].map((offset) => noon + offset);

interface Told {
  /** What could not be asked about. */
  readonly refused: readonly string[];
  /** Elements whose course does not end at what the picture shows. */
  readonly otherwise: readonly string[];
  /** Elements whose explanation has nothing to say. */
  readonly mute: readonly string[];
  readonly texts: readonly string[];
}

/** Whatever is on the graph of a wish is asked for as the page asks for it. */
async function askAll(wish: Wish, visible: Visibility): Promise<Told> {
  await using upstream = await fakePrometheus((query, { path }) => {
    const answer = obeying(samples)(query);
    if (path !== '/api/v1/query_range' || !Array.isArray(answer)) return answer;
    return { series: answer.map(({ labels, value }) => ({ labels, points: everyStep.map((time) => [time, value] as const) })) };
  });
  await using jaeger = await fakeJaeger([]);
  const kubernetes = fakeKubernetes({ objects, visible: () => visible });
  await using server = await fakeServer({ upstream, kubernetes, tracingUrl: jaeger.url });
  const get = (path: string, query: Wish) =>
    server.app.inject({ url: `${path}?${new URLSearchParams(query).toString()}`, headers: { 'x-test-user': 'anna' } });
  const [refused, otherwise, mute, texts]: [string[], string[], string[], string[]] = [[], [], [], []];
  const graph = TrafficGraph.parse((await get('/api/v1/graph', wish)).json());
  const open = graph.gathered?.open.map(({ id }) => id) ?? [];
  for (const element of [...[...graph.nodes, ...graph.edges].map(({ id }) => id), ...open]) {
    const what = `${JSON.stringify(wish)} ${element}`;
    const [series, explanation, traces] = [
      await get(getElementSeries.path, { ...wish, element, spanSeconds: '60' }),
      await get(getExplanation.path, { ...wish, element }),
      await get(listCallTraces.path, { ...wish, element }),
    ];
    for (const [row, { statusCode, body }] of Object.entries({ series, explanation, traces })) {
      texts.push(body);
      if (statusCode !== 200) refused.push(`${row} ${what}: ${statusCode} ${body}`);
    }
    if (series.statusCode === 200)
      otherwise.push(...differences(graph, element, ElementSeries.parse(series.json())).map((one) => `${what} ${one}`));
    if (explanation.statusCode === 200 && saysNothing(Explanation.parse(explanation.json()))) mute.push(what);
  }
  return { refused, otherwise, mute, texts };
}

const sum = (values: readonly (number | null)[]): number => values.reduce<number>((all, value) => all + (value ?? 0), 0);

/** How the end of a course differs from what the picture shows; nothing where it says why it cannot be told. */
function differences({ nodes, edges }: TrafficGraph, element: string, { courses, untold }: ElementSeries): readonly string[] {
  if (untold.includes('restricted')) return [];
  const edge = edges.find(({ id }) => id === element);
  const node = nodes.find(({ id }) => id === element);
  const shown = { inbound: edge ? [edge.traffic] : (node?.inbound ?? []), outbound: node?.outbound ?? [] };
  if (!edge && !node) return courses.length > 0 ? [] : ['has no course'];
  return (['inbound', 'outbound'] as const).flatMap((direction) => {
    const mine = courses.filter((course) => course.direction === direction);
    const [was, is] = [
      sum(shown[direction].flatMap(({ requestsPerSecond, bytesPerSecond }) => [requestsPerSecond, bytesPerSecond])),
      sum(mine.flatMap(({ requestsPerSecond, bytesPerSecond }) => [requestsPerSecond.at(-1) ?? null, bytesPerSecond.at(-1) ?? null])),
    ];
    return Math.abs(was - is) > 1e-6 * (1 + was) ? [`${direction}: ${was} on the picture, ${is} at the end of the course`] : [];
  });
}

const saysNothing = ({ verdict, evidence, notKnown, within }: Explanation): boolean =>
  verdict.kind !== 'idle' && evidence.length + notKnown.length + (within?.calls ?? 0) === 0;

const nameOf = (wish: Wish): string => new URLSearchParams(wish).toString() || 'nothing in particular';
const answered = { refused: [], otherwise: [], mute: [] };

describe('whatever can be selected can be asked about, and its course ends where the picture is', () => {
  it.each(wishes.map((wish) => [nameOf(wish), wish] as const))('where somebody wishes %s', async (_, wish) => {
    const { texts, ...told } = await askAll(wish, { all: true, namespaces: new Set() });
    expect(told).toEqual(answered);
    expect(texts.length).toBeGreaterThan(10);
  });
});

describe('whatever can be selected by somebody who may not see a namespace', () => {
  it.each(fewer.map((wish) => [nameOf(wish), wish] as const))(
    'can be asked about, and no answer names anything of it: %s',
    async (_, wish) => {
      const { texts, ...told } = await askAll(wish, { all: false, namespaces: new Set(['bookinfo', 'clients']) });
      expect(told).toEqual(answered);
      expect(texts.filter((text) => /shop|stock|cart|partner|istio-system|ingressgateway/.test(text))).toEqual([]);
    },
  );
});
