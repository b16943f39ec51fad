import { describe, expect, it } from 'vitest';
import { attaches, readAttachment, type PolicyTarget } from './authorization-target.ts';
import { policy, withReviews } from './test/admit.ts';

const gatewayName = 'gateway.networking.k8s.io/gateway-name';
const sidecar: PolicyTarget = { namespace: 'bookinfo', labels: { app: 'reviews' }, waypoint: false, services: [] };
const gateway: PolicyTarget = { ...sidecar, labels: { app: 'door', [gatewayName]: 'door' } };
const waypoint: PolicyTarget = {
  ...gateway,
  waypoint: true,
  services: [
    { kind: 'Service', namespace: 'bookinfo', name: 'reviews' },
    { kind: 'Service', namespace: 'shop', name: 'cart' },
    { kind: 'ServiceEntry', namespace: 'bookinfo', name: 'bank' },
  ],
};
const group = 'gateway.networking.k8s.io';
const door = { group, kind: 'Gateway', name: 'door' };
const klass = { group, kind: 'GatewayClass', name: 'istio-waypoint' };
const service = (name: string, kind = 'Service') => ({ group: kind === 'Service' ? '' : 'networking.istio.io', kind, name });
const targets = (...targetRefs: readonly object[]) => ({ targetRefs });
const own = { selector: { matchLabels: { app: 'door' } } };

const rows: readonly (readonly [
  because: string,
  target: PolicyTarget,
  spec: Readonly<Record<string, unknown>>,
  attached: boolean,
  name?: string,
])[] = [
  ['a sidecar takes a policy without selector', sidecar, {}, true],
  ['a sidecar takes no policy for a gateway', sidecar, targets(door), false],
  ['a sidecar takes no policy for a service that it serves', sidecar, targets(service('reviews')), false],
  ['a gateway takes a policy for it', gateway, targets(door), true],
  ['a gateway takes a policy by the older target', gateway, { targetRef: door }, true],
  ['a gateway does not look at the older target beside the newer', gateway, { targetRef: door, ...targets({ ...door, name: 'x' }) }, false],
  ['a gateway takes a policy for it and others', gateway, targets({ ...door, name: 'x' }, door), true],
  ['a gateway takes no policy for another', gateway, targets({ ...door, name: 'x' }), false],
  ['a gateway takes no policy of another namespace', gateway, targets(door), false, 'other/p'],
  ['a gateway takes no policy for it of the root namespace', gateway, targets(door), false, 'istio-system/p'],
  ['a gateway takes no target in another namespace', gateway, targets({ ...door, namespace: 'other' }), false],
  ['a gateway takes a target that says its namespace', gateway, targets({ ...door, namespace: 'bookinfo' }), true],
  ["a gateway takes no target of Istio's own kind of Gateway", gateway, targets({ ...door, group: 'networking.istio.io' }), false],
  ['a gateway takes no policy for a service', gateway, targets(service('reviews')), false],
  ['a gateway takes a policy that selects it', gateway, own, true],
  ['a gateway takes a policy without selector', gateway, {}, true],
  ['a waypoint takes no policy that selects it', waypoint, own, false],
  ['a waypoint takes no policy without target', waypoint, {}, false],
  ['a waypoint takes a policy for it', waypoint, targets(door), true],
  ['a waypoint takes a policy for its service', waypoint, targets(service('reviews')), true],
  ['a waypoint takes a policy for its service by the long group', waypoint, targets({ ...service('reviews'), group: 'core' }), true],
  ['a waypoint takes no policy for a service that is not its own', waypoint, targets(service('ratings')), false],
  ['a waypoint takes a policy for its service of another namespace', waypoint, targets(service('cart')), true, 'shop/p'],
  ['a waypoint takes no policy for a service of another namespace than the policy', waypoint, targets(service('cart')), false],
  ['a waypoint takes a policy for its ServiceEntry', waypoint, targets(service('bank', 'ServiceEntry')), true],
  ['a waypoint does not take a ServiceEntry for a Service', waypoint, targets(service('bank')), false],
  ['a waypoint takes a policy of the root namespace for all of its class', waypoint, targets(klass), true, 'istio-system/p'],
  ['a waypoint takes no policy for its class of another namespace', waypoint, targets(klass), false],
  ['a gateway takes no policy for the class of waypoints', gateway, targets(klass), false, 'istio-system/p'],
];

/** Source: Istio reference, PolicyTargetReference and WorkloadSelector. */
describe('attachment', () => {
  it.each(rows.map((row) => ({ because: row[0], row })))('$because', ({ row: [, target, spec, attached, name = 'bookinfo/p'] }) => {
    expect(attaches(readAttachment(policy(spec, name)), target, 'istio-system')).toBe(attached);
  });

  it('to what only waypoints have is reported', () => {
    const classic = { ...door, group: 'networking.istio.io' };
    const { mesh } = withReviews([policy(targets(door, service('reviews'), klass, classic)), policy({ targetRef: service('reviews') })]);
    expect(mesh.unsupported.map(({ path, detail }) => [path, detail.split(' ')[0]])).toEqual([
      ['spec.targetRefs[1]', 'Service'],
      ['spec.targetRefs[2]', 'GatewayClass'],
      ['spec.targetRefs[3]', 'Gateway'],
      ['spec.targetRef', 'Service'],
    ]);
  });
});
