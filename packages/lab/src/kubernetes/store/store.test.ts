import type { KubeObject } from '@vigla/contract/objects';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOfKind } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';
import { createStore } from './store.ts';

const row = (kind: string): Resource => {
  const [found] = rowsOfKind(kind);
  if (!found) throw new Error(kind);
  return found;
};
const configMaps = row('ConfigMap');
const configMap = (name: string, data: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'n' },
  data,
});
const emptyStore = (limits?: { readonly writes: number; readonly ageMs: number }) => {
  const clock = { ms: 1_000_000 };
  return { clock, store: createStore({ now: () => clock.ms, objects: [], ...(limits ? { limits } : {}) }) };
};

describe('the store', () => {
  it('tells every listener of nested writes in the order of versions', () => {
    const { store } = emptyStore();
    const heard: string[] = [];
    store.onWrite((_, { object }) => {
      if (object.metadata.name === 'first') store.save(configMaps, configMap('second'));
    });
    store.onWrite((_, { version, object }) => heard.push(`${version} ${object.metadata.name}`));
    store.save(configMaps, configMap('first'));
    expect(heard).toEqual([`${store.version() - 1} first`, `${store.version()} second`]);
  });

  it('goes on telling after a listener failed', () => {
    const { store } = emptyStore();
    const stop = store.onWrite(() => {
      throw new Error('a listener that fails');
    });
    expect(() => store.save(configMaps, configMap('a'))).toThrow('a listener that fails');
    stop();
    const heard: string[] = [];
    store.onWrite((_, { object }) => heard.push(object.metadata.name));
    store.save(configMaps, configMap('b'));
    expect(heard).toEqual(['b']);
  });

  it('starts later versions at later instants, so that a restarted lab repeats none', () => {
    const [early, late] = [createStore({ now: () => 1_000_000, objects: [] }), createStore({ now: () => 2_000_000, objects: [] })];
    expect(late.version()).toBeGreaterThan(early.version());
  });

  it('forgets the oldest writes, and says so', () => {
    const { store } = emptyStore({ writes: 10, ageMs: Number.POSITIVE_INFINITY });
    const begin = store.version();
    for (let count = 0; count < 40; count += 1) store.save(configMaps, configMap('a', { count: String(count) }));
    expect(store.writesSince(configMaps, begin)).toBeUndefined();
    expect(store.listAt(configMaps, begin)).toBeUndefined();
    expect(store.writesSince(configMaps, store.version() - 5)).toHaveLength(5);
  });

  it('forgets writes that are too old', () => {
    const { store, clock } = emptyStore({ writes: 1000, ageMs: 1000 });
    const begin = store.version();
    store.save(configMaps, configMap('a'));
    clock.ms += 5000;
    store.save(configMaps, configMap('b'));
    expect(store.writesSince(configMaps, begin)).toBeUndefined();
  });

  it('refuses to start with an object it does not serve', () => {
    const objects = [{ apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'x' } }];
    expect(() => createStore({ now: () => 0, objects })).toThrow('does not serve PodTemplate of v1 (object x)');
  });

  it('shows every earlier moment as it was', () => {
    const write = fc.record({ name: fc.constantFrom('a', 'b', 'c'), gone: fc.boolean(), value: fc.string() });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 30 }), (writes) => {
        const { store } = emptyStore();
        const moments = writes.map(({ name, gone, value }) => {
          const found = store.get(configMaps, 'n', name);
          if (gone && found) store.remove(configMaps, found);
          else store.save(configMaps, configMap(name, { value }));
          return { version: store.version(), listed: store.list(configMaps, 'n') };
        });
        for (const { version, listed } of moments) expect(store.listAt(configMaps, version, 'n')).toEqual(listed);
      }),
    );
  });

  it('keeps namespaces apart that share a prefix', () => {
    const { store } = emptyStore();
    store.save(configMaps, { ...configMap('a'), metadata: { name: 'a', namespace: 'n-2' } });
    store.save(configMaps, configMap('a'));
    expect(store.list(configMaps, 'n')).toMatchObject([{ metadata: { namespace: 'n' } }]);
  });
});
