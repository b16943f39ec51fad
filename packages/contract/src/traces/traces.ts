import * as z from 'zod';
import { element, graphQuestion } from '../graph/index.ts';
import { endpoint, KubernetesName } from '../http/index.ts';
import { EpochSeconds, moment } from '../units/index.ts';

/** One trace in a list. */
export const TraceSummary = z.object({
  id: z.string(),
  at: EpochSeconds,
  durationMs: z.number().nonnegative(),
  spans: z.number().int().nonnegative(),
  services: z.number().int().nonnegative(),
  rootService: z.string(),
  rootOperation: z.string(),
  failed: z.boolean(),
});
export type TraceSummary = z.infer<typeof TraceSummary>;

export const listTraces = endpoint({
  method: 'GET',
  path: '/api/v1/namespaces/:namespace/apps/:app/traces',
  access: 'signed-in',
  summary: 'Recent traces through one application, slowest first.',
  params: z.object({ namespace: KubernetesName, app: KubernetesName }),
  query: z.object({
    ...moment,
    limit: z.coerce.number<number>().int().min(1).max(100).default(20),
  }),
  response: z.object({ traces: z.array(TraceSummary) }),
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'not_configured', 'source_unavailable', 'source_timeout'],
});

/** A trace that holds one call of the graph, with how that call went in it. */
export const CallTrace = TraceSummary.extend({
  callMs: z.number().nonnegative(),
  callFailed: z.boolean(),
});
export type CallTrace = z.infer<typeof CallTrace>;

const problems = [
  'invalid_request',
  'not_signed_in',
  'forbidden',
  'not_found',
  'not_configured',
  'source_unavailable',
  'source_timeout',
] as const;

export const listCallTraces = endpoint({
  method: 'GET',
  path: '/api/v1/graph/traces',
  access: 'signed-in',
  summary: 'Traces of a call of the graph, or of the calls of a node, by both ends: the slowest, or the newest that failed.',
  query: graphQuestion.extend({
    element,
    which: z.enum(['slowest', 'failed']).default('slowest'),
    limit: z.coerce.number<number>().int().min(1).max(50).default(10),
  }),
  response: z.object({
    traces: z.array(CallTrace),
    /** So many traces were looked at; the store gives no more than a bounded number of the newest. */
    looked: z.number().int().nonnegative(),
    /** Calls between single nodes that the element stands for, and how many of them were asked about, those in trouble or the slowest. */
    calls: z.object({ asked: z.number().int().nonnegative(), all: z.number().int().nonnegative() }),
  }),
  problems,
});

/** One span. Of what the reader may not see only the time stays: service and operation are "restricted". */
export const TraceSpan = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  /** `app.namespace`, as proxies report. */
  service: z.string(),
  operation: z.string(),
  /** Since the trace began. */
  offsetMs: z.number().nonnegative(),
  durationMs: z.number().nonnegative(),
  failed: z.boolean(),
  /** HTTP status as the proxy wrote it; null where it wrote none. */
  code: z.string().nullable(),
  /** Envoy's response flags; null where there are none. */
  flags: z.string().nullable(),
  pod: z.string().nullable(),
  /** The service that a request was sent to, `name.namespace`; null where nobody told, or it is not the reader's to see. */
  sentTo: z.string().nullable(),
});
export type TraceSpan = z.infer<typeof TraceSpan>;

export const getTrace = endpoint({
  method: 'GET',
  path: '/api/v1/traces/:id',
  access: 'signed-in',
  summary: 'The spans of one trace, in the order in which they began, as far as the caller may see.',
  params: z.object({ id: z.string().regex(/^[0-9a-f]{1,32}$/i, 'is not a trace id: up to 32 hexadecimal digits') }),
  response: z.object({ id: z.string(), at: EpochSeconds, durationMs: z.number().nonnegative(), spans: z.array(TraceSpan) }),
  problems,
});
