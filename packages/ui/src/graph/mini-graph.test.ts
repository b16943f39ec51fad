import { expect, it } from 'vitest';
import { neighboursOf } from './mini-graph.tsx';
import { call, graphOf, node } from '@vigla/testkit/graphs';

it('GRF-47: a mini graph holds a node with its callers and calls, and nothing beyond', () => {
  const graph = graphOf(
    ['a', 'b', 'c', 'd'].map((name) => node(`shop/${name}`)),
    [call('shop/a', 'shop/b'), call('shop/b', 'shop/c'), call('shop/c', 'shop/d')],
  );
  const { nodes, edges } = neighboursOf(graph, 'shop/b');
  expect(nodes.map(({ id }) => id)).toEqual(['shop/a', 'shop/b', 'shop/c']);
  expect(edges.map(({ id }) => id)).toEqual(['shop/a>shop/b:http', 'shop/b>shop/c:http']);
});
