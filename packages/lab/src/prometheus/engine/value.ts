import type { Series } from '../../series/index.ts';
import { cannotExecute } from '../failure.ts';
import type { Interner } from './interner.ts';
import type { LabelSet } from './label-set.ts';

/** One element of an instant vector. */
export interface Point {
  readonly labels: LabelSet;
  readonly value: number;
  /** Its labels as JSON text, where they can be written without being made. */
  readonly json?: string;
}

export type Vector = readonly Point[];

/** What became of each label set: a range query meets the same ones at every step. */
export type Relabelled = Map<LabelSet, LabelSet>;

/** A window of time. Units: epoch ms. */
export interface Span {
  /** First and last moment that belong to it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The window as written, before an open left end moved its first sample. Rates extrapolate to these. */
  readonly startMs: number;
  readonly endMs: number;
}

/** Series with their labels, by their place. */
export interface Elements {
  readonly size: number;
  seriesAt(place: number): Series | undefined;
  labelsAt(place: number): LabelSet;
}

/** A range vector: series, and the window of them that is meant. */
export interface Matrix {
  readonly span: Span;
  readonly elements: Elements;
}

/** Fails: execution when two elements carry the same labels, which no answer may. */
export function distinct(vector: Vector, labels: Interner): Vector {
  if (!labels.areDistinct(vector)) throw cannotExecute('vector cannot contain metrics with the same labelset');
  return vector;
}

/** Every element with a new value and without its metric name: what a function returns is no longer that metric. */
export const mapValues = (vector: Vector, labels: Interner, value: (value: number) => number): Vector =>
  distinct(
    vector.map((point) => ({ labels: labels.withoutName(point.labels), value: value(point.value) })),
    labels,
  );
