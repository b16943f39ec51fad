import { labelValue, type SeriesSource } from '../../series/index.ts';
import { queryLimits } from './queries.ts';
import type { Reply } from './response.ts';

const flags = {
  'query.lookback-delta': '5m',
  'query.max-samples': String(queryLimits.samples),
  'query.timeout': `${queryLimits.milliseconds / 1_000}s`,
};

/** What the status pages tell. */
export interface Status {
  readonly source: SeriesSource;
  readonly scrapeSeconds: number;
  readonly leftOpen: boolean;
  readonly startedMs: number;
}

/** The version whose reading of time windows we follow, marked as what we are. */
const versionOf = (leftOpen: boolean): string => (leftOpen ? '3.5.0+vigla.lab' : '2.42.0+vigla.lab');

/** `/api/v1/status/<page>`; undefined when there is no such page. */
export function statusPage(page: string, status: Status, host: string, nowMs: number): Reply | undefined {
  switch (page) {
    case 'buildinfo':
      return { data: { version: versionOf(status.leftOpen), revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' } };
    case 'config':
      return { data: { yaml: configYaml(status.scrapeSeconds, host) } };
    case 'flags':
      return { data: flags };
    case 'runtimeinfo':
      return { data: runtime(status) };
    case 'tsdb':
      return { data: cardinality(status.source, nowMs) };
    default:
      return undefined;
  }
}

function configYaml(scrapeSeconds: number, host: string): string {
  const interval = Number.isInteger(scrapeSeconds) ? `${scrapeSeconds}s` : `${Math.round(scrapeSeconds * 1_000)}ms`;
  return [
    'global:',
    `  scrape_interval: ${interval}`,
    `  scrape_timeout: ${scrapeSeconds > 10 ? '10s' : interval}`,
    '  evaluation_interval: 1m',
    'scrape_configs:',
    '- job_name: mesh',
    '  http_sd_configs:',
    `  - url: http://${host}/sd`,
    '',
  ].join('\n');
}

function runtime({ startedMs, source }: Status): unknown {
  const started = new Date(startedMs).toISOString();
  const window = [startedMs - 300_000, startedMs] as const;
  const timeSeriesCount = source.size?.(...window) ?? source.select([], ...window).length;
  return { startTime: started, lastConfigTime: started, reloadConfigSuccess: true, corruptionCount: 0, timeSeriesCount };
}

const top = 10;

/** How many series there are, and where they come from. */
function cardinality(source: SeriesSource, nowMs: number): unknown {
  const series = source.select([], nowMs - 300_000, nowMs);
  const byMetric = new Map<string, number>();
  const byPair = new Map<string, number>();
  const values = new Map<string, Set<string>>();
  for (const { labels } of series) {
    for (const name of Object.keys(labels)) {
      const value = labelValue(labels, name);
      const pair = `${name}=${value}`;
      byPair.set(pair, (byPair.get(pair) ?? 0) + 1);
      if (name === '__name__') byMetric.set(value, (byMetric.get(value) ?? 0) + 1);
      const known = values.get(name);
      if (known) known.add(value);
      else values.set(name, new Set([value]));
    }
  }
  const valueCounts = new Map(Array.from(values, ([name, distinct]) => [name, distinct.size]));
  return {
    headStats: { numSeries: series.length, numLabelPairs: byPair.size, chunkCount: 0, minTime: 0, maxTime: nowMs },
    seriesCountByMetricName: largest(byMetric),
    labelValueCountByLabelName: largest(valueCounts),
    memoryInBytesByLabelName: [],
    seriesCountByLabelValuePair: largest(byPair),
  };
}

const largest = (counts: ReadonlyMap<string, number>): readonly { readonly name: string; readonly value: number }[] =>
  Array.from(counts, ([name, value]) => ({ name, value }))
    .sort((a, b) => b.value - a.value)
    .slice(0, top);
