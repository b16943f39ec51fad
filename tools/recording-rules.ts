import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type RecordingRule, recordingRules } from '../packages/domain/src/promql/index.ts';

/**
 * `pnpm recording-rules`: writes the rules in deploy anew from the questions that a reading asks. A test fails while they differ.
 * `--interval` and `--range`, in seconds, make them for a Prometheus that scrapes less often than every 15 s.
 */
const { values } = parseArgs({ options: { interval: { type: 'string', default: '30' }, range: { type: 'string', default: '60' } } });
const [intervalSeconds, rangeSeconds] = [Number(values.interval), Number(values.range)];
if (!(Number.isInteger(intervalSeconds) && intervalSeconds > 0 && Number.isInteger(rangeSeconds) && rangeSeconds >= intervalSeconds))
  throw new Error('--interval and --range are whole seconds, and the range is no shorter than the interval.');

const ruleText = ({ record, expr, labels = {} }: RecordingRule): string =>
  [
    `- record: ${record}`,
    `  expr: ${expr}`,
    ...(Object.keys(labels).length > 0 ? ['  labels:'] : []),
    ...Object.entries(labels).map(([label, value]) => `    ${label}: "${value}"`),
  ].join('\n');

const indent = (text: string, by: number): string => text.replaceAll(/^/gm, ' '.repeat(by));
const rules = recordingRules({ intervalSeconds, rangeSeconds }).map(ruleText).join('\n');
const groups = `groups:\n  - name: vigla\n    interval: ${intervalSeconds}s\n    rules:\n${indent(rules, 6)}\n`;
const note = '# Written by `pnpm recording-rules`: what a graph of the mesh asks, kept ready without the labels of single pods.\n';
const manifest = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: vigla
  namespace: vigla
  labels:
    app.kubernetes.io/name: vigla
spec:
${indent(groups.trimEnd(), 2)}
`;
const deploy = new URL('../deploy/', import.meta.url);
await writeFile(new URL('recording-rules/vigla.rules.yaml', deploy), note + groups);
await writeFile(new URL('components/recording-rules/prometheus-rule.yaml', deploy), note + manifest);
