import { at } from '@vigla/contract/units';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterChanges, instantAt, laneAreas, lastMeasured, measuredAt, shareOf } from './rail-scale.ts';

const span = { from: 1000, to: 4600 };
const change = (when: number) => ({
  at: at(when),
  by: 'helm',
  kind: 'changed' as const,
  object: { apiVersion: 'v1', kind: 'Service', namespace: 'a', name: 'b' },
});

describe('the time rail', () => {
  it('finds back the instant of a place, to a step', () => {
    fc.assert(
      fc.property(fc.integer({ min: span.from, max: span.to }), (instant) => {
        expect(Math.abs(instantAt(shareOf(instant, span), span, 15) - instant)).toBeLessThanOrEqual(8);
      }),
    );
  });

  it.each([
    ['before its beginning', 0, 0],
    ['after its end', 9999, 1],
  ])('keeps an instant %s at its end', (_, instant, share) => {
    expect(shareOf(instant, span)).toBe(share);
  });

  it('leaves a hole where nothing was measured', () => {
    expect(laneAreas([1, 2, null, 3, 4], 28)).toHaveLength(2);
    expect(laneAreas([null, null], 28)).toEqual([]);
  });

  it('draws each lane on its own scale', () => {
    expect(laneAreas([0.1, 0.2], 28)).toEqual(laneAreas([100, 200], 28));
  });

  it('draws only numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }))), (values) => {
        expect(laneAreas(values, 28).join()).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  it('says the last value that was measured', () => {
    expect(lastMeasured([1, 2, null])).toBe(2);
    expect(lastMeasured([null])).toBeNull();
  });

  it('has a flag at its end for a change that is newer than the last measurement', () => {
    expect(clusterChanges([change(4615)], span)).toEqual([{ share: 1, changes: [change(4615)] }]);
  });

  it('gives changes of one moment one flag, and none to those before its span', () => {
    const clusters = clusterChanges([change(3000), change(2000), change(2010), change(10)], span);
    expect(clusters.map(({ changes }) => changes.length)).toEqual([2, 1]);
  });
});

describe('what is written beside a lane', () => {
  const measure = { from: 1000, stepSeconds: 15 };
  it.each([
    [1000, 1],
    [1015, 2],
    [1022, 2],
    [1030, null],
    [1045, 4],
    [985, null],
    [1060, null],
  ])('GRF-49: at %s it is what was measured then', (instant, value) => {
    expect(measuredAt(instant, [1, 2, null, 4], measure)).toBe(value);
  });
});
