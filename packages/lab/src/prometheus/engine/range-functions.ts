import type { Sample, Series, Window } from '../../series/index.ts';
import type { Projection } from './label-set.ts';
import { overTime, predicted, quantileOverTime } from './over-time.ts';
import { extrapolatedChange, lastChange } from './rate.ts';
import type { Scope } from './scope.ts';
import { distinct, type Matrix, type Point, type Span, type Vector } from './value.ts';

/** What a window becomes of which only the ends are needed; null leaves the series out. */
export type OfEnds = (window: Window, span: Span, scope: Scope) => number | null;

/** What one window of a series becomes; null leaves the series out. */
type OfWindow = (series: Series, span: Span, scope: Scope) => number | null;

const rate = (counter: boolean, perSecond: boolean): OfEnds => {
  const kind = { counter, perSecond };
  return (window, span, { dialect }) => extrapolatedChange(window, span, kind, dialect);
};
const last =
  (counter: boolean, perSecond: boolean): OfWindow =>
  (series, span, { budget }) => {
    budget.read(1);
    return lastChange(series, span, { counter, perSecond });
  };

/** Functions that need only the ends of a window. */
const ofEnds: Readonly<Record<string, OfEnds>> = {
  rate: rate(true, true),
  increase: rate(true, false),
  delta: rate(false, false),
  count_over_time: ({ count }) => count,
  last_over_time: ({ last: { v } }) => v,
  present_over_time: () => 1,
};

/** A function that needs only the ends of a window, by its name. */
export const endsFunctionNamed = (name: string): OfEnds | undefined => (Object.hasOwn(ofEnds, name) ? ofEnds[name] : undefined);

/** Functions that need the last two samples of a window. */
const ofLastTwo: Readonly<Record<string, OfWindow>> = {
  irate: last(true, true),
  idelta: last(false, false),
};

/** Calls a function of a range vector; `scalar` is its second argument where it has one. Undefined when there is no such function. */
export function callOnMatrix(name: string, matrix: Matrix, scalar: number, ms: number, scope: Scope): Vector | undefined {
  const of = functionNamed(name, scalar, ms);
  if (!of) return undefined;
  const labels: Projection = name === 'last_over_time' ? (own) => own : scope.labels.withoutName;
  const points: Point[] = [];
  const { elements, span } = matrix;
  for (let i = 0; i < elements.size; i++) {
    const series = elements.seriesAt(i);
    const value = series ? of(series, span, scope) : null;
    if (value !== null) points.push({ labels: labels(elements.labelsAt(i)), value });
  }
  return distinct(points, scope.labels);
}

function functionNamed(name: string, scalar: number, ms: number): OfWindow | undefined {
  const ends = endsFunctionNamed(name);
  if (ends) {
    return (series, span, scope) => {
      const window = series.window(span.fromMs, span.toMs);
      return window ? ends(window, span, scope) : null;
    };
  }
  if (Object.hasOwn(ofLastTwo, name)) return ofLastTwo[name];
  if (name === 'quantile_over_time') return ofSamples((samples) => quantileOverTime(samples, scalar));
  if (name === 'predict_linear') return ofSamples((samples) => predicted(samples, ms, scalar));
  const of = Object.hasOwn(overTime, name) ? overTime[name] : undefined;
  return of && ofSamples(of);
}

const ofSamples =
  (of: (samples: readonly Sample[]) => number | null): OfWindow =>
  (series, { fromMs, toMs }, { budget }) => {
    const samples = series.samples(fromMs, toMs);
    budget.read(samples.length);
    return samples.length === 0 ? null : of(samples);
  };
