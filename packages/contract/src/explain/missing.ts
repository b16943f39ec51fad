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

/** What a step found: chooses its sentence. */
export const MissingFinding = z.enum([
  'prometheus_silent',
  'no_series',
  'no_series_of',
  'has_series',
  'pods_not_read',
  'has_proxies',
  'no_proxies',
  'no_proxy',
  'caller_bare',
  'callee_bare',
  'nobody_in_mesh',
  'some_in_mesh',
  'not_found',
  'sees_all',
  'sees_some',
  'not_asked',
  'udp',
  'headless',
  'outside',
  'no_service',
  'tcp',
  'counted',
  'not_looked',
  'never',
  'in_window',
  'last_call',
  'configuration_not_read',
  'metrics_on',
  'metrics_off',
  'metrics_off_hidden',
  'graph_counts_all',
  'excluded',
  'nothing_excluded',
  'route_not_known',
  'route_leads_there',
  'no_route',
  'elsewhere',
  'elsewhere_hidden',
  'inside',
  'registered',
  'not_registered',
]);
export type MissingFinding = z.infer<typeof MissingFinding>;

/** One step: `reason` is why nothing is there, or one of several; `passed` is not; `not_known` could not be looked at. */
export const MissingStep = z.object({
  check: MissingCheck,
  outcome: z.enum(['passed', 'reason', 'not_known', 'not_needed']),
  finding: MissingFinding,
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
