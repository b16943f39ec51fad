import { expect, it } from 'vitest';
import { fitsLabelSelector } from './label-selector.ts';

const expression = (operator: string, ...values: readonly string[]) => ({ matchExpressions: [{ key: 'tier', operator, values }] });

it.each<[because: string, selector: object, labels: Record<string, string> | undefined, fits: boolean]>([
  ['an empty selector fits everything', {}, undefined, true],
  ['a label is as it should be', { matchLabels: { tier: 'a' } }, { tier: 'a', x: 'y' }, true],
  ['a label is different', { matchLabels: { tier: 'a' } }, { tier: 'b' }, false],
  ['there are no labels', { matchLabels: { tier: 'a' } }, undefined, false],
  ['the value is among these', expression('In', 'a', 'b'), { tier: 'b' }, true],
  ['the value is not among these', expression('In', 'a', 'b'), { tier: 'c' }, false],
  ['there is no value to be among these', expression('In', 'a'), {}, false],
  ['the value is none of these', expression('NotIn', 'a'), { tier: 'b' }, true],
  ['there is no value that could be one of these', expression('NotIn', 'a'), {}, true],
  ['the value is one of these', expression('NotIn', 'a'), { tier: 'a' }, false],
  ['the label is there', expression('Exists'), { tier: '' }, true],
  ['the label is not there', expression('Exists'), {}, false],
  ['the label is absent as wanted', expression('DoesNotExist'), {}, true],
  ['the label is there against the wish', expression('DoesNotExist'), { tier: 'a' }, false],
  ['nobody knows the operator', expression('Near', 'a'), { tier: 'a' }, false],
  ['both halves must fit', { matchLabels: { a: 'b' }, ...expression('Exists') }, { tier: 'a' }, false],
])('decides when %s', (_, selector, labels, fits) => {
  expect(fitsLabelSelector(selector, labels)).toBe(fits);
});
