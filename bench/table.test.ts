import { describe, expect, it } from 'vitest';
import { budgeted, figure, isOver } from './figure.ts';
import { quantile } from './spread.ts';
import { tableOf } from './table.ts';

const budget = { most: 100, because: 'of this test' };

describe('a figure', () => {
  it.each([
    ['below its budget', 99.9, false],
    ['at its budget', 100, false],
    ['above its budget', 100.1, true],
    ['that is no number', Number.NaN, true],
  ])('%s is judged', (_, value, over) => {
    expect(isOver(budgeted('bytes', value, 'B', budget))).toBe(over);
  });

  it('without a budget is never over', () => {
    expect(isOver(figure('time', 1e9, 'ms'))).toBe(false);
  });
});

describe('the table', () => {
  it('lines up what it says and names what could not be measured', () => {
    const text = tableOf([
      { title: 'cost', figures: [budgeted('questions', 6, 'questions', budget), figure('time', 12.345, 'ms')], notMeasured: null },
      { title: 'drawing', figures: [], notMeasured: 'no browser' },
    ]);
    expect(text).toBe(
      [
        'what         value  unit       budget',
        '',
        'cost',
        '  questions      6  questions  <= 100  ok',
        '  time        12.3  ms',
        '',
        'drawing',
        'not measured: no browser',
      ].join('\n'),
    );
  });
});

describe('a quantile', () => {
  it.each([
    [0.5, [3, 1, 2], 2],
    [0.95, [1, 2, 3, 4], 4],
    [1, [1, 2], 2],
  ])('of %f', (share, numbers, expected) => {
    expect(quantile(share, numbers)).toBe(expected);
  });

  it('of nothing is refused', () => {
    expect(() => quantile(0.5, [])).toThrow('nothing');
  });
});
