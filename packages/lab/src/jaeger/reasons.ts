import type { Way } from './passage.ts';

/** What proxies say about an ending, and how long the text is that they answer with. */
export type Reason = Pick<Way, 'details' | 'transport' | 'bodyBytes'>;

const reason = (details: string, bodyBytes: number, transport: string | null = null): Reason => ({ details, bodyBytes, transport });

/** Answered by whoever was asked. */
export const viaUpstream = (bodyBytes: number): Reason => reason('via_upstream', bodyBytes);

/** Answered by the proxy because the route says so. */
export const directResponse: Reason = reason('direct_response', 0);

/** One try took longer than a try may. */
export const tryTimeout: Reason = reason('upstream_per_try_timeout', 24);

/**
 * Refused by the server's proxy. `policy`: the DENY policy that did it; null where no ALLOW rule matched.
 * Source: Envoy's RBAC filter; Istio names policies `ns[..]-policy[..]-rule[n]`. Unverified: which rule matched is not known here.
 */
export const refused = (policy: { readonly namespace: string; readonly name: string } | null): Reason =>
  reason(`rbac_access_denied_matched_policy[${policy ? `ns[${policy.namespace}]-policy[${policy.name}]-rule[0]` : 'none'}]`, 19);

/** A token that the server's proxy does not take. Source: Envoy's JWT filter. Unverified: the cause in braces differs from token to token. */
export const tokenRefused: Reason = reason('jwt_authn_access_denied{Jwt_verification_fails}', 22);

const early = (cause: string): string => `upstream_reset_before_response_started{${cause}}`;

/**
 * Order: the first flag that a request carries says why it ended.
 * Source: Envoy, "Response code details" and the bodies of its local replies; access logs of real proxies.
 * Unverified: the words of the TLS library differ between versions of Envoy.
 */
const byFlag: readonly (readonly [flag: string, reason: Reason])[] = [
  ['DC', reason('downstream_remote_disconnect', 0)],
  ['UT', reason('response_timeout', 24)],
  ['FI', reason('fault_filter_abort', 18)],
  ['UO', reason(early('overflow'), 81)],
  ['NC', reason('cluster_not_found', 0)],
  ['NR', reason('route_not_found', 0)],
  ['UH', reason('no_healthy_upstream', 19)],
  ['RL', reason('local_rate_limited', 18)],
  ['UAEX', reason('ext_authz_denied', 0)],
  [
    'UF',
    reason(
      early('connection_failure,TLS_error:_268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER'),
      190,
      'TLS error: 268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER',
    ),
  ],
  ['UC', reason(early('connection_termination'), 95)],
];

/** Why a request ended with these flags; undefined when none of them ends one. */
export function reasonFor(flags: string): Reason | undefined {
  const own = flags.split(',');
  return byFlag.find(([flag]) => own.includes(flag))?.[1];
}
