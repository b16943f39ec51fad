import type { GraphEdge, GraphNode } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { minutes } from '@vigla/contract/units';
import { call as made, http, node as madeNode } from '@vigla/testkit/graphs';
import { describe, expect, it } from 'vitest';
import { rankRoots, rootOfNodes } from './rank-roots.ts';

const window = minutes(5);

/** A call of which so many per second fail, most of them in this way. */
function call(from: string, to: string, failing: number, { code = '500', flags = '-' } = {}): GraphEdge {
  const ending = { code, flags, reporter: 'both' as const, host: null, requestsPerSecond: failing };
  const traffic = http({ requestsPerSecond: 100, errorRatio: failing / 100 });
  return made(from, to, { traffic, endings: [ending], health: failing === 0 ? 'healthy' : 'failing' });
}

const node = (id: string, health: Health = 'healthy'): GraphNode => madeNode(id, { health });

const rank = (edges: readonly GraphEdge[], nodes: readonly GraphNode[] = []) =>
  rankRoots({ edges: [...edges], nodes: [...nodes], window }).map(({ element, consequences }) => [element, ...consequences]);

describe('trouble', () => {
  it('is folded under the call where it begins, nearest consequence first', () => {
    expect(
      rank([call('door', 'web', 10), call('web', 'checkout', 10), call('checkout', 'payments', 10, { code: '503', flags: 'UO' })]),
    ).toEqual([['checkout>payments:http', 'web>checkout:http', 'door>web:http']]);
  });

  it.each([
    ['a limit of the caller', { code: '503', flags: 'UO' }],
    ['no healthy pod', { code: '503', flags: 'UH' }],
    ['a missing route', { code: '404', flags: 'NR' }],
    ['an injected fault', { code: '503', flags: 'FI' }],
  ])('that a proxy makes by itself follows from nothing below: %s', (_what, ending) => {
    const roots = rank([call('web', 'checkout', 10, ending), call('checkout', 'payments', 10)]);
    expect(roots.map(([root]) => root)).toEqual(['checkout>payments:http', 'web>checkout:http']);
  });

  it('does not follow from trouble below that is too small to be its reason', () => {
    expect(rank([call('web', 'checkout', 10), call('checkout', 'payments', 2)])).toEqual([
      ['web>checkout:http'],
      ['checkout>payments:http'],
    ]);
  });

  it('goes to the worst of several calls below that are enough together', () => {
    expect(rank([call('web', 'checkout', 10), call('checkout', 'payments', 6), call('checkout', 'orders', 3)])[0]).toEqual([
      'checkout>payments:http',
      'web>checkout:http',
    ]);
  });

  it('in a circle ends, and loses nobody', () => {
    const edges = [call('a', 'b', 10), call('b', 'c', 10), call('c', 'a', 10)];
    const roots = rank(edges);
    expect(new Set(roots.flat())).toEqual(new Set(edges.map(({ id }) => id)));
  });

  it('of which there is none has no root', () => {
    expect(rank([call('a', 'b', 0)], [node('a'), node('b')])).toEqual([]);
  });

  it('is ranked by the share of failures that lead to it; the shares add up to one', () => {
    const roots = rankRoots({
      nodes: [],
      window,
      edges: [call('door', 'web', 30), call('web', 'checkout', 30), call('door', 'search', 10)],
    });
    expect(roots.map(({ element, score }) => [element, score])).toEqual([
      ['web>checkout:http', 0.75],
      ['door>search:http', 0.25],
    ]);
  });

  it('of a node that nobody calls is one too, behind all that somebody feels', () => {
    expect(rank([call('a', 'b', 1)], [node('lonely', 'not_ready'), node('a'), node('b')])).toEqual([['a>b:http'], ['lonely']]);
  });
});

describe('the root of a node', () => {
  const graph = {
    nodes: [node('web'), node('checkout'), node('payments')],
    edges: [call('web', 'checkout', 10), call('checkout', 'payments', 10, { code: '503', flags: 'UO' }), call('web', 'search', 0)],
    window,
  };

  it.each([
    ['web', 'checkout>payments:http'],
    ['checkout', 'checkout>payments:http'],
    ['payments', 'checkout>payments:http'],
  ])('%s is the call where its trouble begins', (id, element) => {
    expect(rootOfNodes(graph, new Set([id]))?.root.element).toBe(element);
  });

  it('counts the failures that come in', () => {
    expect(rootOfNodes(graph, new Set(['checkout']))?.failedPerSecond).toBeCloseTo(10);
  });

  it('is none where nothing is wrong', () => {
    expect(rootOfNodes(graph, new Set(['search']))).toBeNull();
  });
});
