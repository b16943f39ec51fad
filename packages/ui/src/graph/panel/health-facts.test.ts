import type { Ending } from '@vigla/contract/graph';
import { describe, expect, it } from 'vitest';
import { call, graphOf, node } from '@vigla/testkit/graphs';
import { failedShares } from './health-facts.ts';

const ended = (code: string, requestsPerSecond: number): Ending => ({ code, flags: '-', reporter: 'both', host: null, requestsPerSecond });

describe('HLT-08: how a health was found', () => {
  const nodes = [node('shop/a'), node('shop/b'), node('shop/c')];

  it('HLT-08: tells failed requests by direction and code', () => {
    const graph = graphOf(nodes, [
      call('shop/a', 'shop/b', { endings: [ended('200', 7), ended('503', 2), ended('-', 1)] }),
      call('shop/b', 'shop/c', { endings: [ended('200', 3), ended('500', 1)] }),
    ]);
    expect(failedShares(graph, { id: 'shop/b' })).toEqual([
      { direction: 'inbound', code: '503', share: 0.2 },
      { direction: 'inbound', code: '-', share: 0.1 },
      { direction: 'outbound', code: '500', share: 0.25 },
    ]);
  });

  it('tells nothing where nothing failed or flowed', () => {
    const graph = graphOf(nodes, [call('shop/a', 'shop/b', { endings: [ended('200', 7)] })]);
    expect(failedShares(graph, { id: 'shop/b' })).toEqual([]);
    expect(failedShares(graph, { id: 'shop/c' })).toEqual([]);
  });
});
