import type { Story } from './story.ts';
import { editSpec } from './writes.ts';

/**
 * Calls to the inventory are tried again up to five times on any error. A minute later a noisy neighbour takes two fifths
 * of what its pods can do: it fails, is asked again for that reason, and cannot recover.
 */
export const retryStorm: Story = {
  id: 'retry-storm',
  title: 'A retry storm: the inventory is asked again and again because it is overloaded',
  scenario: 'shop',
  steps: [
    {
      afterMs: 0,
      writes: [
        editSpec('VirtualService orders/inventory', 'kubectl-edit', (spec) => ({
          ...spec,
          http: [{ timeout: '2s', retries: { attempts: 5, retryOn: '5xx' }, route: [{ destination: { host: 'inventory' } }] }],
        })),
      ],
    },
    { afterMs: 60_000, conditions: new Map([['orders/inventory-v3', { capacityFactor: 0.6 }]]) },
  ],
  expected: {
    cause: { kind: 'VirtualService', where: 'orders/inventory', field: 'spec.http[0].retries' },
    symptoms: [
      { reporter: 'source', from: 'checkout-v12', to: 'inventory-v3', service: 'inventory', code: '503', flags: 'URX' },
      { reporter: 'destination', from: 'checkout-v12', to: 'inventory-v3', service: 'inventory', code: '503', flags: '-' },
    ],
  },
};
