import * as z from 'zod';
import { AppError } from '../http/index.ts';
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

  const search: Tracing['search'] = ({ service, from, to, limit, leastMs, failed = false }, signal) =>
    askTraces(
      {
        service,
        start: microseconds(from),
        end: microseconds(to),
        limit: String(limit),
        ...(leastMs !== undefined && leastMs > 0 && { minDuration: `${Math.floor(leastMs * 1000)}us` }),
        ...(failed && { tags: JSON.stringify({ error: 'true' }) }),
      },
      signal,
    );

  return {
    async find(question, signal) {
      return (await search(question, signal)).map(({ summary }) => summary);
    },
    search,
    async trace(id, signal) {
      // The list endpoint by id: it answers as lists do, where the other says "not found" in words of its own.
      return (await askTraces({ traceID: id }, signal).catch(noneOf))?.[0] ?? null;
    },
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

/** Some stores refuse an id that they do not have. */
function noneOf(error: unknown): null {
  if (error instanceof AppError && /HTTP 404/.test(error.message)) return null;
  throw error;
}
