import type { KubeObject } from '@vigla/contract/objects';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowOf } from '../resources/matrix.ts';
import type { StatusError } from '../status/status.ts';
import { createStore } from '../store/store.ts';
import type { Call } from './call.ts';
import { readPage } from './read.ts';
import { watch } from './watch.ts';

const row = rowOf('ConfigMap');
const place = fc.record({ namespace: fc.constantFrom('n', 'm'), name: fc.constantFrom('a', 'b') });
const writes = fc.array(fc.record({ place, gone: fc.boolean(), tier: fc.constantFrom('front', 'back'), value: fc.nat(3) }), {
  maxLength: 12,
});
type Written = typeof writes extends fc.Arbitrary<infer List> ? List : never;

function played(given: Written) {
  const store = createStore({ now: () => 1_000_000, objects: [] });
  const begin = store.version();
  const write = ({ place: { namespace, name }, gone, tier, value }: Written[number]): number => {
    const found = store.get(row, namespace, name);
    if (gone && found) store.remove(row, found);
    else if (!gone)
      store.save(row, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace, labels: { tier } },
        data: { value: String(value) },
      });
    return store.version();
  };
  return { store, versions: [begin, ...given.map(write)], write };
}

const callOf = (store: Call['store'], namespace: string | undefined, query: string): Call => ({
  store,
  user: { username: 'u', groups: [] },
  target: { resource: row, version: 'v1', namespace, name: undefined, subresource: '' },
  query: new URLSearchParams(query),
  contentType: '',
  body: () => undefined,
  duplicates: () => [],
  userAgent: '',
  warnings: [],
});

/** What a client knows that listed at a version and then listened. */
function follower(call: Call, from: number) {
  const known = new Map<string, KubeObject>();
  const odd: string[] = [];
  const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`;
  const listing = new URLSearchParams(call.query);
  listing.set('resourceVersion', String(from));
  listing.set('resourceVersionMatch', 'Exact');
  for (const object of readPage({ ...call, query: listing }).items) known.set(keyOf(object), object);
  const watching = new URLSearchParams(call.query);
  watching.set('resourceVersion', String(from));
  const stop = watch(
    { ...call, query: watching },
    {
      send(type, object) {
        const key = keyOf(object);
        if (type === 'BOOKMARK') return;
        if ((type === 'ADDED') === known.has(key)) odd.push(`${type} ${key}`);
        if (type === 'DELETED') known.delete(key);
        else known.set(key, object);
      },
      fail: (error: StatusError) => odd.push(error.message),
      end: () => odd.push('ended'),
    },
    60_000,
  );
  return { known, odd, stop };
}

it.each<[because: string, namespace: string | undefined, query: string]>([
  ['everything', undefined, ''],
  ['one namespace', 'n', ''],
  ['a label', undefined, 'labelSelector=tier%3Dfront'],
  ['a field', undefined, 'fieldSelector=metadata.name%3Da'],
])('leads a client that follows %s to the present, from any moment, and never surprises it', (_, namespace, query) => {
  fc.assert(
    fc.property(writes, writes, (before, after) => {
      const { store, versions, write } = played(before);
      const call = callOf(store, namespace, query);
      const followers = versions.map((version) => follower(call, version));
      after.forEach(write);
      const present = readPage(call).items;
      for (const { known, odd, stop } of followers) {
        stop();
        expect(odd).toEqual([]);
        expect([...known.values()].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual(
          present.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
        );
      }
    }),
  );
});

it('pages through the same list in pieces of any size, whatever is written meanwhile', () => {
  fc.assert(
    fc.property(writes, writes, fc.integer({ min: 1, max: 5 }), (before, after, limit) => {
      const { store, write } = played(before);
      const call = callOf(store, undefined, '');
      const whole = readPage(call);
      const pieces: KubeObject[] = [];
      let token: unknown;
      do {
        const query = new URLSearchParams({ limit: String(limit), ...(typeof token === 'string' ? { continue: token } : {}) });
        const page = readPage({ ...call, query });
        pieces.push(...page.items);
        token = page.metadata['continue'];
        const next = after.shift();
        if (next) write(next);
      } while (token !== undefined);
      expect(pieces).toEqual(whole.items);
    }),
  );
});
