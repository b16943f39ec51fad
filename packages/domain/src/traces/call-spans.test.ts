import { at } from '@vigla/contract/units';
import { describe, expect, it } from 'vitest';
import { callSpans, type FoundTrace, type SpanFacts } from './call-spans.ts';

const span = (id: string, service: string, changes: Partial<SpanFacts> = {}): SpanFacts => ({
  id,
  parent: null,
  service,
  operation: id,
  startUs: 0,
  durationMs: 5,
  failed: false,
  code: null,
  flags: null,
  upstream: null,
  pod: null,
  ...changes,
});
const trace = (...spans: SpanFacts[]): FoundTrace => ({
  spans,
  summary: { id: 'a', at: at(1), durationMs: 1, spans: spans.length, services: 1, rootService: '', rootOperation: '', failed: false },
});
const end = (namespace: string | null, name: string, app: string | null = null, kind: 'workload' | 'app' | 'outside' = 'workload') => ({
  kind,
  namespace,
  name,
  app,
});
const checkout = end('orders', 'checkout-v12', 'checkout');
const v2 = end('payments', 'payments-v2', 'payments');
const out = span('out', 'checkout.orders', { pod: 'checkout-v12-5d-a', upstream: 'outbound|80|v2|payments.payments.svc.cluster.local' });
const found = (...spans: SpanFacts[]) => callSpans(trace(...spans), checkout, v2).map(({ id }) => id);

describe('the spans of a call', () => {
  it('are the caller’s, where the called side answered below them', () => {
    expect(found(out, span('in', 'payments.payments', { parent: 'out', pod: 'payments-v2-77-b' }))).toEqual(['out']);
  });

  it('are those of one version', () => {
    expect(found(out, span('in', 'payments.payments', { parent: 'out', pod: 'payments-v1-66-b' }))).toEqual([]);
  });

  it('are found where the request never arrived', () => {
    expect(found({ ...out, failed: true, flags: 'UO' })).toEqual(['out']);
  });

  it('are none where somebody else called', () => {
    expect(found(span('else', 'cart.cart'), span('in', 'payments.payments', { parent: 'else' }))).toEqual([]);
  });

  it('are the called side’s, where nobody known called', () => {
    const outside = end(null, 'unknown', null, 'outside');
    expect(callSpans(trace(span('in', 'payments.payments')), outside, v2).map(({ id }) => id)).toEqual(['in']);
  });
});
