import * as z from 'zod';
import { ObjectReference } from '../istio/index.ts';
import { Gap } from '../problem/index.ts';
import { DurationSeconds, EpochSeconds } from '../units/index.ts';
import { AskedQuery, ExplainedEnd } from './explanation.ts';

/** What is looked at, in this order, when a call is not on the graph. */
export const MissingCheck = z.enum([
  'scrape',
  'sidecar',
  'rights',
  'protocol',
  'requests',
  'telemetry',
  'excluded_ports',
  'routed_elsewhere',
  'egress',
  'sampling',
]);
export type MissingCheck = z.infer<typeof MissingCheck>;

/** One step: `reason` is why nothing is there, or one of several; `passed` is not; `not_known` could not be looked at. */
export const MissingStep = z.object({
  check: MissingCheck,
  outcome: z.enum(['passed', 'reason', 'not_known', 'not_needed']),
  /** Chooses the sentence within the check: `no_sidecar_from`, `never`, `last_call`. */
  finding: z.string(),
  /** Names, numbers and instants (`at`) of the sentence. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  object: ObjectReference.nullable(),
  source: z.enum(['series', 'configuration', 'pods', 'rights', 'graph']),
});
export type MissingStep = z.infer<typeof MissingStep>;

/** Why a call is not on the graph. Of a node alone `to` is that node, and `from` is null: why nobody calls it, or nothing is measured. */
export const MissingExplanation = z.object({
  from: ExplainedEnd.nullable(),
  to: ExplainedEnd.nullable(),
  at: EpochSeconds,
  window: DurationSeconds,
  /** The call is there after all; null where no call was asked about. */
  edge: z.string().nullable(),
  steps: z.array(MissingStep),
  queries: z.array(AskedQuery),
  gaps: z.array(Gap),
});
export type MissingExplanation = z.infer<typeof MissingExplanation>;
