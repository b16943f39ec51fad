// @vitest-environment jsdom
import { KubernetesName } from '@vigla/contract/http';
import * as fc from 'fast-check';
import { beforeEach, expect, it, vi } from 'vitest';
import { defaultView, dropLocalView, keepLocalView, localViews, nameFor, readLocalViews, setDefaultView } from './view-store.ts';

beforeEach(() => localStorage.clear());

it('keeps views in the browser until they are dropped', () => {
  keepLocalView({ name: 'b', title: 'Orders', search: 'ns=orders' });
  keepLocalView({ name: 'a', title: 'Cart', search: 'ns=cart' });
  keepLocalView({ name: 'b', title: 'All orders', search: 'ns=orders' });
  expect(localViews().map(({ title }) => title)).toEqual(['All orders', 'Cart']);
  dropLocalView('b');
  expect(localViews().map(({ name }) => name)).toEqual(['a']);
});

it('remembers the view that a person begins with', () => {
  setDefaultView({ id: 'browser/a', search: 'ns=cart' });
  expect(defaultView()).toEqual({ id: 'browser/a', search: 'ns=cart' });
  setDefaultView(null);
  expect(defaultView()).toBeNull();
});

it('reads whatever a browser may hold', () => {
  vi.spyOn(console, 'debug').mockImplementation(() => undefined);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(Array.isArray(readLocalViews(text))).toBe(true);
      localStorage.setItem('vigla.views.default', text);
      expect(typeof (defaultView()?.search ?? '')).toBe('string');
    }),
  );
});

it('makes names that the cluster takes from any title', () => {
  expect(nameFor('Zahlungen, nächtlich', 'x3f9')).toBe('vigla-view-zahlungen-nachtlich-x3f9');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (title) => {
      expect(KubernetesName.safeParse(nameFor(title, 'x3f9')).success).toBe(true);
    }),
  );
});
