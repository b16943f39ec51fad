import type { KubeObject } from '@vigla/contract/objects';
import { expect, it } from 'vitest';
import { inSafeOrder } from './apply-order.ts';

const rule = (...subsets: string[]): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'reviews', namespace: 'shop' },
  spec: { host: 'reviews', subsets: subsets.map((name) => ({ name })) },
});
const other = (kind: string): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name: 'reviews', namespace: 'shop' },
});

it.each<[because: string, live: KubeObject | null, next: KubeObject, order: string]>([
  ['subsets come', rule('v1'), rule('v1', 'v2'), 'DestinationRule VirtualService Sidecar'],
  ['it is new', null, rule('v1'), 'DestinationRule VirtualService Sidecar'],
  ['its subsets stay', rule('v1'), rule('v1'), 'DestinationRule VirtualService Sidecar'],
  ['subsets go', rule('v1', 'v2'), rule('v1'), 'VirtualService Sidecar DestinationRule'],
  ['one subset takes the place of another', rule('v1'), rule('v2'), 'VirtualService Sidecar DestinationRule'],
])('writes a destination rule on the right side of the routes when %s', (_, live, next, order) => {
  const steps = [
    { live: other('VirtualService'), next: other('VirtualService') },
    { live: null, next: other('Sidecar') },
    { live, next },
  ];
  expect(
    inSafeOrder(steps)
      .map((step) => step.next.kind)
      .join(' '),
  ).toBe(order);
});
