import type { Ending } from '@vigla/contract/graph';
import { describe, expect, it } from 'vitest';
import { call, graphOf, http, node } from '@vigla/testkit/graphs';
import { successRows, waysOf } from './success-rows.ts';

const ended = (code: string, requestsPerSecond: number): Ending => ({ code, flags: '-', reporter: 'both', host: null, requestsPerSecond });
const grpc = http({ protocol: 'grpc' });

describe('GRF-40: how requests end', () => {
  it('GRF-40: is told by protocol, each request once', () => {
    const edges = [
      call('shop/a', 'shop/b', { endings: [ended('200', 6), ended('302', 1), ended('404', 1), ended('503', 1), ended('-', 1)] }),
      call('shop/a', 'shop/c', { traffic: grpc, endings: [ended('0', 3), ended('14', 1)] }),
    ];
    expect(successRows(edges)).toEqual([
      { protocol: 'http', requestsPerSecond: 10, succeeded: 0.6, redirected: 0.1, refused: 0.1, failed: 0.2 },
      { protocol: 'grpc', requestsPerSecond: 4, succeeded: 0.75, redirected: 0, refused: 0, failed: 0.25 },
    ]);
  });

  it('is nothing where no request flowed', () => {
    expect(successRows([call('shop/a', 'shop/b')])).toEqual([]);
  });
});

describe('GRF-43: the calls of a box', () => {
  const graph = graphOf(
    [
      node('outside/unknown', { kind: 'outside', namespace: null }),
      node('shop/a'),
      node('shop/b'),
      node('pay/c'),
      node('outside/x', { kind: 'external', namespace: null }),
    ],
    [call('outside/unknown', 'shop/a'), call('shop/a', 'shop/b'), call('shop/b', 'pay/c'), call('pay/c', 'outside/x')],
  );
  const ids = (edges: readonly { readonly id: string }[]) => edges.map(({ id }) => id);

  it('GRF-43: go into it, out of it, or touch it', () => {
    const ways = waysOf(graph, ['shop/a', 'shop/b']);
    expect([ids(ways.inbound), ids(ways.outbound), ways.total.length]).toEqual([['outside/unknown>shop/a:http'], ['shop/b>pay/c:http'], 3]);
  });

  it('of the whole graph come in at the doors and leave for what is outside', () => {
    const ways = waysOf(graph, null);
    expect([ids(ways.inbound), ids(ways.outbound), ways.total.length]).toEqual([
      ['outside/unknown>shop/a:http'],
      ['pay/c>outside/x:http'],
      4,
    ]);
  });
});
