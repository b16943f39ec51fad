import type { Family, Labels } from '../../series/index.ts';

export const textType = 'text/plain; version=0.0.4; charset=utf-8';
export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** What OpenMetrics ends with; without it a reader takes the text for cut off. */
export const openMetricsEnd = '# EOF\n';

/** Writes families as text that a Prometheus scrapes. Total: hostile label values are escaped. */
export function exposition(families: readonly Family[], format: 'text' | 'openmetrics'): string {
  const parts: string[] = [];
  for (const family of families) {
    const { name, type } = format === 'text' ? family : openMetricsHead(family);
    parts.push(`# HELP ${name} ${helpText(family.help, format)}\n# TYPE ${name} ${type}\n`);
    for (const { name: sample, labels, value } of family.lines) parts.push(`${sample}${labelText(labels)} ${valueText(value)}\n`);
  }
  if (format === 'openmetrics') parts.push(openMetricsEnd);
  return parts.join('');
}

/** OpenMetrics names a counter without its `_total`, and has no counters without one. */
function openMetricsHead({ name, type }: Family): { readonly name: string; readonly type: string } {
  if (type !== 'counter') return { name, type };
  return name.endsWith('_total') ? { name: name.slice(0, -'_total'.length), type } : { name, type: 'unknown' };
}

/** Label parts repeat from scrape to scrape: sources keep their label objects, so each is written once. */
const writtenLabels = new WeakMap<Labels, string>();

/** `{a="b"}`; nothing where there are no labels. */
export function labelText(labels: Labels): string {
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

export function valueText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);
}
