import { describe, expect, it } from 'vitest';
import { call, graphOf, http, node } from '../test/made-graphs.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { drawGraph } from './drawing.ts';

describe('the drawing of a mesh', () => {
  it('has a plate for every node, a line for every call, and boxes for namespaces and for applications with several versions', () => {
    const { plates, lines, frames } = drawGraph(shopGraph(), ['rate'], speech);
    expect([plates.length, lines.length]).toEqual([22, 28]);
    expect(frames.map(({ id }) => id).sort()).toEqual([
      'app:catalog/recommendations',
      'app:payments/payments',
      ...['billing', 'cart', 'catalog', 'edge', 'orders', 'payments', 'storefront'].map((name) => `namespace:${name}`),
    ]);
  });

  it('boxes no versions where applications are one plate anyway', () => {
    expect(drawGraph(shopGraph({ groupBy: 'app' }), [], speech).frames.every(({ kind }) => kind === 'namespace')).toBe(true);
  });

  it('leaves out idle calls, and what only they reach, unless they are wanted', () => {
    const idle = { health: 'idle', traffic: http({ requestsPerSecond: 0 }) } as const;
    const graph = graphOf([node('a/x'), node('a/y'), node('a/z', { health: 'idle' })], [call('a/x', 'a/y'), call('a/y', 'a/z', idle)]);
    expect(drawGraph(graph, ['rate'], speech).plates.map(({ id }) => id)).toEqual(['a/x', 'a/y']);
    expect(drawGraph(graph, ['rate', 'idleEdges'], speech).lines).toHaveLength(2);
  });

  it('survives calls whose ends are not in the answer', () => {
    const torn = graphOf([node('a/x')], [call('a/x', 'a/gone'), call('nowhere', 'a/x')]);
    expect(drawGraph(torn, ['rate', 'idleEdges'], speech).lines).toEqual([]);
  });

  it('keeps calls of two protocols between the same two apart', () => {
    const graph = graphOf([node('a/x'), node('a/y')], [call('a/x', 'a/y'), call('a/x', 'a/y', { traffic: http({ protocol: 'grpc' }) })]);
    expect(drawGraph(graph, ['rate'], speech).lines.map(({ lane }) => lane)).toEqual([0, 1]);
  });
});
