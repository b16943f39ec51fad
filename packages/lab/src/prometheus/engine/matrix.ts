import { recordedSeries, type Sample } from '../../series/index.ts';
import type { Expression, Range, Subquery } from '../language/index.ts';
import type { Found } from './found.ts';
import type { LabelSet } from './label-set.ts';
import { foundBy, momentOf, type Scope } from './scope.ts';
import type { Elements, Matrix, Span, Vector } from './value.ts';

/** How a subquery asks for its inner expression at a moment. */
export type EvaluateVector = (expression: Expression, ms: number, scope: Scope) => Vector;

/** The windows that a range selector or subquery means at a moment. A window may hold no sample. */
export function matrixAt(expression: Range | Subquery, ms: number, scope: Scope, evaluate: EvaluateVector): Matrix {
  return expression.type === 'range' ? windowsAt(expression, ms, scope) : subqueryAt(expression, ms, scope, evaluate);
}

/** A range selector's windows, which are of series that the source has. */
export function windowsAt({ selector, rangeMs }: Range, ms: number, scope: Scope): { readonly span: Span; readonly elements: Found } {
  const endMs = momentOf(selector, ms, scope);
  const startMs = endMs - rangeMs;
  const fromMs = scope.dialect.leftOpen ? startMs + 1 : startMs;
  const found = foundBy(selector, scope);
  scope.budget.read(found.size);
  return { span: { fromMs, toMs: endMs, startMs, endMs }, elements: found };
}

/** Subqueries are evaluated on multiples of their step, so that neighbouring windows see the same moments. */
function subqueryAt(subquery: Subquery, ms: number, scope: Scope, evaluate: EvaluateVector): Matrix {
  const stepMs = subquery.stepMs ?? scope.subqueryStepMs;
  const endMs = momentOf(subquery, ms, scope);
  const startMs = endMs - subquery.rangeMs;
  const fromMs = scope.dialect.leftOpen ? startMs + 1 : startMs;
  const samples = new Map<LabelSet, Sample[]>();
  for (let t = Math.ceil(fromMs / stepMs) * stepMs; t <= endMs; t += stepMs) {
    scope.budget.read(1);
    for (const { labels, value } of stepOf(subquery, t, scope, evaluate)) {
      const sample = { t, v: value };
      const known = samples.get(labels);
      if (known) known.push(sample);
      else samples.set(labels, [sample]);
    }
  }
  const labels = [...samples.keys()];
  const series = Array.from(samples.values(), (recorded) => recordedSeries({ labels: {}, samples: recorded }));
  const elements: Elements = {
    size: series.length,
    seriesAt: (place) => series[place],
    labelsAt: (place) => labels[place] ?? scope.labels.empty,
  };
  return { span: { fromMs, toMs: endMs, startMs, endMs }, elements };
}

function stepOf(subquery: Subquery, ms: number, scope: Scope, evaluate: EvaluateVector): Vector {
  const steps = scope.steps.get(subquery) ?? new Map<number, Vector>();
  scope.steps.set(subquery, steps);
  const known = steps.get(ms);
  if (known) return known;
  const vector = evaluate(subquery.of, ms, scope);
  scope.budget.hold(vector.length);
  steps.set(ms, vector);
  return vector;
}
