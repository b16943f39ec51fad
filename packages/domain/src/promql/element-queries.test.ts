import { at, minutes } from '@vigla/contract/units';
import { describe, expect, it } from 'vitest';
import { elementQueries } from './element-queries.ts';
import { edgeSelectors, nodeSelectors, type Reported } from './element-selectors.ts';
import { narrowed } from './narrow.ts';

const node = (name: string, changes: Partial<Reported> = {}): Reported => ({
  kind: 'workload',
  namespace: 'shop',
  name,
  app: null,
  ...changes,
});
const unknown = node('unknown', { kind: 'outside', namespace: null });
const unreached = 'destination_workload="unknown",destination_service=~"[^.]+\\\\.shop\\\\.svc([.:].*)?"';

describe('a narrowed question', () => {
  it('keeps its own matchers and asks each place once', () => {
    expect(narrowed('sum by (a) (rate(x{app="z"}[60s])) or sum(rate(y[60s]))', ['a="1"', 'b="2"'])).toBe(
      'sum by (a) (rate(x{app="z",a="1"}[60s]) or rate(x{app="z",b="2"}[60s])) or sum(rate(y{a="1"}[60s]) or rate(y{b="2"}[60s]))',
    );
  });

  it('is none where there is no rate to narrow', () => {
    expect(narrowed('max(timestamp(x))', ['a="1"'])).toBeNull();
  });
});

describe('the questions of an element', () => {
  it('leave no rate of the whole mesh', () => {
    for (const { query } of elementQueries(minutes(1), at(1000), nodeSelectors(node('web')))) {
      const rates = query.match(/rate\([^[]*\[/g) ?? [];
      expect(rates.length).toBeGreaterThan(0);
      expect(rates).toEqual(rates.filter((rate) => rate.includes('="web"') || rate.includes('destination_workload="unknown"')));
    }
  });

  it.each<[what: string, selectors: readonly string[], expected: readonly string[]]>([
    [
      'a call: both ends, and requests that reached nobody',
      edgeSelectors(node('web'), node('api')),
      [
        'source_workload_namespace="shop",source_workload="web",destination_workload_namespace="shop",destination_workload="api"',
        `source_workload_namespace="shop",source_workload="web",${unreached}`,
      ],
    ],
    ['a call from nobody known: all of the called end', edgeSelectors(unknown, node('api')), nodeSelectors(node('api'))],
    [
      'a call to outside: all of the calling end',
      edgeSelectors(node('web'), unknown),
      ['source_workload_namespace="shop",source_workload="web"'],
    ],
    [
      'a hostile name: that name as text',
      edgeSelectors(node('a"} or up{x="'), unknown),
      ['source_workload_namespace="shop",source_workload="a\\"} or up{x=\\""'],
    ],
    ['nobody: nothing', nodeSelectors(unknown), []],
  ])('name of %s', (_, selectors, expected) => {
    expect(selectors).toEqual(expected);
  });
});
