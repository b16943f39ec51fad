import type { Sample } from '../../series/index.ts';
import type { Projection } from './label-set.ts';
import { overTime, predicted, quantileOverTime } from './over-time.ts';
import { extrapolatedChange, lastChange } from './rate.ts';
import type { Scope } from './scope.ts';
import { distinct, type Matrix, type Point, type Stretch, type Vector } from './value.ts';

/** What one window becomes; null leaves the series out. */
type OfStretch = (stretch: Stretch, scope: Scope) => number | null;

const rate =
  (counter: boolean, perSecond: boolean): OfStretch =>
  (stretch, { dialect }) =>
    extrapolatedChange(stretch, { counter, perSecond }, dialect);
const last =
  (counter: boolean, perSecond: boolean): OfStretch =>
  (stretch, { budget }) => {
    budget.spend(1);
    return lastChange(stretch, { counter, perSecond });
  };
const windowed = ({ series, fromMs, toMs }: Stretch) => series.window(fromMs, toMs);

/** Functions that need only the ends of a window. */
const ofStretch: Readonly<Record<string, OfStretch>> = {
  rate: rate(true, true),
  increase: rate(true, false),
  delta: rate(false, false),
  irate: last(true, true),
  idelta: last(false, false),
  count_over_time: (stretch) => windowed(stretch)?.count ?? null,
  last_over_time: (stretch) => windowed(stretch)?.last.v ?? null,
  present_over_time: (stretch) => (windowed(stretch) ? 1 : null),
};

/** Calls a function of a range vector; `scalar` is its second argument where it has one. Undefined when there is no such function. */
export function callOnMatrix(name: string, matrix: Matrix, scalar: number, ms: number, scope: Scope): Vector | undefined {
  const of = functionNamed(name, scalar, ms);
  if (!of) return undefined;
  const labels: Projection = name === 'last_over_time' ? (own) => own : scope.labels.withoutName;
  const points: Point[] = [];
  for (const stretch of matrix) {
    const value = of(stretch, scope);
    if (value !== null) points.push({ labels: labels(stretch.labels), value });
  }
  return distinct(points);
}

function functionNamed(name: string, scalar: number, ms: number): OfStretch | undefined {
  if (Object.hasOwn(ofStretch, name)) return ofStretch[name];
  if (name === 'quantile_over_time') return ofSamples((samples) => quantileOverTime(samples, scalar));
  if (name === 'predict_linear') return ofSamples((samples) => predicted(samples, ms, scalar));
  const of = Object.hasOwn(overTime, name) ? overTime[name] : undefined;
  return of && ofSamples(of);
}

const ofSamples =
  (of: (samples: readonly Sample[]) => number | null): OfStretch =>
  ({ series, fromMs, toMs }, { budget }) => {
    const samples = series.samples(fromMs, toMs);
    budget.spend(samples.length);
    return samples.length === 0 ? null : of(samples);
  };
