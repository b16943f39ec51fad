import { describe, expect, it } from 'vitest';
import { call, graphOf, http, node, tcp } from '@vigla/testkit/graphs';
import { showing } from '../test/looks.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import { drawGraph } from './drawing.ts';
import { type Look, usualLook } from './look.ts';

describe('the drawing of a mesh', () => {
  it('has a plate for every node, a line for every call, and boxes for namespaces and for applications with several versions', () => {
    const { plates, lines, frames } = drawGraph(shopGraph(), showing('rate'), speech);
    expect([plates.length, lines.length]).toEqual([22, 28]);
    expect(frames.map(({ id }) => id).sort()).toEqual([
      'app:catalog/recommendations',
      'app:payments/payments',
      ...['billing', 'cart', 'catalog', 'edge', 'orders', 'payments', 'storefront'].map((name) => `namespace:${name}`),
    ]);
  });

  it('boxes no versions where applications are one plate anyway', () => {
    expect(drawGraph(shopGraph({ groupBy: 'app' }), showing(), speech).frames.every(({ kind }) => kind === 'namespace')).toBe(true);
  });

  it('leaves out idle calls, and what only they reach, unless they are wanted', () => {
    const idle = { health: 'idle', traffic: http({ requestsPerSecond: 0 }) } as const;
    const graph = graphOf([node('a/x'), node('a/y'), node('a/z', { health: 'idle' })], [call('a/x', 'a/y'), call('a/y', 'a/z', idle)]);
    expect(drawGraph(graph, showing('rate'), speech).plates.map(({ id }) => id)).toEqual(['a/x', 'a/y']);
    expect(drawGraph(graph, showing('rate', 'idleEdges'), speech).lines).toHaveLength(2);
  });

  it('survives calls whose ends are not in the answer', () => {
    const torn = graphOf([node('a/x')], [call('a/x', 'a/gone'), call('nowhere', 'a/x')]);
    expect(drawGraph(torn, showing('rate', 'idleEdges'), speech).lines).toEqual([]);
  });

  it('keeps calls of two protocols between the same two apart', () => {
    const graph = graphOf([node('a/x'), node('a/y')], [call('a/x', 'a/y'), call('a/x', 'a/y', { traffic: http({ protocol: 'grpc' }) })]);
    expect(drawGraph(graph, showing('rate'), speech).lines.map(({ lane }) => lane)).toEqual([0, 1]);
  });

  const mixed = graphOf(
    [node('a/x'), node('a/y'), node('a/z'), node('a/store', { kind: 'store' }), node('a/lonely')],
    [call('a/x', 'a/y'), call('a/x', 'a/z', { traffic: http({ protocol: 'grpc' }) }), call('a/y', 'a/store', { traffic: tcp() })],
  );
  it.each<[id: string, off: Partial<Look>, plates: readonly string[]]>([
    ['GRF-02', { http: 'none' }, ['a/x', 'a/y', 'a/z', 'a/store', 'a/lonely']],
    ['GRF-03', { grpc: 'none' }, ['a/x', 'a/y', 'a/store', 'a/lonely']],
    ['GRF-04', { tcp: 'none' }, ['a/x', 'a/y', 'a/z', 'a/lonely']],
  ])('%s: leaves out calls of %o, and what only they reach', (_, off, plates) => {
    const drawn = drawGraph(mixed, { ...usualLook, ...off }, speech);
    expect(drawn.lines).toHaveLength(2);
    expect(drawn.plates.map(({ id }) => id)).toEqual(plates);
  });

  it('GRF-08: shares what a caller sends by protocol, and tells no share where it is all', () => {
    const graph = graphOf(
      [node('a/x'), node('a/y'), node('a/z')],
      [
        call('a/x', 'a/y', { traffic: http({ requestsPerSecond: 30 }) }),
        call('a/x', 'a/z', { traffic: http({ requestsPerSecond: 10 }) }),
        call('a/x', 'a/z', { traffic: http({ protocol: 'grpc', requestsPerSecond: 99 }) }),
      ],
    );
    const texts = drawGraph(graph, showing('share'), speech).lines.map(({ text }) => text.replaceAll(/\s/g, ' '));
    expect(texts).toEqual(['75.0 % share', '25.0 % share', '']);
  });

  it('GRF-06: tells no time on the way to a service between caller and workload, nor around operations', () => {
    const graph = graphOf(
      [node('a/x'), node('a/s', { kind: 'service' }), node('a/y'), node('a/op', { kind: 'operation' })],
      [call('a/x', 'a/s'), call('a/s', 'a/y'), call('a/y', 'a/op')],
    );
    const texts = drawGraph(graph, showing('time'), speech).lines.map(({ text }) => text.replaceAll(/\s/g, ' '));
    expect(texts).toEqual(['', 'p95 42 ms', '']);
  });

  it('GRF-11: boxes clusters where there are several and somebody wants to see them', () => {
    const nodes = [node('a/x', { cluster: 'east' }), node('b/y', { cluster: 'west' }), node('a/z', { cluster: 'west' })];
    const boxes = (look: Partial<Look>, members = nodes) =>
      drawGraph(graphOf(members, []), { ...usualLook, ...look }, speech).frames.map(({ id }) => id);
    expect(boxes({ boxes: ['cluster', 'namespace'] })).toEqual([
      'cluster:east',
      'cluster:west',
      'namespace:east/a',
      'namespace:west/b',
      'namespace:west/a',
    ]);
    expect(boxes({ boxes: ['cluster'] }, nodes.slice(0, 1))).toEqual([]);
  });

  it('GRF-12: boxes namespaces unless nobody wants them', () => {
    expect(drawGraph(shopGraph(), { ...usualLook, boxes: ['app'] }, speech).frames.every(({ kind }) => kind === 'app')).toBe(true);
  });

  it('GRF-13: boxes the versions of one application, by workload too', () => {
    const apps = (groupBy: 'version' | 'workload') =>
      drawGraph(shopGraph({ groupBy }), usualLook, speech).frames.filter(({ kind }) => kind === 'app').length;
    expect([apps('version'), apps('workload')]).toEqual([2, 2]);
  });

  it('GRF-25: tells namespaces apart that were not asked for', () => {
    const { frames } = drawGraph(graphOf([node('a/x'), node('b/y')], [], { namespaces: ['a'] }), usualLook, speech);
    expect(frames.map(({ foreign }) => foreign)).toEqual([false, true]);
  });

  it('GRF-17: tells the rank of each node where somebody wants to see it', () => {
    const graph = graphOf([node('a/x'), node('a/y'), node('a/z')], [call('a/x', 'a/y'), call('a/x', 'a/z')]);
    const ranks = (look: Look) => drawGraph(graph, look, speech).plates.map(({ second }) => second.at(-1)?.text);
    expect(ranks(showing('rank'))).toEqual(['rank 1', 'rank 2', 'rank 2']);
    expect(ranks(showing('rate'))).not.toContain('rank 1');
  });
});
