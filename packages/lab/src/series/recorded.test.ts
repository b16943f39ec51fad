import { describe, expect, it } from 'vitest';
import { recordedSource } from './recorded.ts';
import type { Matcher } from './series.ts';

const hostile = Object.fromEntries([
  ['__name__', 'x'],
  ['__proto__', 'p'],
]);
const source = recordedSource([
  {
    labels: { __name__: 'requests', pod: 'a' },
    samples: [10, 20, 5, 7, 1].map((v, i) => ({ t: i * 1_000, v })),
  },
  { labels: { __name__: 'requests', pod: 'b' }, samples: [{ t: 2_000, v: 1 }], endedMs: 4_000 },
  { labels: hostile, samples: [{ t: 0, v: 1 }] },
]);
const select = (matchers: readonly Matcher[], fromMs = 0, toMs = 10_000) => source.select(matchers, fromMs, toMs);
const named: Matcher = { name: '__name__', operator: '=', value: 'requests' };
const [first] = select([named, { name: 'pod', operator: '=', value: 'a' }]);

describe('a recorded source', () => {
  it('includes both ends of a window', () => {
    expect(first?.samples(1_000, 3_000).map(({ t }) => t)).toEqual([1_000, 2_000, 3_000]);
  });

  it('adds up what resets within the window have lost', () => {
    expect(first?.window(0, 4_000)).toEqual({ first: { t: 0, v: 10 }, last: { t: 4_000, v: 1 }, count: 5, resetSum: 27 });
    expect(first?.window(2_000, 4_000)?.resetSum).toBe(7);
    expect(first?.window(2_000, 3_000)?.resetSum).toBe(0);
  });

  it('has no window where there are no samples', () => {
    expect(first?.window(4_001, 9_000)).toBeUndefined();
    expect(select([named], 5_000, 6_000)).toEqual([]);
  });

  it('answers with the newest sample until the series is stale', () => {
    const [, second] = select([named]);
    expect(first?.last(0, 9_000)).toEqual({ t: 4_000, v: 1 });
    expect(second?.last(0, 3_999)).toEqual({ t: 2_000, v: 1 });
    expect(second?.last(0, 4_000)).toBeUndefined();
  });

  it.each<[because: string, matcher: Matcher, found: number]>([
    ['a missing label is the empty string', { name: 'namespace', operator: '=', value: '' }, 3],
    ['a missing label is not another value', { name: 'namespace', operator: '!=', value: '' }, 0],
    ['a regex is anchored', { name: 'pod', operator: '=~', value: 'a|' }, 2],
    ['a negative regex', { name: 'pod', operator: '!~', value: '.+' }, 1],
    ['labels may be called as in the worst of worlds', { name: '__proto__', operator: '=', value: 'p' }, 1],
    ['inherited properties are not labels', { name: 'constructor', operator: '!=', value: '' }, 0],
  ])('knows that %s', (_, matcher, found) => {
    expect(select([matcher])).toHaveLength(found);
  });
});
