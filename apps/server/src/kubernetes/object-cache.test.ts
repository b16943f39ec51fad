import type { KubeObject } from '@vigla/contract/objects';
import { describe, expect, it } from 'vitest';
import { createObjectCache } from './object-cache.ts';

const pod = (name: string, resourceVersion: string, namespace = 'shop'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, uid: name, resourceVersion },
});
const summary = (changes: readonly { type: string; object: KubeObject }[]) =>
  changes.map(({ type, object }) => `${type} ${object.metadata.name}`);

describe('the cached objects of a resource', () => {
  it('say how a fresh list differs from what was held', () => {
    const cache = createObjectCache();
    expect(summary(cache.replace([pod('a', '1'), pod('b', '2'), pod('c', '3')]))).toEqual(['added a', 'added b', 'added c']);
    expect(summary(cache.replace([pod('b', '2'), pod('c', '9'), pod('d', '10')]))).toEqual(['deleted a', 'changed c', 'added d']);
    expect(cache.list().map(({ metadata }) => metadata.name)).toEqual(['b', 'c', 'd']);
  });

  it('do not report an event that a watch repeats', () => {
    const cache = createObjectCache();
    expect(cache.put(pod('a', '1'))?.type).toBe('added');
    expect(cache.put(pod('a', '1'))).toBeUndefined();
    expect(cache.put(pod('a', '2'))?.type).toBe('changed');
    expect(cache.drop(pod('a', '3'))?.type).toBe('deleted');
    expect(cache.drop(pod('a', '3'))).toBeUndefined();
  });

  it('are told apart by namespace and name, whatever characters these have', () => {
    const cache = createObjectCache();
    cache.replace([pod('a', '1'), pod('a', '2', 'bank')]);
    expect(cache.drop(pod('a', '3', 'bank'))?.type).toBe('deleted');
    expect(cache.list('bank')).toEqual([]);
    expect(cache.list()).toEqual([pod('a', '1')]);
    expect(cache.list('')).toEqual([]);
  });

  it('are listed for a namespace, from the same array until something changes', () => {
    const cache = createObjectCache();
    cache.replace([pod('a', '1'), pod('b', '2', 'bank')]);
    const listed = cache.list('bank');
    expect(listed.map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(cache.list('bank')).toBe(listed);
    cache.put(pod('c', '3', 'bank'));
    expect(cache.list('bank')).toHaveLength(2);
  });
});
