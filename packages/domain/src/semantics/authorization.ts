import type { KubeObject } from '@vigla/contract/objects';
import { compileRule, type Peer, type PolicyRule } from './authorization-rule.ts';
import { labels, isTree, selects, text, tree, trees } from './read.ts';
import { byAge, reference, type Reference, type Unsupported } from './reference.ts';
import type { Call } from './request.ts';
import type { Workload } from './workloads.ts';

/** What a workload's proxy does with a request, and which policy decided. */
export interface Verdict {
  readonly allowed: boolean;
  readonly reason: 'no_policy' | 'deny_rule' | 'allow_rule' | 'no_allow_rule';
  readonly by: Reference | null;
}

/** A verdict, and what it would be if the policies on dry run were in force; null where there are none. */
export interface Authorization extends Verdict {
  readonly dryRun: Verdict | null;
}

/** Decides for a workload. Units: `port` is the port of the pod. */
export type Authorize = (workload: Workload, peer: Peer, call: Call, port: number) => Authorization;

interface Policy {
  readonly object: Reference;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly action: 'ALLOW' | 'DENY';
  readonly dryRun: boolean;
  readonly rules: readonly PolicyRule[];
}

/**
 * Reads AuthorizationPolicies. Any DENY that matches refuses; where no ALLOW selects the workload the request passes;
 * otherwise some ALLOW must match. The order of policies never changes the verdict, only which of them is named.
 */
export function readAuthorization(objects: readonly KubeObject[], root: string, report: (unsupported: Unsupported) => void): Authorize {
  const policies = objects
    .filter(({ kind }) => kind === 'AuthorizationPolicy')
    .sort(byAge)
    .flatMap((object) => readPolicy(object, report));
  return (workload, peer, call, port) => {
    const selected = policies.filter(
      ({ namespace, selector }) => (namespace === root || namespace === workload.namespace) && selects(selector, workload.labels),
    );
    const enforced = selected.filter(({ dryRun }) => !dryRun);
    const request = { peer, call, port };
    return { ...decide(enforced, request), dryRun: enforced.length === selected.length ? null : decide(selected, request) };
  };
}

function decide(policies: readonly Policy[], request: Parameters<PolicyRule['matches']>[0]): Verdict {
  const matching = (action: Policy['action']) =>
    policies.find((policy) => policy.action === action && policy.rules.some((rule) => rule.matches(request)));
  const denied = matching('DENY');
  if (denied) return { allowed: false, reason: 'deny_rule', by: denied.object };
  const asking = policies.find(({ action }) => action === 'ALLOW');
  if (!asking) return { allowed: true, reason: 'no_policy', by: null };
  const allowed = matching('ALLOW');
  return allowed
    ? { allowed: true, reason: 'allow_rule', by: allowed.object }
    : { allowed: false, reason: 'no_allow_rule', by: asking.object };
}

function readPolicy(object: KubeObject, report: (unsupported: Unsupported) => void): readonly Policy[] {
  const spec = tree(object.spec);
  const tell = (path: string, detail: string): void => report({ object: reference(object), path, detail });
  const action = text(spec['action']) ?? 'ALLOW';
  if (action !== 'ALLOW' && action !== 'DENY') {
    tell('spec.action', `${action} is not followed: the policy has no effect here`);
    return [];
  }
  if (isTree(spec['targetRef']) || Array.isArray(spec['targetRefs'])) {
    // Sidecars ignore policies that are attached to a Gateway, a Service or a waypoint.
    tell('spec.targetRefs', 'is not followed: policies for waypoints and Gateway API gateways have no effect here');
    return [];
  }
  const namespace = object.metadata.namespace ?? '';
  return [
    {
      object: reference(object),
      namespace,
      selector: labels(tree(spec['selector'])['matchLabels']),
      action,
      dryRun: object.metadata.annotations?.['istio.io/dry-run'] === 'true',
      rules: trees(spec['rules']).map((rule, index) =>
        compileRule(rule, { namespace, action, tell: (path, detail) => tell(`spec.rules[${index}].${path}`, detail) }),
      ),
    },
  ];
}
