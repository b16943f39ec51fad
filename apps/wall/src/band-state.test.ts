import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { call, graphOf, http, node as madeNode } from '@vigla/testkit/graphs';
import { expect, it } from 'vitest';
import { type BandState, bandState } from './band-state.ts';

const node = (id: string, health: GraphNode['health'], errorRatio: number | null = 0): GraphNode =>
  madeNode(id, { namespace: 'shop', health, inbound: [http({ errorRatio })] });
const edge = (from: string, to: string): GraphEdge => call(from, to);
const graph = (nodes: GraphNode[], edges: GraphEdge[], gaps: TrafficGraph['gaps'] = []): TrafficGraph =>
  graphOf(nodes, edges, { at: at(1000), newestSampleAt: at(996), gaps });

const calm = graph([node('a', 'healthy'), node('b', 'healthy')], [edge('a', 'b')]);
const chain = graph([node('a', 'failing', 0.2), node('b', 'failing', 0.5), node('c', 'healthy')], [edge('a', 'b'), edge('b', 'c')]);
const silent = graph([node('a', 'healthy')], [edge('a', 'a')], [{ source: 'kubernetes', lacks: 'workloads', detail: '' }]);

it.each<[because: string, graph: TrafficGraph, age: number | null, expected: Partial<BandState>]>([
  ['all is well', calm, 4, { kind: 'healthy', late: false, count: 0, worst: null }],
  [
    'a failing callee makes its caller fail: only the callee is named',
    chain,
    4,
    { kind: 'failing', count: 1, worst: { name: 'b', version: null, namespace: 'shop', errorRatio: 0.5 } },
  ],
  [
    'a circle of failures names all of them',
    graph([node('a', 'failing'), node('b', 'failing')], [edge('a', 'b'), edge('b', 'a')]),
    4,
    { kind: 'failing', count: 2 },
  ],
  ['one is degraded', graph([node('a', 'degraded', 0.01)], [edge('a', 'a')]), 4, { kind: 'degraded', count: 1 }],
  ['a silent source is never called healthy', silent, 4, { kind: 'partial' }],
  ['nobody calls anybody', graph([node('a', 'idle')], []), null, { kind: 'no_traffic' }],
  ['the data is two intervals old and still shown, as the past', calm, 31, { kind: 'healthy', late: true }],
  ['the data is exactly two intervals old', calm, 30, { kind: 'healthy', late: false }],
  ['the data is too old to say anything', chain, 76, { kind: 'old', late: true, ageSeconds: 76 }],
])('when %s', (_, shown, age, expected) => {
  expect(bandState(shown, age, 15)).toMatchObject(expected);
});
