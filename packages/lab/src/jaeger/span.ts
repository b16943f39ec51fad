/** A span as proxies report it. Units: epoch microseconds. */
export interface Span {
  readonly id: string;
  readonly parent: string | null;
  readonly service: string;
  readonly operation: string;
  readonly kind: 'client' | 'server';
  readonly startUs: number;
  readonly durationUs: number;
  readonly pod: string;
  readonly tags: Readonly<Record<string, string | number | boolean>>;
}

/** All spans of one request, the first one first. */
export interface Trace {
  readonly id: string;
  readonly spans: readonly Span[];
}

/** A trace in Jaeger's JSON. */
export function jaegerTrace({ id, spans }: Trace) {
  const processes = [...new Map(spans.map((span) => [`${span.service} ${span.pod}`, span])).keys()];
  return {
    traceID: id,
    spans: spans.map((span) => ({
      traceID: id,
      spanID: span.id,
      flags: 1,
      operationName: span.operation,
      references: span.parent === null ? [] : [{ refType: 'CHILD_OF', traceID: id, spanID: span.parent }],
      startTime: span.startUs,
      duration: span.durationUs,
      tags: [tag('span.kind', span.kind), ...Object.entries(span.tags).map(([key, value]) => tag(key, value))],
      logs: [],
      processID: `p${processes.indexOf(`${span.service} ${span.pod}`) + 1}`,
      warnings: null,
    })),
    processes: Object.fromEntries(
      processes.map((process, index) => {
        const [serviceName = '', pod = ''] = process.split(' ');
        return [`p${index + 1}`, { serviceName, tags: [tag('hostname', pod)] }];
      }),
    ),
    warnings: null,
  };
}

const tag = (key: string, value: string | number | boolean) => ({
  key,
  type: typeof value === 'number' ? 'int64' : typeof value === 'boolean' ? 'bool' : 'string',
  value,
});
