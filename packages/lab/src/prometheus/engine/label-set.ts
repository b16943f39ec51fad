import { labelValue, type Labels } from '../../series/index.ts';

/** The labels of one element. Interned: equal labels are the same object, so identity is equality. Order: by name, no empty values. */
export interface LabelSet {
  /** Counts up within one interner, so that tables over label sets can be arrays. */
  readonly id: number;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** Turns one label set into another, such as its group. */
export type Projection = (labels: LabelSet) => LabelSet;

/** A label's value, empty when missing. */
export function valueOf({ names, values }: LabelSet, name: string): string {
  const index = names.indexOf(name);
  return index < 0 ? '' : (values[index] ?? '');
}

/** Plain labels, as they travel in JSON. Total: a label called `__proto__` stays a label. */
export function toLabels(set: LabelSet): Labels {
  const known = plain.get(set) ?? Object.fromEntries(set.names.map((name, i) => [name, set.values[i] ?? '']));
  plain.set(set, known);
  return known;
}

/** Answers repeat from step to step and from query to query. */
const plain = new WeakMap<LabelSet, Labels>();

/** How people read a label set: `{a="b"}`. */
export const printLabels = ({ names, values }: LabelSet): string =>
  `{${names.map((name, i) => `${name}=${JSON.stringify(values[i])}`).join(', ')}}`;

/** By names and values in turn, the order in which a matrix is answered. */
export function compareLabels(a: LabelSet, b: LabelSet): number {
  for (let i = 0; i < a.names.length && i < b.names.length; i++) {
    const byName = compare(a.names[i] ?? '', b.names[i] ?? '');
    if (byName !== 0) return byName;
    const byValue = compare(a.values[i] ?? '', b.values[i] ?? '');
    if (byValue !== 0) return byValue;
  }
  return a.names.length - b.names.length;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Keeps one object per distinct label set, and remembers what became of each under a projection. */
export class Interner {
  readonly #sets = new Map<string, LabelSet>();
  readonly #sources = new WeakMap<Labels, LabelSet>();
  readonly #projections = new Map<string, Projection>();
  /** For each label set, the last round of looking for duplicates that met it. */
  readonly #seenIn: (number | undefined)[] = [];
  #round = 0;
  readonly empty: LabelSet = this.of([]);
  /** Everything but the metric's name. */
  readonly withoutName: Projection = this.without([]);

  get size(): number {
    return this.#sets.size;
  }

  of(pairs: Iterable<readonly [name: string, value: string]>): LabelSet {
    const sorted = [...pairs].filter(([, value]) => value !== '').sort(([a], [b]) => compare(a, b));
    return this.#intern(
      sorted.map(([name]) => name),
      sorted.map(([, value]) => value),
    );
  }

  /** The interned form of a source's labels; sources keep their label objects, so this is mostly a look-up. */
  from(labels: Labels): LabelSet {
    const known = this.#sources.get(labels);
    if (known) return known;
    const interned = this.of(Object.keys(labels).map((name) => [name, labelValue(labels, name)] as const));
    this.#sources.set(labels, interned);
    return interned;
  }

  by(names: readonly string[]): Projection {
    const kept = new Set(names);
    return this.#project(`by ${JSON.stringify(names)}`, (name) => kept.has(name));
  }

  /** Drops the given labels, and the metric's name with them. */
  without(names: readonly string[]): Projection {
    const dropped = new Set([...names, '__name__']);
    return this.#project(`without ${JSON.stringify(names)}`, (name) => !dropped.has(name));
  }

  /** Drops exactly the given labels. */
  dropping(names: readonly string[]): Projection {
    const dropped = new Set(names);
    return this.#project(`dropping ${JSON.stringify(names)}`, (name) => !dropped.has(name));
  }

  /** The same labels with one of them set, or removed when `value` is empty. */
  with(labels: LabelSet, name: string, value: string): LabelSet {
    const pairs = labels.names.map((known, i): [string, string] => [known, labels.values[i] ?? '']);
    return this.of([...pairs.filter(([known]) => known !== name), [name, value]]);
  }

  /** Whether no label set comes twice. */
  areDistinct(points: readonly { readonly labels: LabelSet }[]): boolean {
    const round = ++this.#round;
    for (const { labels } of points) {
      if (this.#seenIn[labels.id] === round) return false;
      this.#seenIn[labels.id] = round;
    }
    return true;
  }

  #project(key: string, keeps: (name: string) => boolean): Projection {
    const known = this.#projections.get(key);
    if (known) return known;
    const answers: (LabelSet | undefined)[] = [];
    const projection: Projection = (labels) => {
      const answer = answers[labels.id];
      if (answer) return answer;
      const kept = labels.names.map((name, i) => [name, labels.values[i] ?? ''] as const).filter(([name]) => keeps(name));
      const projected = this.of(kept);
      answers[labels.id] = projected;
      return projected;
    };
    if (this.#projections.size < 500) this.#projections.set(key, projection);
    return projection;
  }

  #intern(names: readonly string[], values: readonly string[]): LabelSet {
    let key = '';
    for (let i = 0; i < names.length; i++) key += `${names[i]?.length}:${names[i]}${values[i]?.length}:${values[i]}`;
    const known = this.#sets.get(key);
    if (known) return known;
    const fresh: LabelSet = { id: this.#sets.size, names, values };
    this.#sets.set(key, fresh);
    return fresh;
  }
}
