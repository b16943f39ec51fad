import type { ComparedEdge, Comparison, Difference } from '@vigla/contract/compare';
import type { GraphEdge, GraphNode, NodeKind, Traffic, TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { at, seconds } from '@vigla/contract/units';
import type { WordKey } from '../../words/index.ts';

/** One symbol of the picture: what it is called, and the smallest graph that shows it. */
export interface Sample {
  readonly word: WordKey;
  readonly graph: TrafficGraph;
  /** What became of it, where two windows are compared. */
  readonly compared?: Pick<Comparison, 'nodes' | 'edges'>;
  readonly selected?: boolean;
}

const http = (requestsPerSecond: number | null, errorRatio = 0): Traffic => ({
  protocol: 'http',
  requestsPerSecond,
  bytesPerSecond: null,
  sentBytesPerSecond: null,
  receivedBytesPerSecond: null,
  sentMessagesPerSecond: null,
  receivedMessagesPerSecond: null,
  requests: requestsPerSecond === null ? null : requestsPerSecond * 300,
  failed: requestsPerSecond === null ? null : requestsPerSecond * 300 * errorRatio,
  errorRatio: requestsPerSecond === null ? null : errorRatio,
  averageMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
});
const tcp = (bytesPerSecond: number): Traffic => ({ ...http(null), protocol: 'tcp', bytesPerSecond });

const node = (kind: NodeKind, name: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id: `shop/${name}`,
  kind,
  namespace: 'shop',
  cluster: null,
  name,
  app: more.version ? name : null,
  version: null,
  health: 'healthy',
  reasons: [],
  inbound: [http(24)],
  outbound: [],
  pods: null,
  inMesh: true,
  badges: [],
  hosts: [],
  principals: [],
  traits: [],
  likelyCause: null,
  labels: {},
  members: null,
  ...more,
});

const edge = (traffic: Traffic, more: Partial<GraphEdge> = {}): GraphEdge => ({
  id: `shop/a>shop/b:${traffic.protocol}`,
  from: 'shop/a',
  to: 'shop/b',
  traffic,
  endings: [],
  callerSaw: [],
  reportedBy: 'both',
  agreement: null,
  mtlsRatio: 1,
  hosts: [],
  sourcePrincipals: [],
  destinationPrincipals: [],
  health: 'healthy',
  ...more,
});

const graphOf = (nodes: GraphNode[], edges: GraphEdge[] = []): TrafficGraph => ({
  at: at(0),
  window: seconds(300),
  groupBy: 'version',
  namespaces: ['shop'],
  nodes,
  edges,
  newestSampleAt: null,
  gaps: [],
  gathered: null,
  cost: null,
});

const plate = (word: WordKey, one: GraphNode): Sample => ({ word, graph: graphOf([one]) });

/** The outline tells the kind. */
export const kindSamples: readonly Sample[] = [
  plate('graph.kind.workload', node('workload', 'checkout', { version: 'v12' })),
  plate('graph.kind.service', node('service', 'payments')),
  plate('graph.kind.app', node('app', 'reviews')),
  plate('graph.kind.gateway', node('gateway', 'ingressgateway', { inbound: [http(412)] })),
  plate('graph.kind.waypoint', node('waypoint', 'waypoint')),
  plate('graph.kind.store', node('store', 'orders-db', { inbound: [tcp(850_000)] })),
  plate('graph.kind.external', node('external', 'api.example.com')),
  plate(
    'graph.kind.outside',
    node('outside', 'entering', { id: 'outside/unknown:entering', health: 'unknown', inbound: [], outbound: [http(412)] }),
  ),
  plate('graph.kind.operation', node('operation', 'POST /orders')),
  plate('graph.kind.group', node('group', 'catalog')),
  plate('graph.kind.restricted', node('restricted', '', { health: 'unknown', inbound: [] })),
];

const states: Readonly<Record<Health, Partial<GraphNode>>> = {
  healthy: {},
  degraded: { inbound: [http(24, 0.037)] },
  failing: { inbound: [http(4.8, 0.184)] },
  not_ready: { pods: { ready: 2, desired: 3 } },
  idle: { inbound: [http(0)] },
  unknown: { inbound: [] },
};

/** Band, border, sign and words tell the health. */
export const healthSamples: readonly Sample[] = (['healthy', 'degraded', 'failing', 'not_ready', 'idle', 'unknown'] as const).map(
  (health) => plate(`graph.health.${health}`, node('workload', 'payments', { version: 'v2', health, ...states[health] })),
);

const call = (word: WordKey, one: GraphEdge, selected = false): Sample => ({
  word,
  selected,
  // Two callers: the plate of a node with one would say the rate instead of the line.
  graph: graphOf(
    [node('workload', 'a'), node('workload', 'b'), node('workload', 'c')],
    [one, { ...edge(http(1)), id: 'other', from: 'shop/c' }],
  ),
});

/** Pattern, width, sign and label tell how a call is. */
export const callSamples: readonly Sample[] = [
  call('display.symbols.call.healthy', edge(http(24))),
  call('display.symbols.call.degraded', edge(http(24, 0.037), { health: 'degraded' })),
  call('display.symbols.call.failing', edge(http(4.8, 0.184), { health: 'failing' })),
  call('display.symbols.call.tcp', edge(tcp(640_000))),
  call('display.symbols.call.idle', edge(http(0), { health: 'idle' })),
  call('display.symbols.call.unknown', edge(http(null), { health: 'unknown' })),
  call('display.symbols.call.plainText', edge(http(0.8), { mtlsRatio: 0 })),
  call('display.symbols.call.half', edge(http(24), { reportedBy: 'source' })),
  call('display.symbols.call.selected', edge(http(24)), true),
];

const changed = (word: WordKey, change: Difference, before: Traffic | null, after: Traffic | null): Sample => {
  const one = edge(after ?? before ?? http(null));
  const compared: ComparedEdge = { edge: one, change, before, after, mtlsBefore: 1, mtlsAfter: 1 };
  return { ...call(word, one), compared: { nodes: [], edges: [compared] } };
};

const changedNode = (word: WordKey, change: Difference): Sample => {
  const one = node('workload', 'search', { version: change === 'gone' ? 'v3' : 'v4' });
  return { ...plate(word, one), compared: { nodes: [{ node: one, change, before: [], after: [] }], edges: [] } };
};

/** While two windows are compared, discs and labels tell what differs; colour is not needed to read them. */
export const changeSamples: readonly Sample[] = [
  changed('display.symbols.change.worse', 'worse', http(4.8), http(4.8, 0.184)),
  changed('display.symbols.change.better', 'better', { ...http(24), p95Ms: 186 }, { ...http(24), p95Ms: 121 }),
  changed('display.symbols.change.new', 'new', null, http(0.8)),
  changed('display.symbols.change.gone', 'gone', http(58.9), null),
  changed('display.symbols.change.less', 'less', http(24), http(19.7)),
  changedNode('display.symbols.change.newNode', 'new'),
  changedNode('display.symbols.change.goneNode', 'gone'),
];
