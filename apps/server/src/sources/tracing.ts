import { keepWatch } from './keep-watch.ts';
import type { Tracing } from './sources.ts';
import { readTraces, wordsOf } from './tracing-answers.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';
import { unavailable } from './upstream-failures.ts';

export interface ClosableTracing extends Tracing {
  close(): Promise<void>;
}

/** The query API of Jaeger. Source: Jaeger's HTTP JSON API as its own pages use it (`/api/traces`, `/api/services`). */
export function tracing(options: UpstreamOptions & { readonly probeMs?: number }): ClosableTracing {
  const upstream = createUpstream({ source: 'tracing', title: 'The tracing store', wordsOf }, { maxBytes: 32 * 1024 * 1024, ...options });
  const { named, record, getJson, state } = upstream;
  const probe = (signal: AbortSignal) => getJson('/api/services', {}, signal);
  const endWatch = options.probeMs === 0 ? () => {} : keepWatch({ state, probe }, options.now, options.probeMs);

  return {
    async find({ service, from, to, limit }, signal) {
      const search = { service, start: microseconds(from), end: microseconds(to), limit: String(limit) };
      const traces = readTraces(await getJson('/api/traces', search, signal));
      if (traces) return traces;
      const failed = unavailable(named, 'sent an answer that is not a list of traces.');
      record.failed(failed.message);
      throw failed;
    },
    state,
    async close() {
      endWatch();
      await upstream.close();
    },
  };
}

const microseconds = (epochSeconds: number): string => `${epochSeconds}000000`;
