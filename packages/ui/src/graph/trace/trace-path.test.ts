import type { TraceSpan } from '@vigla/contract/traces';
import { describe, expect, it } from 'vitest';
import { call, graphOf, node } from '@vigla/testkit/graphs';
import { traceKept, traceSteps } from './trace-path.ts';

const span = (id: string, service: string, changes: Partial<TraceSpan> = {}): TraceSpan => ({
  id,
  parent: null,
  service,
  operation: id,
  offsetMs: 0,
  durationMs: 1,
  failed: false,
  code: null,
  flags: null,
  pod: null,
  sentTo: null,
  ...changes,
});
const workload = (id: string, app: string) => node(id, { app });
const graph = graphOf(
  [workload('shop/web-v1', 'web'), workload('pay/pay-v1', 'pay'), workload('pay/pay-v2', 'pay'), workload('shop/cart-v1', 'cart')],
  [call('shop/web-v1', 'pay/pay-v1'), call('shop/web-v1', 'pay/pay-v2', { health: 'failing' }), call('shop/web-v1', 'shop/cart-v1')],
);

describe('GRF-48: the way of a trace over the graph', () => {
  it('GRF-48: takes the calls between the workloads whose pods reported', () => {
    const steps = traceSteps(graph, [
      span('a', 'web.shop', { pod: 'web-v1-1-x' }),
      span('b', 'pay.pay', { parent: 'a', pod: 'pay-v1-2-y' }),
      span('c', 'elsewhere.hidden', { parent: 'b' }),
    ]);
    expect(steps.map(({ edge }) => edge)).toEqual(['shop/web-v1>pay/pay-v1:http']);
    expect([...(traceKept(steps)?.nodes ?? [])]).toEqual(['shop/web-v1', 'pay/pay-v1']);
  });

  it('takes the failing call where a request failed on its way', () => {
    const lost = span('a', 'web.shop', { sentTo: 'pay.pay', failed: true });
    expect(traceSteps(graph, [lost]).map(({ edge }) => edge)).toEqual(['shop/web-v1>pay/pay-v2:http']);
  });

  it('is none where the graph shows nothing of it', () => {
    expect(traceKept(traceSteps(graph, [span('a', 'restricted', { operation: 'restricted' })]))).toBeNull();
  });
});
