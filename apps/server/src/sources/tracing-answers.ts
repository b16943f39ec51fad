import type { TraceSummary } from '@vigla/contract/traces';
import { at } from '@vigla/contract/units';
import type { FoundTrace, SpanFacts } from '@vigla/domain/traces';
import * as z from 'zod';

const Span = z.object({
  spanID: z.string(),
  operationName: z.string(),
  references: z.array(z.object({ refType: z.string(), spanID: z.string() })).nullish(),
  startTime: z.number().nonnegative(),
  duration: z.number().nonnegative(),
  tags: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
  processID: z.string(),
});
type Span = z.infer<typeof Span>;

const Trace = z.object({
  traceID: z.string(),
  spans: z.array(Span),
  processes: z.record(
    z.string(),
    z.object({ serviceName: z.string(), tags: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish() }),
  ),
});
const Traces = z.object({ data: z.array(Trace).nullable() });

/** Null for what is no list of traces. Jaeger counts in microseconds; a trace without spans is none. */
export function readTraces(body: unknown): readonly FoundTrace[] | null {
  const parsed = Traces.safeParse(body);
  if (!parsed.success) return null;
  return (parsed.data.data ?? []).flatMap((trace) =>
    summaryOf(trace).map((summary): FoundTrace => ({ summary, spans: trace.spans.map((span) => factsOf(span, trace)) })),
  );
}

function factsOf(span: Span, { processes }: z.infer<typeof Trace>): SpanFacts {
  const process = processes[span.processID];
  const written = (key: string): string | null => {
    const value = span.tags?.find((tag) => tag.key === key)?.value;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  const flags = written('response_flags');
  return {
    id: span.spanID,
    parent: span.references?.find(({ refType }) => refType === 'CHILD_OF')?.spanID ?? null,
    service: process?.serviceName ?? 'unknown',
    operation: span.operationName,
    startUs: span.startTime,
    durationMs: span.duration / 1000,
    failed: hasFailed(span),
    code: written('http.status_code'),
    flags: flags === '-' || flags === '' ? null : flags,
    upstream: written('upstream_cluster.name') ?? written('upstream_cluster'),
    pod: podOf(written('node_id')) ?? hostnameOf(process),
  };
}

/** Source: Istio's proxies name themselves `sidecar~IP~POD.NAMESPACE~DOMAIN`. */
const podOf = (nodeId: string | null): string | null => nodeId?.split('~')[2]?.split('.')[0] ?? null;

function hostnameOf(process: z.infer<typeof Trace>['processes'][string] | undefined): string | null {
  const hostname = process?.tags?.find(({ key }) => key === 'hostname')?.value;
  return typeof hostname === 'string' ? hostname : null;
}

function summaryOf({ traceID, spans, processes }: z.infer<typeof Trace>): readonly TraceSummary[] {
  const root = rootOf(spans);
  if (!root) return [];
  const serviceOf = ({ processID }: Span): string => processes[processID]?.serviceName ?? 'unknown';
  const begin = spans.reduce((least, { startTime }) => Math.min(least, startTime), root.startTime);
  const end = spans.reduce((most, { startTime, duration }) => Math.max(most, startTime + duration), begin);
  return [
    {
      id: traceID,
      at: at(Math.floor(begin / 1_000_000)),
      durationMs: (end - begin) / 1000,
      spans: spans.length,
      services: new Set(spans.map(serviceOf)).size,
      rootService: serviceOf(root),
      rootOperation: root.operationName,
      failed: spans.some(hasFailed),
    },
  ];
}

/** The earliest span whose parent is not in the trace: a trace may come in without its beginning. */
function rootOf(spans: readonly Span[]): Span | undefined {
  const ids = new Set(spans.map(({ spanID }) => spanID));
  const tops = spans.filter(({ references }) => !references?.some(({ refType, spanID }) => refType === 'CHILD_OF' && ids.has(spanID)));
  return (tops.length > 0 ? tops : spans).reduce<Span | undefined>(
    (first, span) => (first && first.startTime <= span.startTime ? first : span),
    undefined,
  );
}

/** Envoy and OpenTelemetry write the tag as a boolean, some libraries as a word. */
const hasFailed = ({ tags }: Span): boolean =>
  tags?.some(({ key, value }) => key === 'error' && (value === true || value === 'true')) ?? false;

const Failure = z.object({ errors: z.array(z.object({ msg: z.string() })).min(1) });

/** Jaeger's own words for why it did not answer. */
export const wordsOf = (body: unknown): string | null => Failure.safeParse(body).data?.errors[0]?.msg ?? null;
