import { isComparison, type Arithmetic, type Comparison } from '../language/index.ts';
import type { Dialect } from './scope.ts';

/** What each arithmetic operator does to two numbers. */
export const arithmetic: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': power,
  atan2: Math.atan2,
};

/** Which numbers each comparison keeps. */
export const comparison: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** Whether what an operator gives is still the metric that went in. The second version forgot `atan2` when it listed what is not. Unverified: that the third drops the name. */
export const keepsName = (operator: Arithmetic | Comparison, bool: boolean, { leftOpen }: Dialect): boolean =>
  (isComparison(operator) && !bool) || (operator === 'atan2' && !leftOpen);

/** IEEE power: one to any power is one, where JavaScript says NaN. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}
