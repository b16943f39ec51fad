import type { Story } from './story.ts';
import { editSpec } from './writes.ts';

const to = (subset: string, weight: number) => ({ destination: { host: 'reviews', subset }, weight });

/** Somebody gives a tenth of the readers a version of reviews that no rule defines. */
export const missingSubset: Story = {
  id: 'missing-subset',
  title: 'A subset that nobody defines: a tenth of the calls to reviews lead nowhere',
  scenario: 'bookinfo',
  steps: [
    {
      afterMs: 0,
      writes: [
        editSpec('VirtualService bookinfo/reviews', 'kubectl-edit', (spec) => ({
          ...spec,
          http: [{ route: [to('v1', 50), to('v2', 30), to('v3', 10), to('v4', 10)] }],
        })),
      ],
    },
  ],
  expected: {
    cause: { kind: 'VirtualService', where: 'bookinfo/reviews', field: 'spec.http[0].route[3].destination.subset' },
    symptoms: [
      { reporter: 'source', from: 'productpage-v1', to: null, service: 'reviews', code: '503', flags: 'NC', share: [0.0999, 0.1001] },
    ],
  },
};
