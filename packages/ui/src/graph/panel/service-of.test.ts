import { expect, it } from 'vitest';
import { node } from '@vigla/testkit/graphs';
import { serviceOf } from './service-of.ts';

it.each([
  ['the service that callers asked for', node('shop/reviews-v2', { app: 'r', hosts: ['reviews.shop.svc.cluster.local'] }), 'reviews'],
  ['a short host of its own namespace', node('shop/reviews-v2', { hosts: ['reviews.shop'] }), 'reviews'],
  ['its application where no host tells', node('shop/reviews-v2', { app: 'reviews' }), 'reviews'],
  ['itself when it is a service', node('shop/svc:reviews', { kind: 'service', name: 'reviews' }), 'reviews'],
  ['none for a host of another namespace and no application', node('shop/reviews-v2', { hosts: ['reviews.other.svc'] }), undefined],
  ['none for a store', node('shop/db', { kind: 'store', app: 'db' }), undefined],
  ['none outside the mesh', node('outside/x', { kind: 'external', namespace: null }), undefined],
])('the service whose traffic shifts at a node is %s', (_, one, name) => {
  expect(serviceOf(one)?.name).toBe(name);
});
