import { type Behaviour, type FakeUpstream, fakeUpstream } from './fake-upstream.ts';

/** A span in short: `at` epoch milliseconds. Its parent is the span named so in the same trace. */
export interface DrawnSpan {
  readonly id: string;
  readonly service: string;
  readonly operation: string;
  readonly at: number;
  readonly durationMs: number;
  readonly parent?: string;
  readonly failed?: boolean;
}

export interface DrawnTrace {
  readonly id: string;
  readonly spans: readonly DrawnSpan[];
}

/** A Jaeger query API that finds these traces whatever it is asked, or misbehaves. */
export function fakeJaeger(answer: readonly DrawnTrace[] | Behaviour): Promise<FakeUpstream> {
  return fakeUpstream(({ path }) => {
    if (typeof answer === 'string' || !isTraces(answer)) return answer;
    if (path === '/api/services')
      return { status: 200, body: envelope([...new Set(answer.flatMap(({ spans }) => spans.map(({ service }) => service)))]) };
    return { status: 200, body: envelope(answer.map(traceOf)) };
  });
}

const isTraces = (answer: readonly DrawnTrace[] | Behaviour): answer is readonly DrawnTrace[] => Array.isArray(answer);

const envelope = (data: readonly unknown[]) => ({ data, total: data.length, limit: 0, offset: 0, errors: null });

function traceOf({ id, spans }: DrawnTrace) {
  return {
    traceID: id,
    spans: spans.map((span) => ({
      traceID: id,
      spanID: span.id,
      operationName: span.operation,
      references: span.parent === undefined ? [] : [{ refType: 'CHILD_OF', traceID: id, spanID: span.parent }],
      startTime: span.at * 1000,
      duration: span.durationMs * 1000,
      tags: span.failed ? [{ key: 'error', type: 'bool', value: true }] : [],
      processID: `p-${span.service}`,
    })),
    processes: Object.fromEntries(spans.map(({ service }) => [`p-${service}`, { serviceName: service, tags: [] }])),
  };
}
