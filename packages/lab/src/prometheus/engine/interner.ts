import type { Labels } from '../../series/index.ts';
import { compare, type LabelSet, type Pair, type Projection } from './label-set.ts';
import { IdTable, LabelTable } from './label-table.ts';

/** More different groupings than a console asks; beyond them no more are remembered. */
const mostProjections = 500;

/** Names in the order of a source, and where each stands when they are sorted. */
interface Order {
  readonly names: readonly string[];
  readonly sorted: readonly string[];
  readonly places: readonly number[];
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, i) => name === b[i]);

/** Keeps one object per distinct label set, and remembers what became of each under a projection. */
export class Interner {
  readonly #table = new LabelTable();
  readonly #pairs = new Map<string, Map<string, Pair>>();
  readonly #sources = new WeakMap<Labels, LabelSet>();
  readonly #projections = new Map<string, Projection>();
  /** For each label set, the last round of looking for duplicates that met it. */
  readonly #seenIn = new IdTable();
  /** Written over again and again. */
  readonly #draft: Pair[] = [];
  #lastOrder: Order = { names: [], places: [], sorted: [] };
  #pairCount = 0;
  #round = 0;
  readonly empty: LabelSet = this.of([]);
  /** Everything but the metric's name. */
  readonly withoutName: Projection = this.without([]);

  get size(): number {
    return this.#table.size;
  }

  of(labels: Iterable<readonly [name: string, value: string]>): LabelSet {
    const sorted = [...labels].sort(([a], [b]) => compare(a, b));
    return this.#inOrder(
      sorted.map(([name]) => name),
      sorted.map(([, value]) => value),
    );
  }

  /** The interned form of a source's labels; sources keep their label objects, so this is mostly a look-up. */
  from(labels: Labels): LabelSet {
    const known = this.#sources.get(labels);
    if (known) return known;
    const { sorted, places } = this.#orderOf(Object.keys(labels));
    const values = Object.values(labels);
    const interned = this.#inOrder(
      sorted,
      places.map((place) => values[place] ?? ''),
    );
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

  /** The labels of two sets together, which have no name in common. */
  merged({ pairs: a }: LabelSet, { pairs: b }: LabelSet): LabelSet {
    const draft = this.#draft;
    let count = 0;
    let fromB = 0;
    for (const next of a) {
      for (let other = b[fromB]; other && other.name < next.name; other = b[++fromB]) draft[count++] = other;
      draft[count++] = next;
    }
    for (let other = b[fromB]; other; other = b[++fromB]) draft[count++] = other;
    return this.#table.intern(draft, count);
  }

  /** The same labels with one of them set, or removed when `value` is empty. */
  with({ pairs }: LabelSet, name: string, value: string): LabelSet {
    const draft = this.#draft;
    let [count, at] = [0, 0];
    for (let before = pairs[at]; before && before.name < name; before = pairs[++at]) draft[count++] = before;
    if (value !== '') draft[count++] = this.#pair(name, value);
    if (pairs[at]?.name === name) at++;
    for (let after = pairs[at]; after; after = pairs[++at]) draft[count++] = after;
    return this.#table.intern(draft, count);
  }

  /** Whether no label set comes twice. */
  areDistinct(points: readonly { readonly labels: LabelSet }[]): boolean {
    const round = ++this.#round;
    for (const { labels } of points) {
      if (this.#seenIn.at(labels.id) === round) return false;
      this.#seenIn.set(labels.id, round);
    }
    return true;
  }

  #inOrder(names: readonly string[], values: readonly string[]): LabelSet {
    const draft = this.#draft;
    let count = 0;
    for (let i = 0; i < names.length; i++) {
      const value = values[i] ?? '';
      if (value !== '') draft[count++] = this.#pair(names[i] ?? '', value);
    }
    return this.#table.intern(draft, count);
  }

  /** Most series of a source have the same names in the same order as the one before. */
  #orderOf(names: readonly string[]): Order {
    if (!isSame(names, this.#lastOrder.names)) {
      const places = names.map((_, i) => i).sort((a, b) => compare(names[a] ?? '', names[b] ?? ''));
      this.#lastOrder = { names, places, sorted: places.map((place) => names[place] ?? '') };
    }
    return this.#lastOrder;
  }

  #pair(name: string, value: string): Pair {
    const values = this.#pairs.get(name) ?? new Map<string, Pair>();
    const known = values.get(value);
    if (known) return known;
    const fresh = { id: this.#pairCount++, name, value, json: `${JSON.stringify(name)}:${JSON.stringify(value)}` };
    this.#pairs.set(name, values.set(value, fresh));
    return fresh;
  }

  #project(key: string, keeps: (name: string) => boolean): Projection {
    const known = this.#projections.get(key);
    if (known) return known;
    /** Each answer's id + 1. */
    const answers = new IdTable();
    const projection: Projection = (labels) => {
      const answer = this.#table.at(answers.at(labels.id) - 1);
      if (answer) return answer;
      const draft = this.#draft;
      let count = 0;
      for (const pair of labels.pairs) if (keeps(pair.name)) draft[count++] = pair;
      const projected = this.#table.intern(draft, count);
      answers.set(labels.id, projected.id + 1);
      return projected;
    };
    if (this.#projections.size < mostProjections) this.#projections.set(key, projection);
    return projection;
  }
}
