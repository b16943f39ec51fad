import * as z from 'zod';
import { Protocol } from '../graph/index.ts';
import { Health } from '../health/index.ts';
import { Gap } from '../problem/index.ts';
import { DurationSeconds, EpochSeconds } from '../units/index.ts';
import { Cause } from './cause.ts';
import { NotKnown, RuledOut, SourcedEvidence } from './evidence.ts';
import { Verdict } from './verdict.ts';

const rate = z.number().nonnegative();
const amount = z.number().int().nonnegative();

/** Names an end of a call as the graph does. */
export const ExplainedEnd = z.object({
  /** Id of the node. */
  id: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  app: z.string().nullable(),
  version: z.string().nullable(),
});
export type ExplainedEnd = z.infer<typeof ExplainedEnd>;

/** What stands under the name of a station. */
export const StationNote = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pods'), ready: amount, desired: amount }),
  z.object({ kind: z.literal('limit'), connections: amount, waiting: amount }),
  z.object({ kind: z.literal('timeout'), timeoutMs: rate }),
  z.object({ kind: z.literal('answers'), codes: z.string() }),
  z.object({ kind: z.literal('no_proxy') }),
]);
export type StationNote = z.infer<typeof StationNote>;

/**
 * One place on the way of a call, in order: the calling app, its proxy, the proxy of the called pods, the called app.
 * `loss`: calls end badly here, `perSecond` of them; elsewhere it is what was sent, received, answered. Null: not measured.
 */
export const Station = z.object({
  role: z.enum(['caller', 'caller_proxy', 'callee_proxy', 'callee']),
  end: ExplainedEnd.nullable(),
  note: StationNote.nullable(),
  act: z.enum(['sent', 'passed', 'refused', 'gave_up', 'denied', 'received', 'answered', 'failed', 'broke', 'injected']),
  perSecond: rate.nullable(),
  loss: z.boolean(),
});
export type Station = z.infer<typeof Station>;

/** A question that was put to Prometheus, with what it answered. */
export const AskedQuery = z.object({
  query: z.string(),
  at: EpochSeconds,
  rows: z.array(z.object({ labels: z.record(z.string(), z.string()), value: z.number() })),
});
export type AskedQuery = z.infer<typeof AskedQuery>;

/** A call between single nodes. Units: requests, and failed ones, per second; null where nobody counts. */
export const CallWithin = z.object({
  /** Its id; it can be explained by itself. */
  element: z.string(),
  from: ExplainedEnd,
  to: ExplainedEnd,
  protocol: Protocol,
  health: Health,
  requestsPerSecond: rate.nullable(),
  failedPerSecond: rate.nullable(),
});
export type CallWithin = z.infer<typeof CallWithin>;

/**
 * What an element stands for that is no single node and no call between two: a group, a service or a kind of request on the way.
 * Lists are bounded, worst first; `nodes` and `calls` count all. The explanation is that of one of the calls.
 */
export const Within = z.object({
  /** Of a group. */
  nodes: z.number().int().nonnegative().nullable(),
  worst: z.array(z.object({ node: ExplainedEnd, health: Health })),
  calls: z.number().int().nonnegative(),
  parts: z.array(CallWithin),
});
export type Within = z.infer<typeof Within>;

/** Why calls end as they do, as facts. */
export const Explanation = z.object({
  /** Id of the edge or node that was asked about. */
  element: z.string(),
  /** The edge whose calls are explained: of a node, the one that its trouble comes from. Null: a node without trouble. */
  edge: z.string().nullable(),
  at: EpochSeconds,
  window: DurationSeconds,
  subject: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('edge'), from: ExplainedEnd, to: ExplainedEnd }),
    z.object({ kind: z.literal('node'), node: ExplainedEnd }),
  ]),
  /** Of the edge that is explained. */
  ends: z.object({ from: ExplainedEnd, to: ExplainedEnd }).nullable(),
  health: Health,
  protocol: Protocol.nullable(),
  requestsPerSecond: rate.nullable(),
  p95Ms: rate.nullable(),
  mtlsRatio: z.number().min(0).max(1).nullable(),
  verdict: Verdict,
  /** When it began; null where nothing fails, or it fails for longer than was looked at. */
  since: EpochSeconds.nullable(),
  cause: Cause.nullable(),
  /** Of a node: how many of its failures come from the edge that is explained, and how many there are. */
  contribution: z.object({ failedPerSecond: rate, fromEdgePerSecond: rate }).nullable(),
  /** Of what stands for several: what is within. */
  within: Within.nullable(),
  stations: z.array(Station),
  evidence: z.array(SourcedEvidence),
  ruledOut: z.array(RuledOut),
  notKnown: z.array(NotKnown),
  queries: z.array(AskedQuery),
  gaps: z.array(Gap),
});
export type Explanation = z.infer<typeof Explanation>;
