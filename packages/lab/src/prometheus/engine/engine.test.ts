import { describe, expect, it } from 'vitest';
import { recordedSource, type Recording } from '../../series/index.ts';
import { QueryFailure } from '../failure.ts';
import { plain, type Plain } from '../test/plain.ts';
import { createEngine } from './engine.ts';

const noon = Date.UTC(2026, 0, 10, 12);
const limits = { samples: 1_000_000, milliseconds: 20_000 };

/** A series with a sample every 15 s up to noon. */
const every15s = (labels: Recording['labels'], values: readonly number[]): Recording => ({
  labels,
  samples: values.map((v, i) => ({ t: noon - (values.length - 1 - i) * 15_000, v })),
});

function ask(recordings: readonly Recording[], query: string, { leftOpen = true, atMs = noon, allowed = limits } = {}): Plain {
  const engine = createEngine({ source: recordedSource(recordings), dialect: { leftOpen }, subqueryStepMs: 60_000 });
  return plain(engine.instant(query, atMs, allowed));
}

const valuesOf = (answer: Plain): readonly number[] =>
  answer.resultType === 'vector' ? answer.result.map(({ value }) => value) : answer.resultType === 'scalar' ? [Number(answer.value)] : [];

const counter = every15s({ __name__: 'requests_total', pod: 'a' }, [100, 110, 120, 130, 140, 150, 160]);

describe('the engine', () => {
  it.each([
    ['Prometheus 3 leaves the left end of a window out', true, 4],
    ['Prometheus 2 had it in', false, 5],
  ])('counts samples on the edge of a window: %s', (_, leftOpen, count) => {
    expect(valuesOf(ask([counter], 'count_over_time(requests_total[60s])', { leftOpen }))).toEqual([count]);
  });

  it.each([
    ['Prometheus 3', true, []],
    ['Prometheus 2', false, [7]],
  ])('sees a sample that is exactly five minutes old only as %s does', (_, leftOpen, seen) => {
    const old: Recording = { labels: { __name__: 'x' }, samples: [{ t: noon - 300_000, v: 7 }] };
    expect(valuesOf(ask([old], 'x', { leftOpen }))).toEqual(seen);
  });

  // Source: the migration guide to Prometheus 3, "range selectors and lookback exclude samples coinciding with the left boundary".
  it.each([
    ['a subquery whose first step is on the edge', 'count_over_time(vector(1)[5m:1m])', [5], [6]],
    ['a subquery whose only step is now', 'count_over_time(vector(1)[1m:1m])', [1], [2]],
    ['a range of one scrape, too short for a rate', 'rate(requests_total[15s])', [], [10 / 15]],
    ['the left edge of a moved window', 'count_over_time(requests_total[30s] offset 15s)', [2], [3]],
    ['the left edge of a fixed window', `count_over_time(requests_total[30s] @ ${noon / 1_000 - 30})`, [2], [3]],
    ['the right edge, which belongs to the window in both', 'last_over_time(requests_total[15s])', [160], [160]],
    ['the variance of one that is infinite', 'stddev(vector(Inf))', [NaN], [0]],
  ])('reads %s as each major version does', (_, query, third, second) => {
    expect(valuesOf(ask([counter], query))).toEqual(third);
    expect(valuesOf(ask([counter], query, { leftOpen: false }))).toEqual(second);
  });

  it.each([
    [true, {}],
    [false, { __name__: 'requests_total', pod: 'a' }],
  ])('drops the name after atan2 when windows are left-open: %s', (leftOpen, metric) => {
    const answer = ask([counter], 'requests_total atan2 1', { leftOpen });
    expect(answer).toMatchObject({ result: [{ metric: { ...metric, pod: 'a' } }] });
    expect(answer.resultType === 'vector' && '__name__' in (answer.result[0]?.metric ?? {})).toBe(!leftOpen);
  });

  it('extrapolates a steady rate to its true value in both ways of reading windows', () => {
    expect(valuesOf(ask([counter], 'rate(requests_total[60s])'))).toEqual([expect.closeTo(10 / 15, 12)]);
    expect(valuesOf(ask([counter], 'rate(requests_total[60s])', { leftOpen: false }))).toEqual([expect.closeTo(10 / 15, 12)]);
  });

  it('does not extrapolate a young counter below zero; the majors disagree on how far that reaches', () => {
    // Three samples 15 s apart, first one 40 s after the window began: too far to reach back in full. Zero was 30 s before it.
    const young: Recording = { labels: { __name__: 'x' }, samples: [20, 30, 40].map((v, i) => ({ t: noon - 30_000 + i * 15_000, v })) };
    // Third major: far, so half a gap (7.5 s), and zero lies further back: 20 * (30 + 7.5) / 30.
    expect(valuesOf(ask([young], 'increase(x[70s])'))).toEqual([expect.closeTo(25, 9)]);
    expect(valuesOf(ask([young], 'increase(x[70s])', { leftOpen: false }))).toEqual([expect.closeTo(25, 9)]);
    // Now zero was 3 s before the first sample: the second major cuts first and reaches zero, so does the third.
    const newborn: Recording = { labels: { __name__: 'x' }, samples: [2, 12, 22].map((v, i) => ({ t: noon - 30_000 + i * 15_000, v })) };
    expect(valuesOf(ask([newborn], 'increase(x[70s])'))).toEqual([expect.closeTo(22, 9)]);
    // Zero between half a gap and a whole one (10 s): here they part.
    const between: Recording = {
      labels: { __name__: 'x' },
      samples: [20 / 3, 50 / 3, 80 / 3].map((v, i) => ({ t: noon - 30_000 + i * 15_000, v })),
    };
    expect(valuesOf(ask([between], 'increase(x[70s])'))).toEqual([expect.closeTo((20 * 37.5) / 30, 9)]);
    expect(valuesOf(ask([between], 'increase(x[70s])', { leftOpen: false }))).toEqual([expect.closeTo((20 * 40) / 30, 9)]);
  });

  it('adds what a restart lost', () => {
    const restarted = every15s({ __name__: 'x' }, [100, 120, 5, 25, 45]);
    expect(valuesOf(ask([restarted], 'resets(x[61s])'))).toEqual([1]);
    expect(valuesOf(ask([restarted], 'increase(x[61s])', { leftOpen: false }))).toEqual([expect.closeTo((65 * 61) / 60, 9)]);
  });

  it('forgets a series when its target is gone', () => {
    const gone: Recording = { ...counter, endedMs: noon + 15_000 };
    expect(valuesOf(ask([gone], 'requests_total', { atMs: noon + 14_999 }))).toEqual([160]);
    expect(valuesOf(ask([gone], 'requests_total', { atMs: noon + 15_000 }))).toEqual([]);
  });

  it('answers quantiles from buckets by interpolation', () => {
    const buckets = [
      ['10', 0],
      ['20', 50],
      ['40', 100],
      ['+Inf', 100],
    ] as const;
    const histogram = buckets.map(([le, v]) => every15s({ __name__: 'b', le }, [v]));
    expect(valuesOf(ask(histogram, 'histogram_quantile(0.75, b)'))).toEqual([30]);
    expect(valuesOf(ask(histogram, 'histogram_quantile(0.5, b)'))).toEqual([20]);
  });

  it('treats labels with the names of inherited properties as labels', () => {
    const labels = Object.fromEntries([
      ['__name__', 'x'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    const answer = ask([every15s(labels, [1])], 'sum by (__proto__, toString) (x)');
    expect(JSON.stringify(answer)).toContain('"metric":{"__proto__":"a"}');
    const replaced = ask([every15s({ __name__: 'x' }, [1])], 'label_replace(x, "__proto__", "polluted", "", "")');
    expect(JSON.stringify(replaced)).toContain('"__proto__":"polluted"');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each([
    [
      'two series of one name after a rate',
      [counter, every15s({ __name__: 'other_total', pod: 'a' }, [1, 2, 3])],
      'rate({pod="a"}[60s])',
      'same labelset',
    ],
    [
      'many partners on the one side',
      [counter, every15s({ __name__: 'requests_total', pod: 'b' }, [1])],
      'requests_total * on () requests_total',
      'duplicate series',
    ],
    ['a k beyond measure', [counter], 'topk(1e30, requests_total)', 'overflows int64'],
  ])('cannot execute %s', (_, recordings, query, message) => {
    expect(() => ask(recordings, query)).toThrow(QueryFailure);
    expect(() => ask(recordings, query)).toThrow(message);
  });

  it('ends a query that asks for too much', () => {
    const allowed = { samples: 80, milliseconds: 20_000 };
    expect(() => ask([counter], 'max_over_time(requests_total[10m:1s])', { allowed })).toThrow('too many samples');
    expect(valuesOf(ask([counter], 'max_over_time(requests_total[60s:1s])', { allowed }))).toEqual([160]);
  });

  it('ends a query that takes too long', () => {
    const allowed = { samples: 1e12, milliseconds: 0 };
    expect(() => ask([counter], 'sum_over_time(requests_total[1d:1s])', { allowed })).toThrow('timed out');
  });

  it('answers a range query in the order of labels, with gaps where nothing was', () => {
    const engine = createEngine({
      source: recordedSource([every15s({ __name__: 'b' }, [1, 2]), every15s({ __name__: 'a' }, [3])]),
      dialect: { leftOpen: true },
      subqueryStepMs: 60_000,
    });
    const answer = engine.range('{__name__=~"a|b"}', { startMs: noon - 15_000, endMs: noon, stepMs: 15_000 }, limits);
    expect(plain(answer)).toEqual({
      resultType: 'matrix',
      result: [
        { metric: { __name__: 'a' }, values: [{ t: noon, v: 3 }] },
        {
          metric: { __name__: 'b' },
          values: [
            { t: noon - 15_000, v: 1 },
            { t: noon, v: 2 },
          ],
        },
      ],
    });
  });
});
