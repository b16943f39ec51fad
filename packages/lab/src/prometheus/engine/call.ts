import { badData } from '../failure.ts';
import type { Call, Expression, Selector } from '../language/index.ts';
import { byValue } from './aggregate.ts';
import { histogramQuantile } from './histogram.ts';
import type { LabelSet } from './label-set.ts';
import { matrixAt } from './matrix.ts';
import { callOnMatrix } from './range-functions.ts';
import { joinLabels, replaceLabel } from './relabel.ts';
import { lookbackMs, momentOf, type Scope } from './scope.ts';
import { mapValues, type Matrix, type Vector } from './value.ts';
import { elementwise, elementwiseWith } from './vector-functions.ts';

type Evaluate = (expression: Expression, ms: number, scope: Scope) => number | string | Vector;

/** A call with its arguments evaluated and sorted by kind; the type check has seen to their number and order. */
interface Evaluated {
  readonly args: readonly Expression[];
  readonly name: string;
  readonly vector: Vector;
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  readonly ms: number;
  readonly scope: Scope;
}

/** Functions that are more than a look at each value. */
const special: Readonly<Record<string, (of: Evaluated) => number | Vector>> = {
  absent: ({ args, vector, scope }) => (vector.length > 0 ? [] : [{ labels: absentLabels(args[0], scope), value: 1 }]),
  histogram_quantile: ({ numbers, vector, scope }) => histogramQuantile(numbers[0] ?? NaN, vector, scope),
  label_join: ({ vector, texts, scope }) => joinLabels(vector, texts, scope),
  label_replace: ({ vector, texts, scope }) => replaceLabel(vector, texts, scope),
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
  return callOnVector({ name, args, vector, numbers, texts, ms, scope });
}

function callOnVector(of: Evaluated): number | Vector {
  const { name, vector, numbers, scope } = of;
  if (Object.hasOwn(special, name)) return special[name]?.(of) ?? [];
  const one = Object.hasOwn(elementwise, name) ? elementwise[name] : undefined;
  if (one) return mapValues(vector, scope.labels.withoutName, one);
  const withScalars = Object.hasOwn(elementwiseWith, name) ? elementwiseWith[name] : undefined;
  if (!withScalars) throw badData(`function "${name}" is not supported here`);
  if (name === 'clamp' && (numbers[0] ?? NaN) > (numbers[1] ?? NaN)) return [];
  return mapValues(vector, scope.labels.withoutName, (value) => withScalars(value, numbers));
}

function vectorOf(value: number | string | Vector): Vector {
  if (typeof value !== 'object') throw badData('subquery needs an instant vector');
  return value;
}

/** Of a plain selector, when its samples were taken; of anything computed, now. */
function timestamps({ args, vector, ms, scope }: Evaluated): Vector {
  const [argument] = args;
  if (argument?.type !== 'selector') return mapValues(vector, scope.labels.withoutName, () => ms / 1_000);
  const toMs = momentOf(argument, ms, scope);
  const fromMs = toMs - lookbackMs + (scope.dialect.leftOpen ? 1 : 0);
  const found = scope.found.get(argument) ?? [];
  const taken = found.flatMap(({ labels, series }) => {
    const sample = series.last(fromMs, toMs);
    return sample ? [{ labels, value: sample.t / 1_000 }] : [];
  });
  return mapValues(taken, scope.labels.withoutName, (value) => value);
}

function absentOverTime(range: Expression, matrix: Matrix, scope: Scope): Vector {
  const present = matrix.some(({ series, fromMs, toMs }) => series.window(fromMs, toMs) !== undefined);
  if (present) return [];
  return [{ labels: absentLabels(range.type === 'range' ? range.selector : undefined, scope), value: 1 }];
}

/** What is absent is called by the equalities it was asked with, if they do not contradict each other. */
function absentLabels(argument: Expression | Selector | undefined, { labels }: Scope): LabelSet {
  if (argument?.type !== 'selector') return labels.empty;
  const byName = Map.groupBy(
    argument.matchers.filter(({ name }) => name !== '__name__'),
    ({ name }) => name,
  );
  const pairs = [...byName].flatMap(([name, [first, ...more]]): (readonly [string, string])[] =>
    first?.operator === '=' && more.length === 0 ? [[name, first.value]] : [],
  );
  return labels.of(pairs);
}
