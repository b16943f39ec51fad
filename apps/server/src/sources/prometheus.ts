import * as z from 'zod';
import type { AppError } from '../http/index.ts';
import { keepWatch } from './keep-watch.ts';
import { readMatrix, readVector, wordsOf } from './prometheus-answers.ts';
import type { Prometheus } from './sources.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';
import { unavailable } from './upstream-failures.ts';

export interface ClosablePrometheus extends Prometheus {
  close(): Promise<void>;
}

/** Prometheus, or anything that speaks its HTTP API. `probeMs`: how often to look whether a probe is due; 0 never. */
export function prometheus(options: UpstreamOptions & { readonly probeMs?: number }): ClosablePrometheus {
  const upstream = createUpstream({ source: 'prometheus', title: 'Prometheus', wordsOf }, options);
  const { named, record, getJson, state } = upstream;
  const timeout = `${Math.ceil(options.timeoutMs / 1000)}s`;
  const strange = (what: string): AppError => {
    const failed = unavailable(named, `sent an answer that is not a ${what}.`);
    record.failed(failed.message);
    return failed;
  };

  async function probe(signal: AbortSignal): Promise<void> {
    await getJson('/api/v1/query', { query: '1' }, signal);
    if (state().version !== null) return;
    const told = BuildInfo.safeParse(await getJson('/api/v1/status/buildinfo', {}, signal));
    if (told.success) record.versionIs(told.data.data.version);
  }
  const endWatch = options.probeMs === 0 ? () => {} : keepWatch({ state, probe }, options.now, options.probeMs);

  return {
    async instant(query, at, signal) {
      const samples = readVector(await getJson('/api/v1/query', { query, time: String(at), timeout }, signal));
      if (!samples) throw strange('vector');
      return samples;
    },
    async range(query, span, signal) {
      const search = { query, start: String(span.from), end: String(span.to), step: String(span.stepSeconds), timeout };
      const series = readMatrix(await getJson('/api/v1/query_range', search, signal), span);
      if (!series) throw strange('matrix');
      return series;
    },
    async scrapeIntervalSeconds(signal) {
      const told = ServerConfig.safeParse(await getJson('/api/v1/status/config', {}, signal));
      return told.success ? scrapeIntervalIn(told.data.data.yaml) : null;
    },
    state,
    async close() {
      endWatch();
      await upstream.close();
    },
  };
}

const BuildInfo = z.object({ data: z.object({ version: z.string().max(100) }) });
const ServerConfig = z.object({ data: z.object({ yaml: z.string() }) });

/**
 * The global scrape interval, seconds. Read by pattern: this configuration can be megabytes long, Prometheus writes it itself
 * and always in the same form. Source: prometheus/common model.Duration for the notation.
 */
export function scrapeIntervalIn(yaml: string): number | null {
  const interval = /^global:\n(?:[ \t]+.*\n)*?[ \t]+scrape_interval:[ \t]*(\S+)/m.exec(yaml)?.[1];
  if (interval === undefined || !/^(\d+(ms|[smhdwy]))+$/.test(interval)) return null;
  const total = [...interval.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (unitSeconds[unit ?? ''] ?? 0),
    0,
  );
  return total > 0 ? total : null;
}

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };
