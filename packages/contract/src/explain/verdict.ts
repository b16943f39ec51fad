import * as z from 'zod';

/**
 * Why calls end as they do: a closed set, so that every view has words for all of it.
 * `proxy`: the name of what decided is in the cause. `not_explained`: they fail and nothing that is known tells why.
 */
export const VerdictKind = z.enum([
  'healthy',
  'idle',
  'not_measured',
  'connection_limit',
  'hosts_ejected',
  'no_ready_pods',
  'no_healthy_upstream',
  'subset_missing',
  'host_missing',
  'route_missing',
  'egress_blocked',
  'fault_injected',
  'rate_limited',
  'access_denied',
  'access_perhaps_denied',
  'token_rejected',
  'timeout',
  'retries_exhausted',
  'mtls_mismatch',
  'connection_failed',
  'callee_fails',
  'app_fails',
  'app_rejects',
  'caller_gave_up',
  'caller_without_proxy',
  'not_explained',
]);
export type VerdictKind = z.infer<typeof VerdictKind>;

/** What became of the calls, and how many of them. Units: per second over the window; share of all calls, 0..1; null where nobody counts. */
export const Verdict = z.object({
  kind: VerdictKind,
  failedPerSecond: z.number().nonnegative().nullable(),
  share: z.number().min(0).max(1).nullable(),
});
export type Verdict = z.infer<typeof Verdict>;
