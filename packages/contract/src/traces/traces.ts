import * as z from 'zod';
import { Ambient, GroupBy } from '../graph/index.ts';
import { endpoint, KubernetesName, repeated } from '../http/index.ts';
import { EpochSeconds } from '../units/index.ts';

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
    windowSeconds: z.coerce.number<number>().int().min(15).max(2_592_000).default(300),
    atEpochSeconds: z.coerce.number<number>().int().nonnegative().max(32_503_680_000).pipe(EpochSeconds).optional(),
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
  summary: 'Traces of one call of the graph, by both of its ends: the slowest, or the newest that failed.',
  query: z.object({
    /** Id of a call, as the graph has it. */
    element: z.string().min(1).max(1000),
    which: z.enum(['slowest', 'failed']).default('slowest'),
    namespace: repeated(KubernetesName),
    groupBy: GroupBy.default('version'),
    services: z.stringbool().default(false),
    waypoints: z.stringbool().default(false),
    operations: z.stringbool().default(false),
    ambient: Ambient.default('total'),
    windowSeconds: z.coerce.number<number>().int().min(15).max(2_592_000).default(300),
    atEpochSeconds: z.coerce.number<number>().int().nonnegative().max(32_503_680_000).pipe(EpochSeconds).optional(),
    limit: z.coerce.number<number>().int().min(1).max(50).default(10),
  }),
  response: z.object({
    traces: z.array(CallTrace),
    /** So many traces were looked at; the store gives no more than a bounded number of the newest. */
    looked: z.number().int().nonnegative(),
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
