import * as z from 'zod';
import { keepWatch } from './keep-watch.ts';
import type { Tracing } from './sources.ts';
import { readTraces, wordsOf } from './tracing-answers.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';

export interface ClosableTracing extends Tracing {
  close(): Promise<void>;
}

/** The query API of Jaeger. Source: Jaeger's HTTP JSON API as its own pages use it (`/api/traces`, `/api/services`). */
export function tracing(options: UpstreamOptions & { readonly probeMs?: number }): ClosableTracing {
  const upstream = createUpstream({ source: 'tracing', title: 'The tracing store', wordsOf }, { maxBytes: 32 * 1024 * 1024, ...options });
  const { state } = upstream;
  const askTraces = upstream.question({ path: '/api/traces', what: 'a list of traces', read: readTraces });
  const askServices = upstream.question({ path: '/api/services', what: 'a list of services', read: readServices, probe: true });
  const probe = (signal: AbortSignal) => askServices({}, signal);
  const endWatch = options.probeMs === 0 ? () => {} : keepWatch({ state, probe }, options.now, options.probeMs);

  return {
    find: ({ service, from, to, limit }, signal) =>
      askTraces({ service, start: microseconds(from), end: microseconds(to), limit: String(limit) }, signal),
    state,
    async close() {
      endWatch();
      await upstream.close();
    },
  };
}

const Services = z.object({ data: z.array(z.string()).nullable() });
const readServices = (body: unknown) => Services.safeParse(body).data ?? null;
const microseconds = (epochSeconds: number): string => `${epochSeconds}000000`;
