import type { KubeObject } from '@vigla/contract/objects';
import { at } from '@vigla/contract/units';
import { networking, noon } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { changesOf } from './changes-of.ts';

const time = (secondsAgo: number) => new Date((noon - secondsAgo) * 1000).toISOString();
const hour = { from: at(noon - 3600), to: noon };
const write = (manager: string, secondsAgo: number, subresource?: string) => ({
  manager,
  operation: 'Update',
  time: time(secondsAgo),
  ...(subresource && { subresource }),
});
const route = (bornAgo: number, ...managedFields: ReturnType<typeof write>[]): KubeObject => {
  const object = networking('VirtualService', 'reviews', {});
  return { ...object, metadata: { ...object.metadata, creationTimestamp: time(bornAgo), managedFields } };
};
const changes = (...objects: KubeObject[]) => changesOf(objects, hour).map(({ at: when, by, kind }) => [noon - when, by, kind]);

describe('changes', () => {
  it('are writes within the span, newest first', () => {
    expect(changes(route(86_400, write('kubectl-edit', 600), write('argocd-controller', 60), write('kubectl', 7200)))).toEqual([
      [60, 'argocd-controller', 'changed'],
      [600, 'kubectl-edit', 'changed'],
    ]);
  });
  it('know who created an object, and do not tell its birth twice', () => {
    expect(changes(route(300, write('vigla', 300)))).toEqual([[300, 'vigla', 'created']]);
    expect(changes(route(300))).toEqual([[300, 'unknown', 'created']]);
  });
  it('leave out status and the echo of controllers', () => {
    expect(changes(route(86_400, write('kubectl', 60, 'status'), write('pilot-discovery', 50)))).toEqual([]);
  });
  it('are not pods coming and going', () => {
    expect(changes({ ...route(60), apiVersion: 'v1', kind: 'Pod' }, { ...route(60), apiVersion: 'apps/v1', kind: 'ReplicaSet' })).toEqual(
      [],
    );
    expect(changes({ ...route(60), apiVersion: 'apps/v1', kind: 'Deployment' })).toHaveLength(1);
  });
  it('are schedules, and not the jobs that follow from them', () => {
    expect(changes({ ...route(60), apiVersion: 'batch/v1', kind: 'Job' })).toEqual([]);
    expect(changes({ ...route(60), apiVersion: 'batch/v1', kind: 'CronJob' })).toHaveLength(1);
  });
  it('survive times that are none', () => {
    const odd = route(86_400, { manager: 'x', operation: 'Update', time: 'yesterday' });
    expect(changes({ ...odd, metadata: { ...odd.metadata, creationTimestamp: '' } })).toEqual([]);
  });
});
