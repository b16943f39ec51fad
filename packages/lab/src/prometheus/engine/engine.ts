import type { SeriesSource } from '../../series/index.ts';
import { badData } from '../failure.ts';
import { kindName, kindOf, parseQuery, type Expression } from '../language/index.ts';
import { evaluate } from './evaluate.ts';
import { Interner } from './interner.ts';
import { compareLabels, type LabelSet } from './label-set.ts';
import { Memory } from './found.ts';
import { matrixAt } from './matrix.ts';
import { Budget, findSeries, type Dialect, type Limits, type Scope } from './scope.ts';
import type { Sample } from '../../series/index.ts';
import type { Vector } from './value.ts';

/** The answer to a query. Units: `t` epoch ms. */
export type Answer =
  | { readonly resultType: 'scalar'; readonly t: number; readonly value: number }
  | { readonly resultType: 'string'; readonly t: number; readonly value: string }
  | { readonly resultType: 'vector'; readonly t: number; readonly result: Vector }
  | { readonly resultType: 'matrix'; readonly result: readonly { readonly labels: LabelSet; readonly values: readonly Sample[] }[] };

export interface EngineOptions {
  readonly source: SeriesSource;
  readonly dialect: Dialect;
  /** Resolution of subqueries that do not name one. */
  readonly subqueryStepMs: number;
}

/** The moments a range query asks for. Units: epoch ms. */
export interface Steps {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** Evaluates PromQL over a source. */
export interface Engine {
  /** Fails: QueryFailure. */
  readonly instant: (query: string, atMs: number, limits: Limits) => Answer;
  /** Fails: QueryFailure. */
  readonly range: (query: string, steps: Steps, limits: Limits) => Answer;
}

/** Label sets remembered between queries; beyond this the memory starts afresh. */
const mostLabelSets = 1_000_000;

/** An engine. It remembers label sets between queries, so that asking again is cheap. */
export function createEngine({ source, dialect, subqueryStepMs }: EngineOptions): Engine {
  const version = dialect.leftOpen ? 3 : 2;
  let memory = new Memory(new Interner());
  const scopeOf = (expression: Expression, startMs: number, endMs: number, limits: Limits): Scope => {
    if (memory.labels.size > mostLabelSets) memory = new Memory(new Interner());
    const { labels } = memory;
    const found = findSeries(expression, { startMs, endMs }, source, memory);
    const cost = { budget: new Budget(limits), steps: new Map(), relabelled: new Map() };
    return { dialect, labels, memory, source, startMs, endMs, subqueryStepMs, found, ...cost };
  };
  return {
    instant(query, atMs, limits) {
      const expression = parseQuery(query, version);
      return instantAnswer(expression, atMs, scopeOf(expression, atMs, atMs, limits));
    },
    range(query, { startMs, endMs, stepMs }, limits) {
      const expression = parseQuery(query, version);
      const kind = kindOf(expression);
      if (kind !== 'scalar' && kind !== 'vector') {
        throw badData(`invalid expression type "${kindName(kind)}" for range query, must be Scalar or instant Vector`);
      }
      return rangeAnswer(expression, { startMs, endMs, stepMs }, scopeOf(expression, startMs, endMs, limits));
    },
  };
}

function instantAnswer(expression: Expression, t: number, scope: Scope): Answer {
  if (expression.type === 'range' || expression.type === 'subquery') {
    const evaluateVector = (inner: Expression, ms: number): Vector => asVector(evaluate(inner, ms, scope), scope);
    const { elements, span } = matrixAt(expression, t, scope, evaluateVector);
    const result: { readonly labels: LabelSet; readonly values: readonly Sample[] }[] = [];
    for (let i = 0; i < elements.size; i++) {
      const values = elements.seriesAt(i)?.samples(span.fromMs, span.toMs) ?? [];
      scope.budget.hold(values.length);
      if (values.length > 0) result.push({ labels: elements.labelsAt(i), values });
    }
    return { resultType: 'matrix', result };
  }
  const value = evaluate(expression, t, scope);
  if (typeof value === 'number') return { resultType: 'scalar', t, value };
  if (typeof value === 'string') return { resultType: 'string', t, value };
  return { resultType: 'vector', t, result: value };
}

function rangeAnswer(expression: Expression, { startMs, endMs, stepMs }: Steps, scope: Scope): Answer {
  const series = new Map<LabelSet, Sample[]>();
  for (let t = startMs; t <= endMs; t += stepMs) {
    const points = asVector(evaluate(expression, t, scope), scope);
    scope.budget.read(1);
    scope.budget.hold(points.length);
    for (const { labels, value } of points) {
      const values = series.get(labels);
      if (values) values.push({ t, v: value });
      else series.set(labels, [{ t, v: value }]);
    }
  }
  const sorted = [...series].sort(([a], [b]) => compareLabels(a, b));
  return { resultType: 'matrix', result: sorted.map(([labels, values]) => ({ labels, values })) };
}

const asVector = (value: number | string | Vector, { labels }: Scope): Vector =>
  typeof value === 'object' ? value : [{ labels: labels.empty, value: Number(value) }];
