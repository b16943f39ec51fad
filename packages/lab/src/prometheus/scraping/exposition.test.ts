import { describe, expect, it } from 'vitest';
import type { Family } from '../../series/index.ts';
import { exposition } from './exposition.ts';

const hostile = 'a "quoted" \\ and\nbroken value';

const families: readonly Family[] = [
  {
    name: 'istio_requests_total',
    type: 'counter',
    help: 'Requests \\ by\ncode.',
    lines: [{ name: 'istio_requests_total', labels: { response_code: '200', host: hostile }, value: 12 }],
  },
  {
    name: 'latency_ms',
    type: 'histogram',
    help: 'How long.',
    lines: [
      { name: 'latency_ms_bucket', labels: { le: '1' }, value: 3 },
      { name: 'latency_ms_bucket', labels: { le: '+Inf' }, value: 4 },
      { name: 'latency_ms_sum', labels: {}, value: 12.5 },
      { name: 'latency_ms_count', labels: {}, value: 4 },
    ],
  },
  {
    name: 'odd_gauge',
    type: 'gauge',
    help: '',
    lines: [NaN, Infinity, -Infinity].map((value, i) => ({ name: 'odd_gauge', labels: { i: String(i) }, value })),
  },
];

const label = 'response_code="200",host="a \\"quoted\\" \\\\ and\\nbroken value"';

describe('exposition', () => {
  it('writes the text format', () => {
    expect(exposition(families, 'text')).toBe(
      [
        '# HELP istio_requests_total Requests \\\\ by\\ncode.',
        '# TYPE istio_requests_total counter',
        `istio_requests_total{${label}} 12`,
        '# HELP latency_ms How long.',
        '# TYPE latency_ms histogram',
        'latency_ms_bucket{le="1"} 3',
        'latency_ms_bucket{le="+Inf"} 4',
        'latency_ms_sum 12.5',
        'latency_ms_count 4',
        '# HELP odd_gauge ',
        '# TYPE odd_gauge gauge',
        'odd_gauge{i="0"} NaN',
        'odd_gauge{i="1"} +Inf',
        'odd_gauge{i="2"} -Inf',
        '',
      ].join('\n'),
    );
  });

  it('names counters as OpenMetrics wants, and ends', () => {
    const text = exposition(families, 'openmetrics');
    expect(text).toContain(`# TYPE istio_requests counter\nistio_requests_total{${label}} 12\n`);
    expect(text.endsWith('# EOF\n')).toBe(true);
  });

  it('has no counters without _total in OpenMetrics', () => {
    const old: Family = { name: 'requests', type: 'counter', help: '', lines: [] };
    expect(exposition([old], 'openmetrics')).toContain('# TYPE requests unknown\n');
  });
});
