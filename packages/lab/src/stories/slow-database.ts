import type { Story } from './story.ts';

/** The database of the catalog is busy with something else: every question takes much longer than the half second that callers grant. */
export const slowDatabase: Story = {
  id: 'slow-database',
  title: 'A slow database: calls to the catalog run into their timeout',
  scenario: 'shop',
  steps: [{ afterMs: 0, conditions: new Map([['catalog/catalog-db', { latencyFactor: 130 }]]) }],
  expected: {
    cause: { kind: 'Deployment', where: 'catalog/catalog-db', field: '' },
    symptoms: [
      { reporter: 'source', from: 'storefront-api-v5', to: 'catalog-v7', service: 'catalog', code: '504', flags: 'UT', share: [0.1, 0.5] },
      { reporter: 'source', from: 'search-v4', to: 'catalog-v7', service: 'catalog', code: '504', flags: 'UT', share: [0.1, 0.5] },
      { reporter: 'destination', from: 'storefront-api-v5', to: 'catalog-v7', service: 'catalog', code: '0', flags: 'DC' },
    ],
  },
};
