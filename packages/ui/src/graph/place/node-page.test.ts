import { describe, expect, it } from 'vitest';
import { nodePath } from '../../host/index.ts';
import { node } from '@vigla/testkit/graphs';
import { groupByOf, nodeIdOf, pageOf } from './node-page.ts';

describe('GRF-47: the page of a node', () => {
  it.each([
    ['orders/checkout-v12', { name: 'checkout-v12' }, '/workloads/orders/checkout-v12', 'version'],
    ['edge/ingressgateway', { kind: 'gateway' }, '/workloads/edge/ingressgateway', 'version'],
    ['cart/cart-redis', { kind: 'store' }, '/workloads/cart/cart-redis', 'version'],
    ['orders/svc:checkout', { kind: 'service', name: 'checkout' }, '/services/orders/checkout', 'service'],
    ['orders/svc:orders-db', { kind: 'store', name: 'orders-db' }, '/services/orders/orders-db', 'service'],
    ['orders/app:checkout', { kind: 'app', name: 'checkout' }, '/applications/orders/checkout', 'app'],
    ['orders/app:check%20out', { kind: 'app', name: 'check out' }, '/applications/orders/check%20out', 'app'],
    ['orders/cart-v1@east', { name: 'cart-v1', cluster: 'east' }, '/clusters/east/workloads/orders/cart-v1', 'version'],
  ] as const)('GRF-47: of %s stands at its own path, and asks for that very node', (id, known, path, groupBy) => {
    const page = pageOf(node(id, known));
    expect(page && [nodePath(page), nodeIdOf(page), groupByOf(page)]).toEqual([path, id, groupBy]);
  });

  it.each([
    ['outside/api.example', { kind: 'external', namespace: null }],
    ['outside/unknown', { kind: 'outside', namespace: null }],
    ['restricted/in', { kind: 'restricted', namespace: null, name: '' }],
    ['shop/op:cart:Add', { kind: 'operation', name: 'Add' }],
    ['group:namespace:shop', { kind: 'group', namespace: 'shop' }],
  ] as const)('GRF-47: does not exist for %s', (id, known) => {
    expect(pageOf(node(id, known))).toBeNull();
  });
});
