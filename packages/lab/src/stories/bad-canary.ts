import type { Story } from './story.ts';
import { edit } from './writes.ts';

/** A new build of the canary, which a fifth of the readers get, fails in three of ten requests. */
export const badCanary: Story = {
  id: 'bad-canary',
  title: 'A bad canary: three of ten answers of reviews v3 are errors',
  scenario: 'bookinfo',
  steps: [
    {
      afterMs: 0,
      writes: [
        edit('Deployment bookinfo/reviews-v3', 'ci-deployer', ({ text }) =>
          text(/examples-bookinfo-reviews-v3:[0-9.]+/g, 'examples-bookinfo-reviews-v3:1.21.0'),
        ),
      ],
      conditions: new Map([['bookinfo/reviews-v3', { failures: [{ code: 500, share: 0.3 }] }]]),
    },
  ],
  expected: {
    cause: { kind: 'Deployment', where: 'bookinfo/reviews-v3', field: 'spec.template.spec.containers[0].image' },
    symptoms: [
      { reporter: 'source', from: 'productpage-v1', to: 'reviews-v3', service: 'reviews', code: '500', flags: '-', share: [0.055, 0.065] },
      { reporter: 'destination', from: 'productpage-v1', to: 'reviews-v3', service: 'reviews', code: '500', flags: '-' },
    ],
  },
};
