import type { Aggregation, Call, Range } from '../language/index.ts';
import { reducerOf } from './aggregate.ts';
import type { Groups } from './groups.ts';
import type { LabelSet } from './label-set.ts';
import { windowsAt } from './matrix.ts';
import { endsFunctionNamed } from './range-functions.ts';
import type { Scope } from './scope.ts';
import { RunningSum } from './sums.ts';
import type { Point, Vector } from './value.ts';

/** An aggregation of a function of a range of one metric: most of what is asked of a mesh. */
export interface GroupedRanges {
  readonly aggregation: Aggregation;
  readonly call: Call;
  readonly range: Range;
}

/**
 * Recognises `sum by (...) (rate(metric{...}[1m]))` and its like. Within one metric no two series become equal when the name
 * goes, so nothing has to be known of their labels but the group. Rankings keep the labels of what they rank, so they are not meant.
 */
export function groupedRanges(aggregation: Aggregation): GroupedRanges | undefined {
  const { of: call, operator } = aggregation;
  if (call.type !== 'call' || call.args.length !== 1 || call.name === 'absent_over_time' || !reducerOf(operator)) return undefined;
  const [range] = call.args;
  if (range?.type !== 'range') return undefined;
  const isOneMetric = range.selector.matchers.some(({ name, operator: compares }) => name === '__name__' && compares === '=');
  return isOneMetric ? { aggregation, call, range } : undefined;
}

/** What came of one group. */
class GroupPoint implements Point {
  readonly value: number;
  readonly #groups: Groups;
  readonly #place: number;

  constructor(groups: Groups, place: number, value: number) {
    this.#groups = groups;
    this.#place = place;
    this.value = value;
  }

  get labels(): LabelSet {
    return this.#groups.labelsAt(this.#place);
  }

  get json(): string {
    return this.#groups.jsonAt(this.#place);
  }
}

/** Evaluates it without reading the labels of every series anew. */
export function groupedRangesAt({ aggregation, call, range }: GroupedRanges, ms: number, scope: Scope): Vector | undefined {
  const { operator, by, labels: names } = aggregation;
  const ofEnds = endsFunctionNamed(call.name);
  const reduce = reducerOf(operator);
  if (!ofEnds || !reduce || (by && names.includes('__name__'))) return undefined;
  const { elements, span } = windowsAt(range, ms, scope);
  const groups = elements.groups(by, names);
  const sums = operator === 'sum' ? new RunningSum(groups.size) : undefined;
  const values = new Map<number, number[]>();
  elements.windows(span, scope.source, (i, window) => {
    const value = ofEnds(window, span, scope);
    if (value === null) return;
    const group = groups.of[i] ?? 0;
    if (sums) return sums.add(group, value);
    const known = values.get(group);
    if (known) known.push(value);
    else values.set(group, [value]);
  });
  const valueOf = (group: number): number | undefined => {
    if (sums) return sums.at(group);
    const own = values.get(group);
    return own && reduce(own, scope.dialect);
  };
  const points: Point[] = [];
  for (let group = 0; group < groups.size; group++) {
    const value = valueOf(group);
    if (value !== undefined) points.push(new GroupPoint(groups, group, value));
  }
  return points;
}
