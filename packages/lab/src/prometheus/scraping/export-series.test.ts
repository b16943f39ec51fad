import { describe, expect, it } from 'vitest';
import { recordedSource, type Recording } from '../../series/index.ts';
import { exportSeries } from './export-series.ts';

const at = (...values: readonly number[]): Recording['samples'] => values.map((v, i) => ({ t: 1_000 + i * 1_500, v }));

const source = recordedSource([
  { labels: { __name__: 'up', pod: 'b' }, samples: at(1) },
  { labels: { __name__: 'up', pod: 'a "quoted" \\ and\nbroken' }, samples: at(NaN, Infinity, -Infinity) },
  { labels: { __name__: 'requests_total', code: '200' }, samples: at(1, 2) },
  { labels: { __name__: 'latency_sum' }, samples: at(4.5) },
  { labels: { __name__: 'latency_bucket', le: '+Inf' }, samples: at(3) },
  { labels: { __name__: 'latency_count' }, samples: at(3) },
  { labels: { __name__: 'orphan_sum' }, samples: at(7) },
]);

describe('an export', () => {
  it('is sorted by family, names counters without _total, and says where it ends', () => {
    expect([...exportSeries(source, { fromMs: 0, toMs: 10_000 })].join('')).toBe(
      [
        '# TYPE latency histogram',
        'latency_bucket{le="+Inf"} 3 1',
        'latency_count 3 1',
        'latency_sum 4.5 1',
        '# TYPE orphan_sum unknown',
        'orphan_sum 7 1',
        '# TYPE requests counter',
        'requests_total{code="200"} 1 1',
        'requests_total{code="200"} 2 2.5',
        '# TYPE up unknown',
        'up{pod="a \\"quoted\\" \\\\ and\\nbroken"} NaN 1',
        'up{pod="a \\"quoted\\" \\\\ and\\nbroken"} +Inf 2.5',
        'up{pod="a \\"quoted\\" \\\\ and\\nbroken"} -Inf 4',
        'up{pod="b"} 1 1',
        '# EOF',
        '',
      ].join('\n'),
    );
  });

  it('holds the span and nothing beside it', () => {
    expect([...exportSeries(source, { fromMs: 2_500, toMs: 2_500 })].join('')).toBe(
      '# TYPE requests counter\nrequests_total{code="200"} 2 2.5\n# TYPE up unknown\nup{pod="a \\"quoted\\" \\\\ and\\nbroken"} +Inf 2.5\n# EOF\n',
    );
  });

  it('of nothing is an end', () => {
    expect([...exportSeries(recordedSource([]), { fromMs: 0, toMs: 1 })]).toEqual(['# EOF\n']);
  });
});
