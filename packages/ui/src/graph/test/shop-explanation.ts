import type { Explanation, MissingExplanation } from '@vigla/contract/explain';
import { at, minutes } from '@vigla/contract/units';
import { testNowMs } from '../../test/index.ts';

const now = at(testNowMs / 1000);
const checkout = {
  id: 'orders/checkout-v12',
  kind: 'workload',
  namespace: 'orders',
  name: 'checkout-v12',
  app: 'checkout',
  version: 'v12',
};
const payments = {
  id: 'payments/payments-v2',
  kind: 'workload',
  namespace: 'payments',
  name: 'payments-v2',
  app: 'payments',
  version: 'v2',
};
const rule = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace: 'payments', name: 'payments' };

/** The connection limit of the shop, as the server explains it. */
export const shopExplanation: Explanation = {
  element: 'orders/checkout-v12>payments/payments-v2:http',
  edge: 'orders/checkout-v12>payments/payments-v2:http',
  at: now,
  window: minutes(5),
  subject: { kind: 'edge', from: checkout, to: payments },
  ends: { from: checkout, to: payments },
  health: 'failing',
  protocol: 'http',
  requestsPerSecond: 4.8,
  p95Ms: 806,
  mtlsRatio: 1,
  verdict: { kind: 'connection_limit', failedPerSecond: 0.88, share: 0.184 },
  since: at(now - 1790),
  cause: {
    kind: 'object',
    object: rule,
    field: 'spec.subsets[1].trafficPolicy.connectionPool.tcp.maxConnections',
    part: 'v2',
    value: '1',
    before: { value: '100', from: 'last_applied' },
    write: { at: at(now - 1799), by: 'kubectl-edit', kind: 'changed', delaySeconds: 9 },
    certainty: 'sure',
  },
  contribution: null,
  within: null,
  stations: [
    { role: 'caller', end: checkout, note: { kind: 'pods', ready: 3, desired: 3 }, act: 'sent', perSecond: 4.8, loss: false },
    {
      role: 'caller_proxy',
      end: checkout,
      note: { kind: 'limit', connections: 1, waiting: 1 },
      act: 'refused',
      perSecond: 0.88,
      loss: true,
    },
    { role: 'callee_proxy', end: payments, note: { kind: 'pods', ready: 2, desired: 2 }, act: 'received', perSecond: 3.92, loss: false },
    { role: 'callee', end: payments, note: { kind: 'answers', codes: '200' }, act: 'answered', perSecond: 3.92, loss: false },
  ],
  evidence: [
    {
      fact: { kind: 'caller_proxy_answered', perSecond: 0.88, code: '503', flag: 'UO', proxies: 3, withinMs: 0.3 },
      source: 'source',
    },
    {
      fact: { kind: 'never_arrived', receivedPerSecond: 3.92, goodPerSecond: 3.92, missingPerSecond: 0.88, codes: '200' },
      source: 'destination',
    },
    {
      fact: {
        kind: 'connection_limit',
        object: rule,
        field: 'spec.subsets[1].trafficPolicy.connectionPool',
        subset: 'v2',
        maxConnections: 1,
        maxPending: 1,
        maxRequests: null,
      },
      source: 'configuration',
    },
    {
      fact: {
        kind: 'queue',
        perPodPerSecond: 1.6,
        holdMs: 376,
        busy: 0.6,
        expectedShare: 0.185,
        measuredShare: 0.184,
        model: 'M/M/1/2',
      },
      source: 'arithmetic',
    },
  ],
  ruledOut: [
    { kind: 'pods', ready: 2, desired: 2, restarts: 0 },
    { kind: 'access_policy' },
    { kind: 'mtls', share: 1 },
    { kind: 'outlier_ejection', rule: false },
    { kind: 'timeouts' },
  ],
  notKnown: [{ kind: 'needs_limit', name: 'payments-v2' }, { kind: 'reason_of_change' }, { kind: 'proxies_in_sync' }],
  queries: [
    { query: 'sum by (reporter) (rate(istio_requests_total[300s]))', at: now, rows: [{ labels: { reporter: 'source' }, value: 4.8 }] },
  ],
  gaps: [],
};

/** Why nobody calls the ledger, as the server found out. */
export const ledgerMissing: MissingExplanation = {
  from: null,
  to: { id: 'payments/ledger-v2', kind: 'workload', namespace: 'payments', name: 'ledger-v2', app: 'ledger', version: 'v2' },
  at: now,
  window: minutes(5),
  edge: null,
  steps: [
    { check: 'scrape', outcome: 'passed', finding: 'has_series', facts: {}, object: null, source: 'series' },
    { check: 'sidecar', outcome: 'not_known', finding: 'pods_not_read', facts: {}, object: null, source: 'pods' },
    { check: 'requests', outcome: 'reason', finding: 'last_call', facts: { at: now - 780 }, object: null, source: 'series' },
  ],
  queries: [],
  gaps: [],
};
