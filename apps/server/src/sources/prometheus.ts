import * as z from 'zod';
import { keepWatch } from './keep-watch.ts';
import { isVector, onSteps, readMatrix, wordsOf } from './prometheus-answers.ts';
import { vector } from './read-body.ts';
import type { Prometheus } from './sources.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';

export interface ClosablePrometheus extends Prometheus {
  close(): Promise<void>;
}

/** Prometheus, or anything that speaks its HTTP API. `probeMs`: how often to look whether a probe is due; 0 never. */
export function prometheus(options: UpstreamOptions & { readonly probeMs?: number }): ClosablePrometheus {
  const upstream = createUpstream({ source: 'prometheus', title: 'Prometheus', wordsOf }, options);
  const { record, state } = upstream;
  const timeout = `${Math.ceil(options.timeoutMs / 1000)}s`;
  const askInstant = upstream.question({ path: '/api/v1/query', what: 'a vector', arrive: vector(isVector) });
  const askRange = upstream.question({ path: '/api/v1/query_range', what: 'a matrix', read: readMatrix });
  const askProbe = upstream.question({ path: '/api/v1/query', what: 'an answer of Prometheus', read: answer, probe: true });
  const askVersion = upstream.question({ path: '/api/v1/status/buildinfo', what: 'a version', read: buildInfo, probe: true });
  const askConfig = upstream.question({ path: '/api/v1/status/config', what: 'a configuration', read: serverConfig, probe: true });
  const askRuntime = upstream.question({ path: '/api/v1/status/runtimeinfo', what: 'runtime information', read: runtime, probe: true });

  async function probe(signal: AbortSignal): Promise<void> {
    await askProbe({ query: '1' }, signal);
    if (state().version === null) record.versionIs((await askVersion({}, signal)).data.version);
  }
  const endWatch = options.probeMs === 0 ? () => {} : keepWatch({ state, probe }, options.now, options.probeMs);

  return {
    instant: (query, at, signal) => askInstant({ query, time: String(at), timeout }, signal),
    async range(query, { from, to, stepSeconds }, signal) {
      const search = { query, start: String(from), end: String(to), step: String(stepSeconds), timeout };
      return onSteps(await askRange(search, signal), { from, to, stepSeconds });
    },
    retentionSeconds: async (signal) => retentionIn((await askRuntime({}, signal)).data.storageRetention),
    scrapeIntervalSeconds: async (signal) => scrapeIntervalIn((await askConfig({}, signal)).data.yaml),
    state,
    async close() {
      endWatch();
      await upstream.close();
    },
  };
}

const Answer = z.object({ status: z.literal('success') });
const BuildInfo = z.object({ data: z.object({ version: z.string().max(100) }) });
const ServerConfig = z.object({ data: z.object({ yaml: z.string() }) });
const Runtime = z.object({ data: z.object({ storageRetention: z.string().max(100).default('') }) });
const reader =
  <T>(shape: z.ZodType<T>) =>
  (body: unknown): T | null =>
    shape.safeParse(body).data ?? null;
const [answer, buildInfo, serverConfig, runtime] = [reader(Answer), reader(BuildInfo), reader(ServerConfig), reader(Runtime)];

/**
 * The global scrape interval, seconds. Read by pattern: this configuration can be megabytes long, Prometheus writes it itself
 * and always in the same form. Source: prometheus/common model.Duration for the notation.
 */
export function scrapeIntervalIn(yaml: string): number | null {
  const interval = /^global:\n(?:[ \t]+.*\n)*?[ \t]+scrape_interval:[ \t]*(\S+)/m.exec(yaml)?.[1];
  return interval === undefined ? null : durationIn(interval);
}

/** How long samples are kept, seconds, out of `15d` or `15d or 10GiB`: a limit of size says nothing about time. */
const retentionIn = (storageRetention: string): number | null => durationIn(storageRetention.split(' or ')[0] ?? '');

function durationIn(written: string): number | null {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(written)) return null;
  const total = [...written.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (unitSeconds[unit ?? ''] ?? 0),
    0,
  );
  return total > 0 ? total : null;
}

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };
