import { TrafficHistory } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { noon } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { type HistorySeries, projectHistory } from './project-history.ts';

const span = { from: at(noon - 120), to: noon, stepSeconds: 60 };
const everything = { all: true, namespaces: new Set<string>() };
const series = (reporter: string, from: string, to: string, values: (number | null)[], door?: 'yes'): HistorySeries => ({
  labels: { reporter, source_workload_namespace: from, to, ...(door && { door }) },
  values,
});

const entering = [
  series('destination', 'istio-system', 'shop', [10, 12, null], 'yes'),
  series('source', 'istio-system', 'shop', [10, 11, null], 'yes'),
  series('destination', 'unknown', 'shop', [1, 1, null]),
  series('destination', 'shop', 'shop', [50, 50, null]),
  series('destination', 'secret', 'shop', [4, 4, null]),
  series('destination', 'shop', 'secret', [7, 7, null]),
  series('source', 'shop', 'unknown', [3, 3, null]),
];
const failing = [
  series('destination', 'shop', 'shop', [1, 0, null]),
  series('source', 'shop', 'unknown', [2, 0, null]),
  series('destination', 'shop', 'secret', [5, 5, null]),
];
const ask = (namespaces: string[], visible = everything) => projectHistory({ entering, failing }, { ...span, namespaces, visible });

describe('the time rail', () => {
  it('counts what comes from outside the chosen namespaces, each call once, and what fails in them', () => {
    const history = ask(['shop']);
    expect(TrafficHistory.parse(history)).toEqual(history);
    expect(history).toMatchObject({ enteringPerSecond: [15, 17, null], failingPerSecond: [3, 0, null] });
  });
  it('counts what comes through a door even where the door is chosen too', () => {
    expect(ask(['shop', 'istio-system'])).toMatchObject({ enteringPerSecond: [15, 17, null] });
  });
  it('counts at the door what the door passes on, and not what leaves by it', () => {
    const egress = series('source', 'istio-system', 'unknown', [9, 9, null], 'yes');
    const history = projectHistory(
      { entering: [...entering, egress], failing },
      { ...span, namespaces: ['istio-system'], visible: everything },
    );
    expect(history.enteringPerSecond).toEqual([10, 12, null]);
  });
  it('takes everything for chosen when nothing is', () => {
    expect(ask([])).toMatchObject({ enteringPerSecond: [11, 13, null], failingPerSecond: [8, 5, null] });
  });
  it.each<
    [
      because: string,
      calls: (readonly [from: string, to: string, perSecond: number, reporter?: string])[],
      chosen: string[],
      failing: number,
    ]
  >([
    [
      'it is passed on from hop to hop',
      [
        ['edge/door', 'shop/web', 0.9],
        ['shop/web', 'pay/card', 0.9],
      ],
      [],
      0.9,
    ],
    ['a caller makes up for it', [['shop/web', 'pay/card', 0.9]], [], 0.9],
    [
      'a caller tries it again',
      [
        ['edge/door', 'shop/web', 1],
        ['shop/web', 'pay/card', 3],
      ],
      [],
      3,
    ],
    [
      'more fails on the way',
      [
        ['edge/door', 'shop/web', 3],
        ['shop/web', 'pay/card', 1],
      ],
      [],
      3,
    ],
    [
      'it was passed on from a namespace that is not looked at',
      [
        ['edge/door', 'shop/web', 0.9],
        ['shop/web', 'pay/card', 0.9],
      ],
      ['shop'],
      0.9,
    ],
    [
      'both sides report it',
      [
        ['shop/web', 'pay/card', 0.9],
        ['shop/web', 'pay/card', 0.9, 'source'],
      ],
      [],
      0.9,
    ],
    ['a workload calls itself', [['shop/web', 'shop/web', 2]], [], 2],
    [
      'nobody knows who calls, or who is called',
      [
        ['unknown/unknown', 'shop/web', 1],
        ['shop/web', 'unknown/unknown', 1],
      ],
      [],
      1,
    ],
    [
      'it never reached a workload',
      [
        ['edge/door', 'shop/web', 1],
        ['shop/web', 'pay/unknown', 1],
        ['pay/unknown', 'pay/db', 1],
      ],
      [],
      2,
    ],
  ])('counts a failure once, where it began, though %s', (_, calls, chosen, expected) => {
    const told = calls.map(([from, to, value, reporter = 'destination']): HistorySeries => {
      const [[source_workload_namespace = '', source_workload = ''], [namespace = '', destination_workload = '']] = [
        from.split('/'),
        to.split('/'),
      ];
      return { labels: { reporter, source_workload_namespace, source_workload, to: namespace, destination_workload }, values: [value] };
    });
    const { failingPerSecond } = projectHistory(
      { entering: [], failing: told },
      { ...span, from: noon, namespaces: chosen, visible: everything },
    );
    expect(failingPerSecond).toEqual([expected]);
  });
  it('is empty for somebody who may see nothing of it, and says that it was measured', () => {
    expect(ask(['secret'], { all: false, namespaces: new Set(['shop']) })).toMatchObject({
      enteringPerSecond: [0, 0, null],
      failingPerSecond: [0, 0, null],
    });
  });
  it('is unknown, not zero, when nothing was measured', () => {
    expect(projectHistory({ entering: [], failing: [] }, { ...span, namespaces: [], visible: everything })).toMatchObject({
      enteringPerSecond: [null, null, null],
      failingPerSecond: [null, null, null],
    });
  });
  it('survives values that are no numbers', () => {
    const odd = [series('source', 'unknown', 'shop', [Number.NaN, Number.POSITIVE_INFINITY, -1])];
    expect(projectHistory({ entering: odd, failing: odd }, { ...span, namespaces: [], visible: everything }).enteringPerSecond).toEqual([
      null,
      null,
      null,
    ]);
  });
});
