import type { Arrival } from './authorization-arrival.ts';
import type { DecidedBy, Policy, PolicyAction } from './authorization-policy.ts';
import type { ExternalProvider, ExternalProviders } from './external-authorization.ts';
import { all, known, not, type Tri } from './known.ts';

/** Who is asked about a request before anything else decides. */
export interface AskedProvider {
  readonly by: DecidedBy;
  readonly name: string;
  /** Null when the mesh's settings could not be read. */
  readonly provider: ExternalProvider | null;
}

/**
 * What a workload's proxy does with requests, and which policy decided.
 * `custom`: they pass if whoever is asked lets them. `undecided`: the attributes that are missing would decide.
 */
export interface Verdict {
  readonly verdict: 'allow' | 'deny' | 'custom' | 'undecided';
  readonly reason: 'no_policy' | 'deny_rule' | 'allow_rule' | 'no_allow_rule' | 'custom_rule' | 'bad_provider' | 'unknown_attributes';
  /** The first of those that decided; null where none did. */
  readonly by: DecidedBy | null;
  /** Names of the unknown attributes that would decide, in order; empty when decided. */
  readonly missing: readonly string[];
  /** Asked first, whatever the verdict says of those who were let through; null when nobody is for sure. */
  readonly asks: AskedProvider | null;
}

/** Requests as CUSTOM policies see them: nobody has looked at the token yet. */
export const beforeToken = (arrival: Arrival): Arrival => ({ ...arrival, request: { ...arrival.request, token: known(null) } });

interface Found {
  readonly holds: Tri;
  readonly by: DecidedBy | null;
}

/**
 * Decides by policies that are for the workload, oldest first: whoever is asked may refuse; any DENY that matches refuses; where
 * no ALLOW is for the workload the request passes; otherwise some ALLOW must match. The order of policies never changes the
 * verdict, only which of them is named. AUDIT decides nothing.
 * Source: Istio concept, implicit enablement and policy precedence; the order of a server's filters: CUSTOM, token, the rest.
 */
export function decide(policies: readonly Policy[], providers: ExternalProviders, arrival: Arrival): Verdict {
  const { asking, broken } = customs(policies, providers, arrival);
  const early = beforeToken(arrival);
  const asked = find(asking, early);
  const deny = find(of(policies, 'DENY'), arrival);
  const bad = find(broken, early);
  const allowing = of(policies, 'ALLOW');
  const allow: Found = allowing.length === 0 ? { holds: 'yes', by: null } : find(allowing, arrival);
  const asks = asked.holds === 'yes' && asked.by ? askedProvider(asked.by, asking, providers) : null;
  const decided = (verdict: Verdict['verdict'], reason: Verdict['reason'], by: DecidedBy | null): Verdict => ({
    verdict,
    reason,
    by,
    missing: [],
    asks,
  });
  if (deny.holds === 'yes') return decided('deny', 'deny_rule', deny.by);
  if (bad.holds === 'yes') return decided('deny', 'bad_provider', bad.by);
  if (allow.holds === 'no') return decided('deny', 'no_allow_rule', allowing[0] ? { ...allowing[0].object, path: null } : null);
  const open = [not(deny.holds), not(bad.holds), allow.holds, asked.holds].filter((holds) => typeof holds !== 'string');
  if (open.length > 0) return { verdict: 'undecided', reason: 'unknown_attributes', by: null, missing: namesOf(all(open)), asks };
  if (asks) return decided('custom', 'custom_rule', asks.by);
  return allow.by ? decided('allow', 'allow_rule', allow.by) : decided('allow', 'no_policy', null);
}

const of = (policies: readonly Policy[], action: PolicyAction): readonly Policy[] => policies.filter((policy) => policy.action === action);

/** Whether some rule matches, and the first that does. */
export function find(policies: readonly Policy[], arrival: Arrival): Found {
  const names: Tri[] = [];
  for (const { object, rules } of policies) {
    for (const rule of rules) {
      const holds = rule.matches(arrival);
      if (holds === 'yes') return { holds, by: { ...object, path: rule.path } };
      if (holds !== 'no') names.push(holds);
    }
  }
  return { holds: names.length === 0 ? 'no' : all(names), by: null };
}

/**
 * CUSTOM policies, and those of them that refuse what they match because nobody can be asked: their provider does not exist, or
 * a workload has policies with several. A provider that speaks HTTP is not asked about TCP, and its policies do nothing there.
 * Source: Istio's builder of external authorization; several providers for one workload are a setting that is off by default.
 */
function customs(policies: readonly Policy[], providers: ExternalProviders, { request }: Arrival) {
  const custom = of(policies, 'CUSTOM');
  const several = new Set(custom.map(({ provider }) => provider)).size > 1;
  const providerOf = (policy: Policy): ExternalProvider | null | undefined => providers && providers.get(policy.provider ?? '');
  const broken = custom.filter((policy) => several || providerOf(policy) === undefined);
  const deaf = (policy: Policy): boolean => request.protocol === 'tcp' && providerOf(policy)?.protocol === 'http';
  return { broken, asking: custom.filter((policy) => !broken.includes(policy) && !deaf(policy)) };
}

function askedProvider(by: DecidedBy, asking: readonly Policy[], providers: ExternalProviders): AskedProvider {
  const policy = asking.find(({ object }) => object.name === by.name && object.namespace === by.namespace);
  const name = policy?.provider ?? '';
  return { by, name, provider: providers?.get(name) ?? null };
}

const namesOf = (holds: Tri): readonly string[] => (typeof holds === 'string' ? [] : holds.maybe);
