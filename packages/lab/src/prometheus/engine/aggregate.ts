import { badData, cannotExecute } from '../failure.ts';
import type { Aggregation } from '../language/index.ts';
import { decimal } from './decimal.ts';
import type { LabelSet, Projection } from './label-set.ts';
import type { Dialect, Scope } from './scope.ts';
import { largest, mean, quantileOf, smallest, exactSum, variance } from './sums.ts';
import type { Point, Vector } from './value.ts';

/** What one group becomes. */
const reducers: Readonly<Record<string, (values: readonly number[], dialect: Dialect) => number>> = {
  sum: exactSum,
  avg: mean,
  min: smallest,
  max: largest,
  count: (values) => values.length,
  group: () => 1,
  stddev: (values, dialect) => Math.sqrt(varianceOfGroup(values, dialect)),
  stdvar: (values, dialect) => varianceOfGroup(values, dialect),
};

/** The second version takes a group of one for a group without variance, even where the one is infinite or NaN. Unverified: what the third makes of that one. */
const varianceOfGroup = (values: readonly number[], { leftOpen }: Dialect): number =>
  values.length === 1 && !leftOpen ? 0 : variance(values);

/** What an aggregation does to the values of a group; undefined for those that need more than the values. */
export const reducerOf = (operator: string): ((values: readonly number[], dialect: Dialect) => number) | undefined =>
  Object.hasOwn(reducers, operator) ? reducers[operator] : undefined;

/** Aggregates a vector over its groups. Fails: execution for a parameter that makes no sense. */
export function aggregate(aggregation: Aggregation, of: Vector, parameter: number | string | null, scope: Scope): Vector {
  const { operator, by, labels } = aggregation;
  const group = by ? scope.labels.by(labels) : scope.labels.without(labels);
  if (operator === 'topk' || operator === 'bottomk') return ranked(of, group, countOf(parameter), operator === 'topk');
  if (operator === 'count_values') return countValues(of, group, String(parameter), scope);
  const reducer = reducerOf(operator);
  const reduce = operator === 'quantile' ? (values: readonly number[]) => quantileOf(Number(parameter), values) : reducer;
  if (!reduce) throw badData(`aggregation "${operator}" is not supported here`);
  return grouped(of, group).map(({ labels: key, values }) => ({ labels: key, value: reduce(values, scope.dialect) }));
}

interface Group {
  readonly labels: LabelSet;
  readonly values: number[];
}

function grouped(of: Vector, group: Projection): readonly Group[] {
  const groups = new Map<LabelSet, Group>();
  for (const point of of) {
    const labels = group(point.labels);
    const known = groups.get(labels);
    if (known) known.values.push(point.value);
    else groups.set(labels, { labels, values: [point.value] });
  }
  return [...groups.values()];
}

/** The k of topk. */
function countOf(parameter: number | string | null): number {
  const k = Number(parameter);
  if (!(Math.abs(k) < 2 ** 63)) throw cannotExecute(`Scalar value ${k} overflows int64`);
  return Math.max(0, Math.trunc(k));
}

/** The k largest or smallest of each group, best first. They keep all their labels. */
function ranked(of: Vector, group: Projection, k: number, largestFirst: boolean): Vector {
  if (k === 0) return [];
  const groups = Map.groupBy(of, ({ labels }) => group(labels));
  return [...groups.values()].flatMap((points) => points.toSorted(byValue(largestFirst)).slice(0, k));
}

/** NaN comes last either way. */
export const byValue =
  (largestFirst: boolean) =>
  (a: Point, b: Point): number => {
    if (Number.isNaN(a.value) || Number.isNaN(b.value)) return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
    const order = a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
    return largestFirst ? -order : order;
  };

function countValues(of: Vector, group: Projection, label: string, { labels }: Scope): Vector {
  if (!/^[a-zA-Z_]\w*$/.test(label)) throw cannotExecute(`invalid label name ${JSON.stringify(label)}`);
  const counts = new Map<LabelSet, number>();
  for (const point of of) {
    const key = labels.with(group(point.labels), label, decimal(point.value));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Array.from(counts, ([key, value]) => ({ labels: key, value }));
}
