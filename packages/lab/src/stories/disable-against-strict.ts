import type { Story } from './story.ts';
import { editSpec } from './writes.ts';

/** A rule tells callers of the catalog to speak plain text; the mesh takes nothing but mutual TLS. */
export const disableAgainstStrict: Story = {
  id: 'disable-against-strict',
  title: 'Plain text against STRICT: every connection to the catalog is closed',
  scenario: 'shop',
  steps: [
    {
      afterMs: 0,
      writes: [
        editSpec('DestinationRule catalog/catalog', 'kubectl-edit', (spec) => ({
          ...spec,
          trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST' }, tls: { mode: 'DISABLE' } },
        })),
      ],
    },
  ],
  expected: {
    cause: { kind: 'DestinationRule', where: 'catalog/catalog', field: 'spec.trafficPolicy.tls.mode' },
    symptoms: [
      { reporter: 'source', from: 'storefront-api-v5', to: 'catalog-v7', service: 'catalog', code: '503', flags: 'UC', share: [1, 1] },
      { reporter: 'source', from: 'search-v4', to: 'catalog-v7', service: 'catalog', code: '503', flags: 'UC', share: [1, 1] },
    ],
  },
};
