import type { KubeObject } from '@vigla/contract/objects';
import { isTree, labels, selects, text, tree, trees } from './read.ts';
import type { Workload } from './workloads.ts';

/** An object that a policy is attached to by name. Shape: `group` is empty for Kubernetes' own kinds. */
export interface TargetRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Empty: the policy's own. */
  readonly namespace: string;
  /** Where in the policy, `spec.targetRefs[0]`. */
  readonly path: string;
}

/** What a policy says about whom it is for. */
export interface Attachment {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly targets: readonly TargetRef[];
}

/** Whom policies can be for: one workload. */
export interface PolicyTarget {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it is a waypoint; then policies attach to the services that it stands before. */
  readonly waypoint: boolean;
  readonly services: readonly { readonly kind: 'Service' | 'ServiceEntry'; readonly namespace: string; readonly name: string }[];
}

const gatewayName = 'gateway.networking.k8s.io/gateway-name';

/** A workload as policies see it. Waypoints are told by what manages them; the services before which they stand are not known here. */
export const policyTarget = ({ namespace, labels: own }: Workload): PolicyTarget => ({
  namespace,
  labels: own,
  waypoint: own['gateway.istio.io/managed'] === 'istio.io-mesh-controller',
  services: [],
});

/** Reads selector and targets. Where `targetRefs` has entries the older `targetRef` is not looked at. */
export function readAttachment({ metadata, spec }: KubeObject): Attachment {
  const written = tree(spec);
  const many = trees(written['targetRefs']);
  const refs = many.length === 0 && isTree(written['targetRef']) ? [written['targetRef']] : many;
  return {
    namespace: metadata.namespace ?? '',
    selector: labels(tree(written['selector'])['matchLabels']),
    targets: refs.map((ref, index) => ({
      path: refs === many ? `spec.targetRefs[${index}]` : 'spec.targetRef',
      group: text(ref['group']) ?? '',
      kind: text(ref['kind']) ?? '',
      name: text(ref['name']) ?? '',
      namespace: text(ref['namespace']) ?? '',
    })),
  };
}

/**
 * Whether a policy is for a workload.
 * Source: Istio reference, PolicyTargetReference: sidecars do not look at policies with targets, waypoints at none without;
 * gateways of the Gateway API take targets of their own namespace, or a selector (a setting of Istio that is on by default).
 */
export function attaches({ namespace, selector, targets }: Attachment, target: PolicyTarget, root: string): boolean {
  const near = namespace === root || namespace === target.namespace || target.services.some((one) => one.namespace === namespace);
  if (!near) return false;
  const gateway = target.labels[gatewayName];
  if (targets.length === 0) return !target.waypoint && selects(selector, target.labels);
  if (gateway === undefined) return false;
  return targets.some((ref) => {
    if (target.waypoint && attachesToWaypoint(ref, namespace, target, root)) return true;
    const own = namespace === target.namespace && (ref.namespace === '' || ref.namespace === target.namespace);
    return own && ref.kind === 'Gateway' && ref.group === 'gateway.networking.k8s.io' && ref.name === gateway;
  });
}

function attachesToWaypoint({ group, kind, name }: TargetRef, namespace: string, { services }: PolicyTarget, root: string): boolean {
  if (kind === 'GatewayClass') return group === 'gateway.networking.k8s.io' && namespace === root && name === 'istio-waypoint';
  const expected = kind === 'ServiceEntry' ? 'networking.istio.io' : '';
  return (
    (group === expected || (kind === 'Service' && group === 'core')) &&
    services.some((one) => one.kind === kind && one.name === name && one.namespace === namespace)
  );
}

/** The targets that only a waypoint can have, and others that are not followed. Shape: path and reason. */
export const unfollowedTargets = ({ targets }: Attachment): readonly (readonly [path: string, detail: string])[] =>
  targets.flatMap(({ group, kind, path }) => {
    if (kind === 'Gateway' && group === 'gateway.networking.k8s.io') return [];
    const reason = waypointKinds.has(kind) ? 'waypoints are not simulated' : 'nothing else can have policies';
    return [[path, `${kind || 'a target without kind'} is not followed: ${reason}, so the target has no effect`] as const];
  });

const waypointKinds = new Set(['Service', 'ServiceEntry', 'GatewayClass']);
