import { describe, expect, it } from 'vitest';
import { slimObject } from './slim-object.ts';

const deployments = { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment' };
const canary = 'hunter2';

describe('what is kept of an object', () => {
  it('is all but field lists and the copy that kubectl leaves', () => {
    const kept = slimObject(
      {
        metadata: {
          name: 'cart',
          labels: { app: 'cart' },
          annotations: { team: 'shop', 'kubectl.kubernetes.io/last-applied-configuration': canary },
          managedFields: [
            {
              manager: 'kubectl-edit',
              operation: 'Update',
              time: '2026-01-01T00:00:00Z',
              subresource: 'status',
              fieldsType: 'FieldsV1',
              fieldsV1: { [canary]: {} },
            },
          ],
        },
        spec: { replicas: 2 },
      },
      deployments,
    );
    expect(JSON.stringify(kept)).not.toContain(canary);
    expect(kept).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'cart',
        labels: { app: 'cart' },
        annotations: { team: 'shop' },
        managedFields: [{ manager: 'kubectl-edit', operation: 'Update', time: '2026-01-01T00:00:00Z', subresource: 'status' }],
      },
      spec: { replicas: 2 },
    });
  });

  it.each([null, 7, 'cart', [], {}, { metadata: null }, { metadata: { name: 7 } }, { metadata: { name: '' } }])(
    'is nothing of %j',
    (value) => {
      expect(slimObject(value, deployments)).toBeUndefined();
    },
  );
});
