import type { Series } from '../../series/index.ts';
import { cannotExecute } from '../failure.ts';
import type { LabelSet, Projection } from './label-set.ts';

/** One element of an instant vector. */
export interface Point {
  readonly labels: LabelSet;
  readonly value: number;
}

export type Vector = readonly Point[];

/** One element of a range vector: a series and the window of it that is meant. Units: epoch ms, both ends included. */
export interface Stretch {
  readonly labels: LabelSet;
  readonly series: Series;
  readonly fromMs: number;
  readonly toMs: number;
  /** The window as written, before an open left end moved its first sample. Rates extrapolate to these. */
  readonly startMs: number;
  readonly endMs: number;
}

export type Matrix = readonly Stretch[];

/** Fails: execution when two elements carry the same labels, which no answer may. */
export function distinct(vector: Vector): Vector {
  const seen = new Set<LabelSet>();
  for (const { labels } of vector) {
    if (seen.has(labels)) throw cannotExecute('vector cannot contain metrics with the same labelset');
    seen.add(labels);
  }
  return vector;
}

/** Every element with a new value and, usually, without its metric name: what a function returns is no longer that metric. */
export const mapValues = (vector: Vector, labels: Projection, value: (value: number) => number): Vector =>
  distinct(vector.map((point) => ({ labels: labels(point.labels), value: value(point.value) })));
