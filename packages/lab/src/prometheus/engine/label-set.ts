import type { Labels } from '../../series/index.ts';

/** One label with its value. Interned: equal pairs are the same object. */
export interface Pair {
  readonly id: number;
  readonly name: string;
  readonly value: string;
  /** As a member of a JSON object. */
  readonly json: string;
}

/** The labels of one element. Interned: equal labels are the same object, so identity is equality. Order: by name, no empty values. */
export interface LabelSet {
  /** Counts up within one interner, so that tables over label sets can be arrays. */
  readonly id: number;
  readonly pairs: readonly Pair[];
}

/** Turns one label set into another, such as its group. */
export type Projection = (labels: LabelSet) => LabelSet;

/** A label's value, empty when missing. */
export function valueOf({ pairs }: LabelSet, name: string): string {
  for (const pair of pairs) if (pair.name === name) return pair.value;
  return '';
}

/** Plain labels. Total: a label called `__proto__` stays a label. */
export const toLabels = ({ pairs }: LabelSet): Labels => Object.fromEntries(pairs.map(({ name, value }) => [name, value]));

/** Plain labels as JSON text. */
export function toJson({ pairs }: LabelSet): string {
  let text = '';
  for (const { json } of pairs) text += text === '' ? `{${json}` : `,${json}`;
  return text === '' ? '{}' : `${text}}`;
}

/** How people read a label set: `{a="b"}`. */
export const printLabels = ({ pairs }: LabelSet): string =>
  `{${pairs.map(({ name, value }) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;

/** By names and values in turn, the order in which a matrix is answered. */
export function compareLabels({ pairs: a }: LabelSet, { pairs: b }: LabelSet): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const byName = compare(a[i]?.name ?? '', b[i]?.name ?? '');
    if (byName !== 0) return byName;
    const byValue = compare(a[i]?.value ?? '', b[i]?.value ?? '');
    if (byValue !== 0) return byValue;
  }
  return a.length - b.length;
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
