import { expect, it } from 'vitest';
import type { KubeObject } from '@vigla/contract/objects';
import { compileMesh } from './compile-mesh.ts';
import { findService } from './registry.ts';
import { service, workload } from './test/draw.ts';

const unready = (object: KubeObject): KubeObject =>
  object.kind === 'Pod' ? { ...object, status: { podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'False' }] } } : object;

it("finds a pod's workload through its ReplicaSet", () => {
  const { workloads } = compileMesh(workload('bookinfo/reviews-v1', { pods: 2 })).registry;
  expect([...workloads.keys()]).toEqual(['bookinfo/reviews-v1']);
  expect(workloads.get('bookinfo/reviews-v1')).toMatchObject({
    app: 'reviews',
    version: 'v1',
    proxy: 'sidecar',
    serviceAccount: 'reviews',
    pods: [{ ready: true }, { ready: true }],
  });
});

it('finds it by the template hash when the ReplicaSet cannot be read', () => {
  const pods = workload('bookinfo/reviews-v1').filter(({ kind }) => kind === 'Pod');
  const hashed = pods.map((pod) => ({
    ...pod,
    metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, 'pod-template-hash': '5d4' } },
  }));
  expect([...compileMesh(hashed).registry.workloads.keys()]).toEqual(['bookinfo/reviews-v1']);
});

it('keeps a workload that was scaled to nothing', () => {
  const found = compileMesh(workload('bookinfo/reviews-v1', { pods: 0 })).registry.workloads.get('bookinfo/reviews-v1');
  expect(found).toMatchObject({ pods: [], proxy: null, app: 'reviews', version: 'v1' });
});

it('counts ready pods only as endpoints', () => {
  const objects = [...workload('bookinfo/reviews-v1').map(unready), ...workload('bookinfo/reviews-v2'), service('bookinfo/reviews')];
  const found = findService(compileMesh(objects).registry, 'reviews', 'bookinfo');
  expect(found?.endpoints.map(({ workload: { name }, pods }) => [name, pods.length])).toEqual([
    ['reviews-v1', 0],
    ['reviews-v2', 1],
  ]);
});

it.each([
  ['reviews', 'bookinfo', true],
  ['reviews', 'clients', false],
  ['reviews.bookinfo', 'clients', true],
  ['reviews.bookinfo.svc', 'clients', true],
  ['reviews.bookinfo.svc.cluster.local', 'clients', true],
  ['REVIEWS.bookinfo', 'clients', true],
  ['reviews.other', 'bookinfo', false],
])('reaches %s from %s: %s', (host, from, found) => {
  const { registry } = compileMesh([...workload('bookinfo/reviews-v1'), service('bookinfo/reviews')]);
  expect(findService(registry, host, from) !== undefined).toBe(found);
});

it('looks a named target port up in the pods', () => {
  const { registry } = compileMesh([...workload('bookinfo/reviews-v1'), service('bookinfo/reviews', { port: 80, targetPort: 'web' })]);
  expect(findService(registry, 'reviews', 'bookinfo')?.ports).toEqual([{ number: 80, target: 9080, protocol: 'http' }]);
});

it.each([
  ['http-web', 'http'],
  ['grpc', 'grpc'],
  ['tcp-mysql', 'tcp'],
  ['mysql', 'tcp'],
  ['anything', 'http'],
])('takes a port named %s for %s', (name, protocol) => {
  const { registry } = compileMesh([service('bookinfo/reviews', { name })]);
  expect(findService(registry, 'reviews', 'bookinfo')?.ports[0]?.protocol).toBe(protocol);
});
