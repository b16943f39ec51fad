import { describe, expect, it } from 'vitest';
import { graphOf, node } from '@vigla/testkit/graphs';
import { shopGraph } from '../test/shop-graph.ts';
import { callsFrom, endTowards, nodeTowards, stepIn, troubles, worsened } from './walk.ts';

const positions = new Map([
  ['left', { x: 0, y: 0 }],
  ['right', { x: 300, y: 10 }],
  ['far', { x: 600, y: 0 }],
  ['below', { x: 0, y: 90 }],
]);

describe('the keyboard on the picture', () => {
  it.each([
    ['right', 'left', 'right'],
    ['right', 'right', 'far'],
    ['left', 'far', 'right'],
    ['down', 'left', 'below'],
    ['up', 'below', 'left'],
  ] as const)('goes %s from %s to %s', (direction, from, to) => {
    expect(nodeTowards(direction, from, positions)).toBe(to);
  });

  it('stays where nothing lies ahead, and begins at the upper left', () => {
    expect(nodeTowards('up', 'left', positions)).toBeNull();
    expect(nodeTowards('right', null, positions)).toBe('left');
  });

  it('steps through trouble, worst first, in a circle', () => {
    const ids = troubles(shopGraph());
    expect(ids.slice(0, 2)).toEqual(['orders/checkout-v12>payments/payments-v2:http', 'payments/payments-v2']);
    expect(ids).not.toContain('billing/billing-batch');
    const checkout = ids.indexOf('orders/checkout-v12');
    expect(checkout).toBeLessThan(ids.indexOf('storefront/storefront-api-v5'));
    expect(stepIn(ids, null, 1)).toBe(ids[0]);
    expect(stepIn(ids, ids[0] ?? null, -1)).toBe(ids.at(-1));
    expect(stepIn([], null, 1)).toBeNull();
  });
});

it('keeps trouble in its order while the same failures along a path are counted a little differently', () => {
  const graph = shopGraph();
  const jittered = (by: (index: number) => number) => ({
    nodes: graph.nodes,
    edges: graph.edges.map((edge, index) => ({
      ...edge,
      traffic: { ...edge.traffic, requestsPerSecond: (edge.traffic.requestsPerSecond ?? 0) * by(index) },
    })),
  });
  const rising = troubles(jittered((index) => 1 + index / 2000));
  expect(troubles(jittered((index) => 1 - index / 2000))).toEqual(rising);
});

describe('GRF-53: the keyboard on calls', () => {
  const graph = shopGraph();
  const bad = 'orders/checkout-v12>payments/payments-v2:http';

  it('walks out of a node, worst call first, then the largest', () => {
    const calls = callsFrom(graph, 'orders/checkout-v12', 'out');
    expect(calls[0]).toBe(bad);
    expect(calls[1]).toBe('orders/checkout-v12>orders/inventory-v3:http');
    expect(calls).toHaveLength(5);
  });

  it('walks into a node the same way', () => {
    expect(callsFrom(graph, 'payments/payments-v2', 'in')).toEqual([bad]);
  });

  it('leaves a call at its ends, and a node by its neighbours', () => {
    expect(endTowards(graph, bad, 'left')).toBe('orders/checkout-v12');
    expect(endTowards(graph, bad, 'right')).toBe('payments/payments-v2');
    expect(endTowards(graph, 'payments/payments-v2', 'right')).toBeNull();
  });
});

describe('what is announced', () => {
  const graph = (health: 'healthy' | 'degraded' | 'failing' | 'unknown') => graphOf([node('a/x', { health })], []);
  it.each([
    ['a node that begins to fail', 'healthy', 'failing', ['a/x']],
    ['a node that fails more', 'degraded', 'failing', ['a/x']],
    ['nothing when it recovers', 'failing', 'healthy', []],
    ['nothing when it stays as it was', 'failing', 'failing', []],
    ['nothing when measurement is lost', 'healthy', 'unknown', []],
  ] as const)('is %s', (_, before, now, ids) => {
    expect(worsened(graph(before), graph(now))).toEqual(ids);
  });

  it('is nothing of the first picture', () => {
    expect(worsened(null, graph('failing'))).toEqual([]);
  });
});
