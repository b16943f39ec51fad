import { badData } from '../failure.ts';
import type { Call, Expression, Selector } from '../language/index.ts';
import { byValue } from './aggregate.ts';
import { histogramQuantile } from './histogram.ts';
import type { LabelSet } from './label-set.ts';
import { matrixAt } from './matrix.ts';
import { callOnMatrix } from './range-functions.ts';
import { joinLabels, replaceLabel } from './relabel.ts';
import { foundBy, lookbackMs, momentOf, type Scope } from './scope.ts';
import { mapValues, type Matrix, type Point, type Relabelled, type Vector } from './value.ts';
import { elementwise, elementwiseWith } from './vector-functions.ts';

type Evaluate = (expression: Expression, ms: number, scope: Scope) => number | string | Vector;

/** A call with its arguments evaluated and sorted by kind; the type check has seen to their number and order. */
interface Evaluated {
  readonly call: Call;
  readonly vector: Vector;
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  readonly ms: number;
  readonly scope: Scope;
}

/** Functions that are more than a look at each value. */
const special: Readonly<Record<string, (of: Evaluated) => number | Vector>> = {
  absent: ({ call: { args }, vector, scope }) => (vector.length > 0 ? [] : [{ labels: absentLabels(args[0], scope), value: 1 }]),
  histogram_quantile: ({ numbers, vector, scope }) => histogramQuantile(numbers[0] ?? NaN, vector, scope),
  label_join: (of) => joinLabels(of.vector, of.texts, of.scope, relabelledBy(of)),
  label_replace: (of) => replaceLabel(of.vector, of.texts, of.scope, relabelledBy(of)),
  pi: () => Math.PI,
  scalar: ({ vector }) => (vector.length === 1 ? (vector[0]?.value ?? NaN) : NaN),
  sort: ({ vector }) => vector.toSorted(byValue(false)),
  sort_desc: ({ vector }) => vector.toSorted(byValue(true)),
  time: ({ ms }) => ms / 1_000,
  timestamp: timestamps,
  vector: ({ numbers, scope }) => [{ labels: scope.labels.empty, value: numbers[0] ?? NaN }],
};

/** Calls a function at one moment. */
export function call(expression: Call, ms: number, scope: Scope, evaluate: Evaluate): number | Vector {
  const { name, args } = expression;
  const range = args.find((argument) => argument.type === 'range' || argument.type === 'subquery');
  const evaluated = args.filter((argument) => argument !== range).map((argument) => evaluate(argument, ms, scope));
  const numbers = evaluated.filter((value) => typeof value === 'number');
  if (range) {
    const matrix = matrixAt(range, ms, scope, (inner, at, within) => vectorOf(evaluate(inner, at, within)));
    if (name === 'absent_over_time') return absentOverTime(range, matrix, scope);
    const answer = callOnMatrix(name, matrix, numbers[0] ?? NaN, ms, scope);
    if (!answer) throw badData(`function "${name}" is not supported here`);
    return answer;
  }
  const given = evaluated.find((value) => typeof value === 'object');
  const texts = evaluated.filter((value) => typeof value === 'string');
  const vector = given ?? [{ labels: scope.labels.empty, value: ms / 1_000 }];
  return callOnVector({ call: expression, vector, numbers, texts, ms, scope });
}

function callOnVector(of: Evaluated): number | Vector {
  const { vector, numbers, scope } = of;
  const { name } = of.call;
  if (Object.hasOwn(special, name)) return special[name]?.(of) ?? [];
  const one = Object.hasOwn(elementwise, name) ? elementwise[name] : undefined;
  if (one) return mapValues(vector, scope.labels, one);
  const withScalars = Object.hasOwn(elementwiseWith, name) ? elementwiseWith[name] : undefined;
  if (!withScalars) throw badData(`function "${name}" is not supported here`);
  if (name === 'clamp' && (numbers[0] ?? NaN) > (numbers[1] ?? NaN)) return [];
  return mapValues(vector, scope.labels, (value) => withScalars(value, numbers));
}

function relabelledBy({ call: expression, scope }: Evaluated): Relabelled {
  const known = scope.relabelled.get(expression) ?? new Map<LabelSet, LabelSet>();
  scope.relabelled.set(expression, known);
  return known;
}

function vectorOf(value: number | string | Vector): Vector {
  if (typeof value !== 'object') throw badData('subquery needs an instant vector');
  return value;
}

/** Of a plain selector, when its samples were taken; of anything computed, now. */
function timestamps({ call: expression, vector, ms, scope }: Evaluated): Vector {
  const [argument] = expression.args;
  if (argument?.type !== 'selector') return mapValues(vector, scope.labels, () => ms / 1_000);
  const toMs = momentOf(argument, ms, scope);
  const fromMs = toMs - lookbackMs + (scope.dialect.leftOpen ? 1 : 0);
  const found = foundBy(argument, scope);
  const taken: Point[] = [];
  for (let i = 0; i < found.size; i++) {
    const sample = found.seriesAt(i)?.last(fromMs, toMs);
    if (sample) taken.push({ labels: found.labelsAt(i), value: sample.t / 1_000 });
  }
  return mapValues(taken, scope.labels, (value) => value);
}

function absentOverTime(range: Expression, matrix: Matrix, scope: Scope): Vector {
  const { elements, span } = matrix;
  for (let i = 0; i < elements.size; i++) if (elements.seriesAt(i)?.window(span.fromMs, span.toMs) !== undefined) return [];
  return [{ labels: absentLabels(range.type === 'range' ? range.selector : undefined, scope), value: 1 }];
}

/** What is absent is called by the equalities it was asked with; whatever is said of the same label after an equality takes it back. */
function absentLabels(argument: Expression | Selector | undefined, { labels }: Scope): LabelSet {
  if (argument?.type !== 'selector') return labels.empty;
  const values = new Map<string, string>();
  const met = new Set<string>();
  for (const { name, operator, value } of argument.matchers) {
    if (name === '__name__') continue;
    if (operator === '=' && !met.has(name)) values.set(name, value);
    else values.delete(name);
    if (operator === '=') met.add(name);
  }
  return labels.of(values);
}
