import { labelValue, type Labels, type Series, type SeriesSource } from '../../series/index.ts';
import { labelText, openMetricsEnd, valueText } from './exposition.ts';

/** A stretch of time, both ends included. Units: epoch ms. */
export interface ExportSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Writes every sample of a span as OpenMetrics with timestamps, which `promtool tsdb create-blocks-from openmetrics` reads.
 * One part of text per series, so that a large mesh need not fit into one string.
 * Order: by family, then metric, then labels; a series is written oldest sample first.
 */
export function* exportSeries(source: SeriesSource, { fromMs, toMs }: ExportSpan): Generator<string> {
  const all = source.select([], fromMs, toMs);
  const names = new Set(all.map(metricOf));
  const families = Map.groupBy(all, (series) => familyOf(metricOf(series), names).name);
  for (const [name, members] of [...families].sort(([a], [b]) => compare(a, b))) {
    const [first] = members;
    if (first) yield `# TYPE ${name} ${familyOf(metricOf(first), names).type}\n`;
    for (const series of members.map(keyed).sort((a, b) => compare(a.key, b.key))) yield written(series.series, fromMs, toMs);
  }
  yield openMetricsEnd;
}

const metricOf = ({ labels }: Series): string => labelValue(labels, '__name__');

/**
 * The family a metric belongs to: a source knows samples and not types, but the names of counters and histograms tell.
 * A counter's family goes without `_total`.
 */
function familyOf(metric: string, names: ReadonlySet<string>): { readonly name: string; readonly type: string } {
  if (metric.endsWith('_total')) return { name: metric.slice(0, -'_total'.length), type: 'counter' };
  const histogram = /^(.+)_(?:bucket|sum|count)$/.exec(metric)?.[1];
  if (histogram !== undefined && names.has(`${histogram}_bucket`)) return { name: histogram, type: 'histogram' };
  return { name: metric, type: 'unknown' };
}

function keyed(series: Series): { readonly key: string; readonly series: Series } {
  return { key: `${metricOf(series)}${labelText(sorted(series.labels))}`, series };
}

const sorted = (labels: Labels): Labels => Object.fromEntries(Object.entries(labels).sort(([a], [b]) => compare(a, b)));

function written(series: Series, fromMs: number, toMs: number): string {
  const head = `${metricOf(series)}${labelText(series.labels)}`;
  return series
    .samples(fromMs, toMs)
    .map(({ t, v }) => `${head} ${valueText(v)} ${t / 1_000}\n`)
    .join('');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
