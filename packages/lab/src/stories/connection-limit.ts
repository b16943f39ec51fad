import type { Story } from './story.ts';
import { editSpec } from './writes.ts';

const tight = { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 1 } };

/**
 * Somebody sets the connection limit of payments v2 from 100 to 1.
 *
 * Each pod of checkout then has one connection and one place to wait. Of 1.60 calls per second that hold it for about
 * 0.376 s each, some find both taken: the arithmetic of the queue, not this story, says how many.
 */
export const connectionLimit: Story = {
  id: 'connection-limit',
  title: 'A connection limit that is too tight: part of the payments is refused',
  scenario: 'shop',
  steps: [
    {
      afterMs: 0,
      writes: [
        editSpec('DestinationRule payments/payments', 'kubectl-edit', (spec) => ({
          ...spec,
          subsets: [
            { name: 'v1', labels: { version: 'v1' } },
            { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { connectionPool: tight } },
          ],
        })),
      ],
    },
  ],
  expected: {
    cause: {
      kind: 'DestinationRule',
      where: 'payments/payments',
      field: 'spec.subsets[1].trafficPolicy.connectionPool.tcp.maxConnections',
    },
    symptoms: [
      // A fifth of the calls go to v2; 18.4 % of those are refused.
      {
        reporter: 'source',
        from: 'checkout-v12',
        to: 'payments-v2',
        service: 'payments',
        code: '503',
        flags: 'UO',
        share: [0.0348, 0.0388],
      },
      {
        reporter: 'source',
        from: 'storefront-api-v5',
        to: 'checkout-v12',
        service: 'checkout',
        code: '500',
        flags: '-',
        share: [0.0348, 0.0388],
      },
      { reporter: 'destination', from: 'storefront-api-v5', to: 'checkout-v12', service: 'checkout', code: '500', flags: '-' },
    ],
  },
};
