import type { Story } from './story.ts';
import { create } from './writes.ts';

/** The first half of a plan to close a namespace is applied: nobody is allowed anything, and nothing allows anybody. */
export const denyAllWithoutAllow: Story = {
  id: 'deny-all-without-allow',
  title: 'Everything denied: a namespace is closed before anybody is let in',
  scenario: 'shop',
  steps: [{ afterMs: 0, writes: [create('AuthorizationPolicy catalog/deny-all', 'kubectl-client-side-apply', {})] }],
  expected: {
    cause: { kind: 'AuthorizationPolicy', where: 'catalog/deny-all', field: 'spec' },
    symptoms: (['search', 'catalog', 'recommendations'] as const).flatMap((service) => {
      const to = { search: 'search-v4', catalog: 'catalog-v7', recommendations: 'recommendations-v1' }[service];
      const call = { from: 'storefront-api-v5', to, service, code: '403', flags: '-' };
      return [
        { reporter: 'source', ...call },
        { reporter: 'destination', ...call },
      ] as const;
    }),
  },
};
