import * as z from 'zod';
import { ObjectReference } from '../istio/index.ts';
import { EpochSeconds } from '../units/index.ts';

const rate = z.number().nonnegative();
const share = z.number().min(0).max(1);
const amount = z.number().int().nonnegative();
const rule = { object: ObjectReference.nullable(), field: z.string().nullable() };

/** Where a fact was read. The first three are reporters of Istio's metrics. */
export const EvidenceSource = z.enum(['source', 'destination', 'waypoint', 'configuration', 'pods', 'arithmetic', 'graph', 'series']);
export type EvidenceSource = z.infer<typeof EvidenceSource>;

/** One fact that speaks for a verdict. Views put it into words; names of objects that the reader may not see are null. Units: per second, ms, shares 0..1. */
export const Evidence = z.discriminatedUnion('kind', [
  /** The caller's proxy answered by itself. `within` : how long it took. */
  z.object({
    kind: z.literal('caller_proxy_answered'),
    perSecond: rate,
    code: z.string(),
    flag: z.string(),
    proxies: amount.nullable(),
    withinMs: rate.nullable(),
  }),
  /** What the called side saw of it. `missing`: what the caller's side counts on top. */
  z.object({ kind: z.literal('never_arrived'), receivedPerSecond: rate, goodPerSecond: rate, missingPerSecond: rate, codes: z.string() }),
  z.object({ kind: z.literal('nobody_received') }),
  z.object({ kind: z.literal('called_proxy_answered'), perSecond: rate, code: z.string(), flag: z.string() }),
  z.object({ kind: z.literal('app_answered'), perSecond: rate, share, code: z.string(), bothSay: z.boolean() }),
  z.object({ kind: z.literal('connection_broke'), perSecond: rate, code: z.string(), flag: z.string() }),
  z.object({
    kind: z.literal('connection_limit'),
    ...rule,
    subset: z.string().nullable(),
    maxConnections: amount.nullable(),
    maxPending: amount.nullable(),
    maxRequests: amount.nullable(),
  }),
  z.object({
    kind: z.literal('queue'),
    perPodPerSecond: rate,
    holdMs: rate,
    busy: rate,
    expectedShare: share,
    measuredShare: share,
    model: z.string(),
  }),
  z.object({ kind: z.literal('outlier_rule'), ...rule, consecutive: amount, ejectionMs: rate, maxPercent: rate }),
  z.object({ kind: z.literal('pods'), ready: amount, desired: amount, restarts: amount.nullable() }),
  z.object({ kind: z.literal('subset_missing'), ...rule, subset: z.string(), host: z.string(), share }),
  z.object({ kind: z.literal('host_missing'), ...rule, host: z.string() }),
  z.object({
    kind: z.literal('host_not_registered'),
    host: z.string(),
    nearest: z.string().nullable(),
    object: ObjectReference.nullable(),
  }),
  z.object({ kind: z.literal('fault_rule'), ...rule, abortShare: share, abortCode: amount, delayShare: share, delayMs: rate }),
  z.object({ kind: z.literal('rate_limit'), ...rule, tokens: rate, fillMs: rate, perPodPerSecond: rate.nullable() }),
  z.object({ kind: z.literal('policy'), ...rule, reason: z.string(), missing: z.array(z.string()) }),
  z.object({ kind: z.literal('timeout_rule'), ...rule, timeoutMs: rate }),
  z.object({ kind: z.literal('slow_callee'), averageMs: rate, beforeMs: rate.nullable() }),
  z.object({
    kind: z.literal('waits_for'),
    name: z.string(),
    element: z.string(),
    protocol: z.enum(['http', 'grpc', 'tcp']),
    averageMs: rate.nullable(),
  }),
  z.object({ kind: z.literal('retry_rule'), ...rule, attempts: amount }),
  z.object({ kind: z.literal('amplified'), sentPerSecond: rate, receivedPerSecond: rate, factor: rate }),
  z.object({ kind: z.literal('handshake'), ...rule, client: z.string(), server: z.string() }),
  z.object({
    kind: z.literal('callee_call_fails'),
    element: z.string(),
    name: z.string(),
    perSecond: rate,
    failedShare: share.nullable(),
    share,
  }),
  z.object({ kind: z.literal('siblings_well'), names: z.array(z.string()), perSecond: rate, share }),
  z.object({ kind: z.literal('unsidecared'), namespace: z.string(), name: z.string(), injects: z.boolean() }),
  z.object({ kind: z.literal('plain_text'), share }),
  z.object({ kind: z.literal('began'), at: EpochSeconds, beforeShare: share, stepSeconds: amount }),
  z.object({ kind: z.literal('all_well'), perSecond: rate, bothSay: z.boolean() }),
]);
export type Evidence = z.infer<typeof Evidence>;

/** A fact with where it was read. */
export const SourcedEvidence = z.object({ fact: Evidence, source: EvidenceSource });
export type SourcedEvidence = z.infer<typeof SourcedEvidence>;

/** What could have been the reason and is not, with how that is known. */
export const RuledOut = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pods'), ready: amount, desired: amount, restarts: amount }),
  z.object({ kind: z.literal('mtls'), share }),
  z.object({ kind: z.literal('timeouts') }),
  z.object({ kind: z.literal('access_policy') }),
  z.object({ kind: z.literal('outlier_ejection'), rule: z.boolean() }),
  z.object({ kind: z.literal('connection_limit') }),
  z.object({ kind: z.literal('rate_limit') }),
  z.object({ kind: z.literal('faults') }),
  z.object({ kind: z.literal('routes') }),
  z.object({ kind: z.literal('its_own_calls') }),
]);
export type RuledOut = z.infer<typeof RuledOut>;

/** What nobody can tell from here. */
export const NotKnown = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('proxies_in_sync') }),
  z.object({ kind: z.literal('needs_limit'), name: z.string() }),
  z.object({ kind: z.literal('reason_of_change') }),
  z.object({ kind: z.literal('who'), manager: z.string() }),
  z.object({ kind: z.literal('before') }),
  z.object({ kind: z.literal('which_pod'), code: z.string(), part: z.string() }),
  z.object({ kind: z.literal('why_app_fails'), name: z.string() }),
  z.object({ kind: z.literal('attributes'), missing: z.array(z.string()) }),
  z.object({ kind: z.literal('denied_by_whom') }),
  z.object({ kind: z.literal('tcp_times'), name: z.string() }),
  z.object({ kind: z.literal('called_side') }),
  z.object({ kind: z.literal('calling_side') }),
  z.object({ kind: z.literal('hidden_configuration') }),
  z.object({ kind: z.literal('mesh_settings') }),
  z.object({ kind: z.literal('restarts') }),
  z.object({ kind: z.literal('began') }),
  z.object({ kind: z.literal('past_configuration') }),
  z.object({ kind: z.literal('restricted') }),
]);
export type NotKnown = z.infer<typeof NotKnown>;
