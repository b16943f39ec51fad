import type { TrafficGraph } from '@vigla/contract/graph';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../drawing/curve.ts';
import { frameRect, framesOf, plateRect, type Rect } from '../drawing/frame.ts';
import { call, graphOf, node } from '@vigla/testkit/graphs';
import { shopGraph } from '../test/shop-graph.ts';
import { arrange } from './arrange.ts';
import { layoutGraph } from './layout-graph.ts';
import { layoutInput } from './layout-input.ts';
import { placeNew } from './place-new.ts';

const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Pairs of things that may not touch: two plates, two namespaces, a namespace and a plate that is not in it. */
function collisions(graph: TrafficGraph, positions: ReadonlyMap<string, Point>): readonly string[] {
  const plates = [...positions].map(([id, point]) => ({ id, members: [id], rect: plateRect(point) }));
  const boxes = framesOf(graph)
    .filter(({ kind }) => kind === 'namespace')
    .flatMap((frame) => {
      const rect = frameRect(frame, positions);
      return rect ? [{ id: frame.id, members: frame.members, rect }] : [];
    });
  const all = [...plates, ...boxes];
  return all.flatMap((a, i) =>
    all.slice(i + 1).flatMap((b) => (!b.members.includes(a.id) && overlap(a.rect, b.rect) ? [`${a.id} x ${b.id}`] : [])),
  );
}

const meshes = fc
  .record({ namespaces: fc.integer({ min: 1, max: 6 }), size: fc.integer({ min: 1, max: 40 }), seed: fc.infiniteStream(fc.nat(1_000_000)) })
  .map(({ namespaces, size, seed }) => {
    const next = (below: number): number => (seed.next().value ?? 0) % below;
    const nodes = Array.from({ length: size }, (_, i) =>
      node(`ns${next(namespaces)}/w${i}`, { app: `app${next(size)}`, version: `v${i}` }),
    );
    const pick = (): string => nodes[next(size)]?.id ?? '';
    const edges = Array.from({ length: next(size * 3) }, () => call(pick(), pick()));
    return graphOf(nodes, [...new Map(edges.map((edge) => [edge.id, edge])).values()]);
  });

describe('the layout of a mesh', () => {
  it('keeps boxes and plates apart whatever calls what', () => {
    fc.assert(
      fc.property(meshes, (graph) => {
        const positions = layoutGraph(layoutInput(graph));
        expect(positions.size).toBe(graph.nodes.length);
        expect(collisions(graph, positions)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('puts the outside above its door', () => {
    const door = node('edge/gateway', { kind: 'gateway' });
    const graph = graphOf(
      [node('outside/unknown:entering', { kind: 'outside', namespace: null }), door, node('shop/a'), node('shop/b')],
      [call('outside/unknown:entering', 'edge/gateway'), call('edge/gateway', 'shop/a'), call('shop/a', 'shop/b')],
    );
    const positions = layoutGraph(layoutInput(graph));
    expect(positions.get('outside/unknown:entering')?.x).toBe(positions.get('edge/gateway')?.x);
    expect(positions.get('outside/unknown:entering')?.y).toBeLessThan(positions.get('edge/gateway')?.y ?? 0);
  });

  it('puts callers that nobody knows left of what they call, and above it where nothing is left of it', () => {
    const unknown = node('outside/unknown', { kind: 'outside', namespace: null });
    const inner = graphOf(
      [unknown, node('shop/a'), node('shop/b'), node('shop/c')],
      [call('shop/a', 'shop/b'), call('shop/b', 'shop/c'), call('outside/unknown', 'shop/c')],
    );
    const positions = layoutGraph(layoutInput(inner));
    expect(positions.get('outside/unknown')?.x).toBe(positions.get('shop/b')?.x);
    const first = layoutGraph(layoutInput(graphOf([unknown, node('shop/a')], [call('outside/unknown', 'shop/a')])));
    expect(first.get('outside/unknown')?.x).toBe(first.get('shop/a')?.x);
  });

  it('runs from the door on the left to the stores on the right', () => {
    const positions = layoutGraph(layoutInput(shopGraph()));
    const x = (id: string): number => positions.get(id)?.x ?? Number.NaN;
    expect(x('edge/ingressgateway')).toBe(0);
    expect(x('outside/unknown:entering')).toBe(0);
    for (const { from, to } of shopGraph().edges.slice(1)) expect(x(from)).toBeLessThan(x(to));
  });

  it('stands versions of one application together', () => {
    const positions = layoutGraph(layoutInput(shopGraph()));
    const [v1, v2] = [positions.get('payments/payments-v1'), positions.get('payments/payments-v2')];
    expect(v1?.x).toBe(v2?.x);
    expect(Math.abs((v1?.y ?? 0) - (v2?.y ?? 0))).toBeLessThan(80);
  });

  it('keeps calls clear of the plates they pass', () => {
    const graph = shopGraph();
    const positions = layoutGraph(layoutInput(graph));
    const y = (id: string): number => positions.get(id)?.y ?? Number.NaN;
    expect(Math.abs(y('storefront/web-v3') - y('storefront/storefront-api-v5'))).toBeGreaterThan(20);
  });

  it('orders namespaces as calls run: what is called from several stands between its callers', () => {
    const positions = layoutGraph(layoutInput(shopGraph()));
    const y = (id: string): number => positions.get(id)?.y ?? Number.NaN;
    const heights = ['catalog/search-v4', 'cart/cart-v2', 'orders/checkout-v12', 'payments/payments-v2'].map(y);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  });

  it('does not depend on the order of the answer', () => {
    const graph = shopGraph();
    const turned = { ...graph, nodes: graph.nodes.toReversed() };
    expect(new Map(layoutGraph(layoutInput(turned)))).toEqual(new Map(layoutGraph(layoutInput(graph))));
  });

  it('survives calls in a circle', () => {
    const circle = graphOf(
      [node('a/x'), node('a/y'), node('b/z')],
      [call('a/x', 'a/y'), call('a/y', 'b/z'), call('b/z', 'a/x'), call('a/x', 'a/x')],
    );
    expect(collisions(circle, layoutGraph(layoutInput(circle)))).toEqual([]);
  });
});

describe('GRF-36: every layout', () => {
  const ways = ['layered', 'grid', 'concentric', 'breadth'] as const;

  it.each(ways)('%s keeps plates apart whatever calls what', (layout) => {
    fc.assert(
      fc.property(meshes, (graph) => {
        const positions = arrange(layoutInput(graph, { layout, boxes: ['namespace', 'app'] }));
        expect(positions.size).toBe(graph.nodes.length);
        expect(collisions(graph, positions).filter((pair) => !pair.includes('namespace:'))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it.each(ways)('%s comes out the same for the same mesh', (layout) => {
    const graph = shopGraph();
    const turned = { ...graph, nodes: graph.nodes.toReversed() };
    const asked = { layout, boxes: [] };
    expect(new Map(arrange(layoutInput(turned, asked)))).toEqual(new Map(arrange(layoutInput(graph, asked))));
  });

  it('differs from the others', () => {
    const all = ways.map((layout) => JSON.stringify(arrange(layoutInput(shopGraph(), { layout, boxes: [] })).get('payments/payments-v2')));
    expect(new Set(all).size).toBe(ways.length);
  });

  it('breadth first, stands each node one row below its nearest caller', () => {
    const positions = arrange(layoutInput(shopGraph(), { layout: 'breadth', boxes: [] }));
    const y = (id: string): number => positions.get(id)?.y ?? Number.NaN;
    expect(y('edge/ingressgateway')).toBeLessThan(y('storefront/web-v3'));
    expect(y('orders/checkout-v12')).toBeLessThan(y('payments/payments-v2'));
  });
});

describe('several clusters', () => {
  it('GRF-11: stand in boxes that never overlap', () => {
    fc.assert(
      fc.property(meshes, (graph) => {
        const nodes = graph.nodes.map((one, i) => ({ ...one, cluster: i % 3 === 0 ? 'east' : 'west' }));
        const boxes = ['cluster', 'namespace', 'app'] as const;
        const positions = arrange(layoutInput({ ...graph, nodes }, { layout: 'layered', boxes }));
        const frames = framesOf({ ...graph, nodes }, boxes).filter(({ kind }) => kind === 'cluster');
        const rects = frames.map((frame) => ({ frame, rect: frameRect(frame, positions) ?? plateRect({ x: 0, y: 0 }) }));
        const strangers = rects.flatMap(({ frame, rect }) =>
          [...positions].filter(([id, at]) => !frame.members.includes(id) && overlap(rect, plateRect(at))),
        );
        expect(strangers).toEqual([]);
        expect(rects.flatMap(({ rect }, i) => rects.slice(i + 1).filter((other) => overlap(rect, other.rect)))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a node that appears', () => {
  it('moves nothing and covers nothing', () => {
    fc.assert(
      fc.property(meshes, fc.nat(10), (graph, missing) => {
        const whole = layoutInput(graph);
        const before = graphOf(graph.nodes.slice(0, Math.max(1, graph.nodes.length - missing)), graph.edges);
        const known = layoutGraph(layoutInput(before));
        const after = placeNew(whole, known);
        for (const [id, point] of known) expect(after.get(id)).toEqual(point);
        expect(after.size).toBe(graph.nodes.length);
        const covered = collisions(graph, after).filter((pair) => !pair.includes('namespace:'));
        expect(covered).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('stands to the right of what calls it', () => {
    const graph = graphOf([node('a/x'), node('a/y')], [call('a/x', 'a/y')]);
    const after = placeNew(layoutInput(graph), new Map([['a/x', { x: 0, y: 0 }]]));
    expect(after.get('a/y')?.x).toBeGreaterThan(200);
  });
});
