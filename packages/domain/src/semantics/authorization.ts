import type { KubeObject } from '@vigla/contract/objects';
import type { Arrival } from './authorization-arrival.ts';
import { readPolicy, type Policy } from './authorization-policy.ts';
import { attaches, policyTarget } from './authorization-target.ts';
import { decide, find, type Verdict } from './authorization-verdict.ts';
import { readExternalProviders, type ExternalProviders } from './external-authorization.ts';
import type { Tri } from './known.ts';
import { readMeshConfig } from './mesh-config.ts';
import { readMeshSettings } from './mesh-settings.ts';
import { texts } from './read.ts';
import { byAge, type Unsupported } from './reference.ts';
import type { Workload } from './workloads.ts';

/** A verdict, and what goes with it. */
export interface Authorization extends Verdict {
  /** What the verdict would be if the policies on dry run were in force; null where there are none. */
  readonly dryRun: Verdict | null;
  /** Whether some AUDIT rule asks for the request to be noted. */
  readonly audit: Tri;
}

/** Decides whether requests may reach a workload. Their token must be one that was verified before. */
export type Authorize = (workload: Workload, arrival: Arrival) => Authorization;

/** The AuthorizationPolicies of a mesh. */
export interface Authorizations {
  readonly providers: ExternalProviders;
  /** Those that are for a workload, oldest first. */
  policiesOf(workload: Workload): readonly Policy[];
  readonly authorize: Authorize;
}

/** Reads AuthorizationPolicies. Total: what is not followed is reported. */
export function readAuthorization(objects: readonly KubeObject[], report: (unsupported: Unsupported) => void): Authorizations {
  const { rootNamespace, trustDomain } = readMeshSettings(objects);
  const mesh = readMeshConfig(objects);
  const trustDomains = [trustDomain, ...texts(mesh?.['trustDomainAliases'])];
  const providers = readExternalProviders(mesh);
  const policies = objects
    .filter(({ kind }) => kind === 'AuthorizationPolicy')
    .sort(byAge)
    .flatMap((object) => readPolicy(object, trustDomains, report));
  for (const policy of policies) noteProvider(policy, providers, report);
  const policiesOf = (workload: Workload): readonly Policy[] => {
    const target = policyTarget(workload);
    return policies.filter(({ attachment }) => attaches(attachment, target, rootNamespace));
  };
  return {
    providers,
    policiesOf,
    authorize(workload, arrival) {
      const selected = policiesOf(workload);
      const enforced = selected.filter(({ dryRun }) => !dryRun);
      return {
        ...decide(enforced, providers, arrival),
        dryRun: enforced.length === selected.length ? null : decide(selected, providers, arrival),
        audit: find(
          enforced.filter(({ action }) => action === 'AUDIT'),
          arrival,
        ).holds,
      };
    },
  };
}

/** What a provider answers is nobody's to know: whoever shows results must say so. */
function noteProvider(
  { object, action, provider, dryRun }: Policy,
  providers: ExternalProviders,
  report: (one: Unsupported) => void,
): void {
  if (action !== 'CUSTOM') return;
  const tell = (detail: string): void => report({ object, path: 'spec.provider', detail });
  const name = provider || 'a provider without name';
  if (dryRun) tell('is taken to ask nobody on a dry run; unverified: some releases of Istio ask all the same');
  else if (!providers) tell(`${name} is not found: the extensionProviders of the mesh cannot be read`);
  else if (providers.has(provider ?? '')) tell(`${name} is not asked: what it would answer is not known`);
}
