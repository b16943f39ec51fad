import type { Gathered } from '@vigla/contract/graph';
import { expect, it } from 'vitest';
import { defaultGraphPlace } from '../place/graph-place.ts';
import { graphOf, node } from '@vigla/testkit/graphs';
import { closedAround, toggledAround } from './groups-of-place.ts';

const gathered: Gathered = {
  by: 'app',
  within: null,
  labels: [],
  open: [],
  nodes: 3,
  edges: 0,
  groups: 1,
  worst: [],
  failing: 0,
  degraded: 0,
};
const cart = { id: 'group:app/lab/cart', name: 'cart', namespace: 'lab' };
const closed = graphOf([node('shop/web'), node(cart.id, { kind: 'group', namespace: 'lab' })], [], { gathered });
const opened = graphOf([node('shop/web'), node('lab/cart-v1'), node('lab/cart-v2'), node('lab/till')], [], {
  gathered: { ...gathered, open: [{ ...cart, members: ['lab/cart-v1', 'lab/cart-v2'] }] },
});
const open = { ...defaultGraphPlace, open: [cart.id] };

it('GRF-53: Space opens the group one stands on, whatever it gathers, and closes it where one still stands on it or on what it holds', () => {
  expect(toggledAround(closed, defaultGraphPlace, cart.id)?.open).toEqual([cart.id]);
  expect(toggledAround(opened, open, cart.id)?.open).toEqual([]);
  expect(toggledAround(opened, open, 'lab/cart-v2')).toMatchObject({ open: [], selected: cart.id });
});

it('GRF-53: Space changes nothing for what lies in no group, were it of the same namespace', () => {
  expect(toggledAround(opened, open, 'lab/till')).toBeNull();
  expect(toggledAround(closed, defaultGraphPlace, 'shop/web')).toBeNull();
});

it('GRF-53: Backspace closes the group that was just opened, before and after its members have come, and opens none', () => {
  expect(closedAround(closed, open, cart.id)).toMatchObject({ open: [], selected: cart.id });
  expect(closedAround(opened, open, cart.id)?.open).toEqual([]);
  expect(closedAround(opened, open, 'lab/cart-v1')?.open).toEqual([]);
  expect(closedAround(closed, defaultGraphPlace, cart.id)).toBeNull();
});
