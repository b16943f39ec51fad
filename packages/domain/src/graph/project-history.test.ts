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
