import { verified, type Admit } from './authorization-admission.ts';
import type { Arrival } from './authorization-arrival.ts';
import type { Policy } from './authorization-policy.ts';
import type { PolicyRule } from './authorization-rule.ts';
import type { Authorization } from './authorization.ts';
import { beforeToken } from './authorization-verdict.ts';
import type { Step } from './explanation.ts';
import type { Authentication } from './request-authentication.ts';
import type { Workload } from './workloads.ts';

/**
 * The decision about requests in steps: what became of the token; each rule of each policy that is for the workload, with the
 * field that failed; the verdict. Order: as the proxy decides, CUSTOM, AUDIT, DENY, ALLOW, oldest policy first.
 */
export function explainAdmission(admit: Admit, policies: readonly Policy[], workload: Workload, arrival: Arrival): readonly Step[] {
  const { authentication, authorization } = admit(workload, arrival);
  const seen = verified(arrival, authentication);
  const order: readonly Policy['action'][] = ['CUSTOM', 'AUDIT', 'DENY', 'ALLOW'];
  return [
    tokenStep(authentication),
    ...(authentication.verdict === 'reject'
      ? []
      : [
          ...order.flatMap((action) =>
            policies
              .filter((policy) => policy.action === action)
              .flatMap((policy) => policySteps(policy, action === 'CUSTOM' ? beforeToken(seen) : seen)),
          ),
          ...verdictSteps(authorization),
        ]),
  ];
}

const tokenStep = ({ verdict, reason, code, by, missing }: Authentication): Step => ({
  stage: 'authentication',
  object: by && { kind: by.kind, namespace: by.namespace, name: by.name },
  path: by?.path ?? null,
  verdict,
  facts: { reason, ...(code !== null && { code }), ...(missing.length > 0 && { missing: missing.join(', ') }) },
});

function policySteps(policy: Policy, arrival: Arrival): readonly Step[] {
  const { object, action, dryRun, rules } = policy;
  const facts = { action, ...(dryRun && { dryRun }) };
  if (rules.length === 0) return [{ stage: 'authorization', object, path: 'spec.rules', verdict: 'no_rules', facts }];
  return rules.flatMap((rule) => ruleSteps(rule, arrival).map((step) => ({ ...step, object, facts: { ...facts, ...step.facts } })));
}

function ruleSteps(rule: PolicyRule, arrival: Arrival): readonly Omit<Step, 'object'>[] {
  const holds = rule.matches(arrival);
  const stage = 'authorization';
  if (holds === 'yes') return [{ stage, path: rule.path, verdict: 'rule_matches', facts: {} }];
  if (holds === 'no') return rule.misses(arrival).map(({ path, why }) => ({ stage, path, verdict: 'rule_does_not_match', facts: { why } }));
  return [{ stage, path: rule.path, verdict: 'rule_may_match', facts: { missing: holds.maybe.join(', ') } }];
}

function verdictSteps({ dryRun, ...enforced }: Authorization): readonly Step[] {
  const step = ({ verdict, reason, by, missing, asks }: Omit<Authorization, 'dryRun' | 'audit'>, facts: Step['facts']): Step => ({
    stage: 'authorization',
    object: by && { kind: by.kind, namespace: by.namespace, name: by.name },
    path: by?.path ?? null,
    verdict,
    facts: { reason, ...(missing.length > 0 && { missing: missing.join(', ') }), ...(asks && { provider: asks.name }), ...facts },
  });
  return [step(enforced, {}), ...(dryRun ? [step(dryRun, { dryRun: true })] : [])];
}
