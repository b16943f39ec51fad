import { badData } from '../failure.ts';
import type { Aggregation, Expression, Selector } from '../language/index.ts';
import { aggregate } from './aggregate.ts';
import { combine } from './binary.ts';
import { call } from './call.ts';
import { groupedRanges, groupedRangesAt } from './grouped-ranges.ts';
import { foundBy, lookbackMs, momentOf, type Scope } from './scope.ts';
import { mapValues, type Point, type Vector } from './value.ts';

/** Evaluates an expression at one moment. Ranges have no value of their own; the functions that take them read them. */
export function evaluate(expression: Expression, ms: number, scope: Scope): number | string | Vector {
  switch (expression.type) {
    case 'number':
    case 'string':
      return expression.value;
    case 'selector':
      return select(expression, ms, scope);
    case 'sign': {
      const of = evaluateNumeric(expression.of, ms, scope);
      if (!expression.negative) return of;
      return typeof of === 'number' ? -of : mapValues(of, scope.labels, (value) => -value);
    }
    case 'binary':
      return combine(expression, evaluateNumeric(expression.left, ms, scope), evaluateNumeric(expression.right, ms, scope), scope);
    case 'aggregation':
      return evaluateAggregation(expression, ms, scope);
    case 'call':
      return call(expression, ms, scope, evaluate);
    default:
      throw badData('a range vector has no value at an instant');
  }
}

function evaluateNumeric(expression: Expression, ms: number, scope: Scope): number | Vector {
  const value = evaluate(expression, ms, scope);
  if (typeof value === 'string') throw badData('a string cannot be calculated with');
  return value;
}

function evaluateAggregation(aggregation: Aggregation, ms: number, scope: Scope): Vector {
  const ranges = groupedRanges(aggregation);
  const answer = ranges && groupedRangesAt(ranges, ms, scope);
  if (answer) return answer;
  const parameter = aggregation.parameter ? evaluate(aggregation.parameter, ms, scope) : null;
  const of = evaluateNumeric(aggregation.of, ms, scope);
  if (typeof of === 'number' || (typeof parameter === 'object' && parameter !== null))
    throw badData('an aggregation needs an instant vector');
  return aggregate(aggregation, of, parameter, scope);
}

/** The newest sample of each series, if it is not too old and the series has not ended. */
function select(selector: Selector, ms: number, scope: Scope): Vector {
  const toMs = momentOf(selector, ms, scope);
  const fromMs = toMs - lookbackMs + (scope.dialect.leftOpen ? 1 : 0);
  const found = foundBy(selector, scope);
  scope.budget.read(found.size);
  const points: Point[] = [];
  for (let i = 0; i < found.size; i++) {
    const sample = found.seriesAt(i)?.last(fromMs, toMs);
    if (sample) points.push({ labels: found.labelsAt(i), value: sample.v });
  }
  return points;
}
