import type { Sample, Series } from '../../series/index.ts';
import type { Projection } from './label-set.ts';
import { overTime, predicted, quantileOverTime } from './over-time.ts';
import { extrapolatedChange, lastChange } from './rate.ts';
import type { Scope } from './scope.ts';
import { distinct, type Matrix, type Point, type Span, type Vector } from './value.ts';

/** What one window becomes; null leaves the series out. */
type OfWindow = (series: Series, span: Span, scope: Scope) => number | null;

const rate =
  (counter: boolean, perSecond: boolean): OfWindow =>
  (series, span, { dialect }) =>
    extrapolatedChange(series, span, { counter, perSecond }, dialect);
const last =
  (counter: boolean, perSecond: boolean): OfWindow =>
  (series, span, { budget }) => {
    budget.read(1);
    return lastChange(series, span, { counter, perSecond });
  };
const windowed = (series: Series, { fromMs, toMs }: Span) => series.window(fromMs, toMs);

/** Functions that need only the ends of a window. */
const ofWindow: Readonly<Record<string, OfWindow>> = {
  rate: rate(true, true),
  increase: rate(true, false),
  delta: rate(false, false),
  irate: last(true, true),
  idelta: last(false, false),
  count_over_time: (series, span) => windowed(series, span)?.count ?? null,
  last_over_time: (series, span) => windowed(series, span)?.last.v ?? null,
  present_over_time: (series, span) => (windowed(series, span) ? 1 : null),
};

/** Calls a function of a range vector; `scalar` is its second argument where it has one. Undefined when there is no such function. */
export function callOnMatrix(name: string, matrix: Matrix, scalar: number, ms: number, scope: Scope): Vector | undefined {
  const of = functionNamed(name, scalar, ms);
  if (!of) return undefined;
  const labels: Projection = name === 'last_over_time' ? (own) => own : scope.labels.withoutName;
  const points: Point[] = [];
  for (const element of matrix.elements) {
    const value = of(element.series, matrix.span, scope);
    if (value !== null) points.push({ labels: labels(element.labels), value });
  }
  return distinct(points, scope.labels);
}

/** A function of one window by its name. */
export function functionNamed(name: string, scalar: number, ms: number): OfWindow | undefined {
  if (Object.hasOwn(ofWindow, name)) return ofWindow[name];
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
