import type { KubeObject } from '@vigla/contract/objects';
import { fieldOf, readFacts } from '@vigla/domain/inventory';
import { compileMesh } from '@vigla/domain/semantics';
import { findScenario } from '@vigla/lab/scenarios';
import { describe, expect, it } from 'vitest';
import { createSharing } from './sharing.ts';
import { slimObject } from './slim-object.ts';
import { watchedResources } from './watched-resources.ts';

const rules = { group: 'networking.istio.io', version: 'v1', plural: 'virtualservices', kind: 'VirtualService' };
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
        spec: { hosts: ['cart'] },
      },
      rules,
      createSharing(),
    );
    expect(JSON.stringify(kept)).not.toContain(canary);
    expect(kept).toEqual({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: {
        name: 'cart',
        labels: { app: 'cart' },
        annotations: { team: 'shop' },
        managedFields: [{ manager: 'kubectl-edit', operation: 'Update', time: '2026-01-01T00:00:00Z', subresource: 'status' }],
      },
      spec: { hosts: ['cart'] },
    });
  });

  it.each([null, 7, 'cart', [], {}, { metadata: null }, { metadata: { name: 7 } }, { metadata: { name: '' } }])(
    'is nothing of %j',
    (value) => {
      expect(slimObject(value, rules, createSharing())).toBeUndefined();
    },
  );
});

/** What is kept of objects as they come in lists, all of them read with the same sharing. */
function allKept(objects: readonly KubeObject[]): readonly KubeObject[] {
  const share = createSharing();
  return objects.flatMap(({ apiVersion, kind, ...rest }) => {
    const resource = watchedResources.find((one) => one.kind === kind && apiVersion.startsWith(one.group));
    return (resource && slimObject(rest, { ...resource, version: apiVersion.split('/').at(-1) ?? '' }, share)) ?? [];
  });
}

describe('what is kept of what runs', () => {
  it.each(['bookinfo', 'shop'])('tells the joins and the rules of %s all that the whole objects tell', (name) => {
    const moments = findScenario(name, 1).moments({ nowMs: Date.UTC(2026, 0, 1), seed: 1 });
    const objects = (moments.at(-1)?.objects ?? []).filter(({ kind }) => watchedResources.some((one) => one.kind === kind));
    const slim = allKept(objects);
    expect(slim).toHaveLength(objects.length);
    expect(readFacts(slim)).toEqual(readFacts(objects));
    expect(compileMesh(slim).registry).toEqual(compileMesh(objects).registry);
    expect(compileMesh(slim).settings).toEqual(compileMesh(objects).settings);
  });

  it('lacks what only kubelets and injectors look at', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'cart-1',
        namespace: 'shop',
        labels: { app: 'cart' },
        annotations: { 'sidecar.istio.io/status': canary, 'ambient.istio.io/redirection': 'enabled', team: canary },
        managedFields: [{ manager: canary }],
      },
      spec: {
        serviceAccountName: 'cart',
        volumes: [{ name: canary }],
        containers: [
          { name: 'app', image: 'cart:1', env: [{ name: 'PASSWORD', value: canary }], ports: [{ name: 'http', containerPort: 80 }] },
        ],
      },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True', message: canary }],
        containerStatuses: [{ name: 'app', restartCount: 2, imageID: canary }],
      },
    };
    expect(allKept([pod])).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'cart-1',
          namespace: 'shop',
          labels: { app: 'cart' },
          annotations: { 'ambient.istio.io/redirection': 'enabled' },
        },
        spec: {
          serviceAccountName: 'cart',
          containers: [{ name: 'app', image: 'cart:1', env: [], ports: [{ name: 'http', containerPort: 80 }] }],
        },
        status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], containerStatuses: [{ restartCount: 2 }] },
      },
    ]);
  });

  it('is in memory once where many objects have it alike', () => {
    const env = Array.from({ length: 20 }, (_, i) => ({ name: `SETTING_${i}`, value: 'a value' }));
    const spec = { template: { spec: { containers: [{ name: 'app', env }] } } };
    const labels = { app: 'cart' };
    const [deployment, set] = allKept([
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart', labels }, spec: structuredClone(spec) },
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'cart-1', labels: { ...labels } }, spec: structuredClone(spec) },
    ]);
    const envOf = (object: KubeObject | undefined) => fieldOf(object?.spec, 'template', 'spec', 'containers', 0, 'env');
    expect(envOf(deployment)).toEqual(env);
    expect(envOf(set)).toBe(envOf(deployment));
    expect(set?.metadata.labels).toBe(deployment?.metadata.labels);
  });

  it('is in memory once where lists have only some of it alike', () => {
    const deployed = (name: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'app',
                env: [
                  { name: 'REGION', value: 'north' },
                  { name: 'NAME', value: name },
                ],
              },
            ],
          },
        },
      },
      status: {},
    });
    const slim = allKept([deployed('cart'), deployed('stock')]);
    const variables = (i: number) => slim.map(({ spec }) => fieldOf(spec, 'template', 'spec', 'containers', 0, 'env', i));
    expect(variables(0)[1]).toBe(variables(0)[0]);
    expect(variables(1)).toEqual([
      { name: 'NAME', value: 'cart' },
      { name: 'NAME', value: 'stock' },
    ]);
    expect(slim[1]?.status).toBe(slim[0]?.status);
  });
});
