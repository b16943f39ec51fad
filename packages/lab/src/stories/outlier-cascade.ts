import type { Story } from './story.ts';
import { editSpec } from './writes.ts';

/**
 * A rule lets proxies leave out every pod of the search, at the third error in a row and for two minutes. Then most of its
 * answers are errors for a while: callers leave out one pod after the other until there is nobody left to ask.
 */
export const outlierCascade: Story = {
  id: 'outlier-cascade',
  title: 'An outlier cascade: callers leave out every pod of the search',
  scenario: 'shop',
  steps: [
    {
      afterMs: 0,
      writes: [
        editSpec('DestinationRule catalog/search', 'kubectl-edit', (spec) => ({
          ...spec,
          trafficPolicy: {
            outlierDetection: { consecutive5xxErrors: 3, interval: '5s', baseEjectionTime: '120s', maxEjectionPercent: 100 },
          },
        })),
      ],
    },
    {
      afterMs: 20_000,
      conditions: new Map([
        ['catalog/search-v4', { failures: [{ code: 503, share: 0.6 }] }],
        ['catalog/search-v3', { failures: [{ code: 503, share: 0.6 }] }],
      ]),
    },
  ],
  expected: {
    cause: { kind: 'DestinationRule', where: 'catalog/search', field: 'spec.trafficPolicy.outlierDetection.maxEjectionPercent' },
    symptoms: [{ reporter: 'source', from: 'storefront-api-v5', to: null, service: 'search', code: '503', flags: 'UH' }],
  },
};
