import type { Story } from './story.ts';
import { edit, editSpec } from './writes.ts';

/** The label that asks for proxies is lost from the namespace; the next restart of reviews v2 comes up without one. */
export const missingSidecar: Story = {
  id: 'missing-sidecar',
  title: 'A lost label: reviews v2 restarts without a sidecar and calls ratings in plain text',
  scenario: 'bookinfo',
  steps: [
    {
      afterMs: 0,
      writes: [
        edit('Namespace bookinfo', 'kubectl-edit', ({ object }) => ({
          ...object,
          metadata: { ...object.metadata, labels: { 'kubernetes.io/metadata.name': 'bookinfo' } },
        })),
      ],
    },
    {
      afterMs: 45_000,
      writes: [
        editSpec('Deployment bookinfo/reviews-v2', 'kubectl-rollout', (spec) => ({ ...spec, template: restarted(spec['template']) })),
      ],
    },
  ],
  expected: {
    cause: { kind: 'Namespace', where: 'bookinfo', field: 'metadata.labels.istio-injection' },
    symptoms: [
      { reporter: 'destination', from: null, to: 'ratings-v1', service: 'ratings', code: '200', flags: '-', security: 'none' },
      { reporter: 'source', from: 'productpage-v1', to: 'reviews-v2', service: 'reviews', code: '200', flags: '-', share: [0.29, 0.31] },
    ],
  },
};

/** What `kubectl rollout restart` writes. */
function restarted(template: unknown): unknown {
  const { metadata, spec } = Object.assign({ metadata: {}, spec: {} }, template);
  return { metadata: { ...metadata, annotations: { 'kubectl.kubernetes.io/restartedAt': 'again' } }, spec };
}
