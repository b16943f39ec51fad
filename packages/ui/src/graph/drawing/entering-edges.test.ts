import { enteringEdges } from '@vigla/domain/graph';
import { expect, it } from 'vitest';
import { call, graphOf, http, node } from '@vigla/testkit/graphs';

it('enter by callers from outside and by those one may not see, not by workloads that nobody calls, nor by what leaves', () => {
  const beyond = (id: string, kind: 'outside' | 'restricted', called = false) =>
    node(id, { kind, namespace: null, inbound: called ? [http({})] : [] });
  const graph = graphOf(
    [
      beyond('outside/unknown:entering', 'outside'),
      beyond('restricted/in', 'restricted'),
      beyond('outside/PassthroughCluster', 'outside', true),
      node('edge/gateway', { kind: 'gateway' }),
      node('jobs/feed'),
      node('shop/web'),
    ],
    [
      call('outside/unknown:entering', 'edge/gateway'),
      call('restricted/in', 'shop/web'),
      call('jobs/feed', 'shop/web'),
      call('edge/gateway', 'shop/web'),
      call('shop/web', 'outside/PassthroughCluster'),
    ],
  );
  expect(enteringEdges(graph).map(({ from }) => from)).toEqual(['outside/unknown:entering', 'restricted/in']);
});
