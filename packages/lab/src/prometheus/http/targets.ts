import type { Sample, Scraped, SeriesSource } from '../../series/index.ts';
import { badData } from '../failure.ts';
import { scrapePath } from '../scraping/index.ts';
import { limitParameter } from './parameters.ts';
import type { Reply } from './response.ts';

/** What the target pages tell. */
export interface Targets {
  readonly scraped: Scraped;
  readonly source: SeriesSource;
  readonly scrapeSeconds: number;
}

const states: ReadonlySet<string> = new Set(['', 'any', 'active', 'dropped']);

/** `/api/v1/targets`: who is scraped, and how the newest scrape went according to `up`. */
export function listTargets(parameters: URLSearchParams, targets: Targets, host: string, nowMs: number): Reply {
  const state = (parameters.get('state') ?? '').toLowerCase();
  if (!states.has(state)) throw badData('invalid parameter "state": must be any, active or dropped');
  const newest = newestScrapes(targets.source, nowMs);
  const active = targets.scraped.targets().map((target) => {
    const scrape = newest.get(keyOf(target.job, target.instance));
    return {
      discoveredLabels: { __address__: host, __metrics_path__: scrapePath(target), __scheme__: 'http', job: target.job },
      labels: { ...target.labels, namespace: target.namespace, pod: target.pod, job: target.job, instance: target.instance },
      scrapePool: 'mesh',
      scrapeUrl: `http://${host}${scrapePath(target)}`,
      globalUrl: `http://${host}${scrapePath(target)}`,
      lastError: '',
      lastScrape: new Date(scrape?.t ?? 0).toISOString(),
      lastScrapeDuration: 0,
      health: scrape === undefined ? 'unknown' : scrape.v === 1 ? 'up' : 'down',
      scrapeInterval: `${targets.scrapeSeconds}s`,
      scrapeTimeout: `${Math.min(10, targets.scrapeSeconds)}s`,
    };
  });
  const wanted = state === 'dropped' ? [] : active;
  return { data: { activeTargets: wanted, droppedTargets: [], droppedTargetCounts: {} } };
}

const keyOf = (job: string, instance: string): string => JSON.stringify([job, instance]);

function newestScrapes(source: SeriesSource, nowMs: number): ReadonlyMap<string, Sample> {
  const found = new Map<string, Sample>();
  for (const series of source.select([{ name: '__name__', operator: '=', value: 'up' }], nowMs - 300_000, nowMs)) {
    const sample = series.last(nowMs - 300_000, nowMs);
    if (sample) found.set(keyOf(series.labels['job'] ?? '', series.labels['instance'] ?? ''), sample);
  }
  return found;
}

/** A `# TYPE` and `# HELP` line pair. */
interface Described {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** Reads every target's families, which is much work on a large mesh: the answer is kept for a while. */
export function describeMetrics(scraped: Scraped): (atMs: number) => ReadonlyMap<string, Described> {
  let known: { readonly atMs: number; readonly metrics: ReadonlyMap<string, Described> } | undefined;
  return (atMs) => {
    if (known && Math.abs(atMs - known.atMs) < 60_000) return known.metrics;
    const metrics = new Map<string, Described>();
    for (const { namespace, pod } of scraped.targets()) {
      for (const { name, type, help } of scraped.scrape(namespace, pod, atMs) ?? []) metrics.set(name, { type, help, unit: '' });
    }
    known = { atMs, metrics };
    return metrics;
  };
}

/** `/api/v1/metadata`: what metrics mean. */
export function listMetadata(parameters: URLSearchParams, metrics: ReadonlyMap<string, Described>): Reply {
  const only = parameters.get('metric') ?? '';
  const wanted = [...metrics].filter(([name]) => only === '' || name === only).slice(0, limitParameter(parameters));
  return { data: Object.fromEntries(wanted.map(([name, described]) => [name, [described]])) };
}
