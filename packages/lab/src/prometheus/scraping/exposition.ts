import type { Family, Labels } from '../../series/index.ts';

export const textType = 'text/plain; version=0.0.4; charset=utf-8';
export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** A sample of the exposition, with the moment it was taken when it is not now. Units: epoch ms. */
export interface Line {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
  readonly atMs?: number;
}

/** A family whose lines may carry moments, for writing recorded samples down. */
export interface WrittenFamily extends Omit<Family, 'lines'> {
  readonly lines: readonly Line[];
}

/** Writes families as text that a Prometheus scrapes. Total: hostile label values are escaped. */
export function exposition(families: readonly WrittenFamily[], format: 'text' | 'openmetrics'): string {
  const parts: string[] = [];
  for (const family of families) {
    const { name, type } = format === 'text' ? family : openMetricsHead(family);
    parts.push(`# HELP ${name} ${helpText(family.help, format)}\n# TYPE ${name} ${type}\n`);
    for (const { name: sample, labels, value, atMs } of family.lines) {
      const moment = atMs === undefined ? '' : format === 'text' ? ` ${atMs}` : ` ${atMs / 1_000}`;
      parts.push(`${sample}${labelText(labels)} ${valueText(value)}${moment}\n`);
    }
  }
  if (format === 'openmetrics') parts.push('# EOF\n');
  return parts.join('');
}

/** OpenMetrics names a counter without its `_total`, and has no counters without one. */
function openMetricsHead({ name, type }: WrittenFamily): { readonly name: string; readonly type: string } {
  if (type !== 'counter') return { name, type };
  return name.endsWith('_total') ? { name: name.slice(0, -'_total'.length), type } : { name, type: 'unknown' };
}

/** Label parts repeat from scrape to scrape: sources keep their label objects, so each is written once. */
const writtenLabels = new WeakMap<Labels, string>();

function labelText(labels: Labels): string {
  const known = writtenLabels.get(labels);
  if (known !== undefined) return known;
  const pairs = Object.entries(labels).filter(([name]) => name !== '__name__');
  const text = pairs.length === 0 ? '' : `{${pairs.map(([name, value]) => `${name}="${quoted(value)}"`).join(',')}}`;
  writtenLabels.set(labels, text);
  return text;
}

const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

function helpText(help: string, format: 'text' | 'openmetrics'): string {
  return format === 'openmetrics' ? quoted(help) : help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

const valueText = (value: number): string => (value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value));
