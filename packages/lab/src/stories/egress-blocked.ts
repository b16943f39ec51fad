import type { Story } from './story.ts';
import { editSpec } from './writes.ts';

/** The mesh lets out what is registered and nothing else. A slip in the host of the card provider's entry shuts the way to it. */
export const egressBlocked: Story = {
  id: 'egress-blocked',
  title: 'A blocked way out: the provider of card payments is not registered by its name any more',
  scenario: 'shop',
  steps: [
    {
      afterMs: 0,
      writes: [editSpec('ServiceEntry payments/cardpay', 'argocd-controller', (spec) => ({ ...spec, hosts: ['api.cardpay.exmaple'] }))],
    },
  ],
  expected: {
    cause: { kind: 'ServiceEntry', where: 'payments/cardpay', field: 'spec.hosts[0]' },
    symptoms: [
      { reporter: 'source', from: 'payments-v1', to: null, service: 'api.cardpay.example', code: '502', flags: '-', share: [1, 1] },
      { reporter: 'source', from: 'payments-v2', to: null, service: 'api.cardpay.example', code: '502', flags: '-', share: [1, 1] },
      { reporter: 'source', from: 'storefront-api-v5', to: 'checkout-v12', service: 'checkout', code: '500', flags: '-', share: [1, 1] },
    ],
  },
};
