import type { LabelSet, Pair } from './label-set.ts';

/** Numbers by the id of something that is counted up. 0 where none was set. */
export class IdTable {
  #numbers = new Int32Array(256);

  at(id: number): number {
    return this.#numbers[id] ?? 0;
  }

  set(id: number, number: number): void {
    if (id >= this.#numbers.length) {
      const larger = new Int32Array(Math.max(id + 1, 2 * this.#numbers.length));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[id] = number;
  }
}

/**
 * One object per distinct label set, found by the ids of its pairs. There are hundreds of thousands of them in a large mesh: a text to
 * find each by would be larger than the set itself.
 */
export class LabelTable {
  readonly #sets: LabelSet[] = [];
  /** Open addressing: a set's id + 1 at the first free place from where its hash points; 0 is free. Its size is a power of two. */
  #places = new Int32Array(1024);

  get size(): number {
    return this.#sets.length;
  }

  /** A set by its id. */
  at(id: number): LabelSet | undefined {
    return this.#sets[id];
  }

  /** The set of the first `count` pairs, which are in order. The array itself is not kept. */
  intern(pairs: readonly Pair[], count: number): LabelSet {
    const place = this.#find(pairs, count);
    const known = this.#sets[(this.#places[place] ?? 0) - 1];
    if (known) return known;
    const fresh: LabelSet = { id: this.#sets.length, pairs: pairs.slice(0, count) };
    this.#sets.push(fresh);
    this.#places[place] = this.#sets.length;
    if (2 * this.#sets.length > this.#places.length) this.#grow();
    return fresh;
  }

  /** Where a set lies, or would lie. */
  #find(pairs: readonly Pair[], count: number): number {
    const last = this.#places.length - 1;
    let place = hashOf(pairs, count) & last;
    for (;;) {
      const known = this.#sets[(this.#places[place] ?? 0) - 1];
      if (!known || consistsOf(known, pairs, count)) return place;
      place = (place + 1) & last;
    }
  }

  #grow(): void {
    this.#places = new Int32Array(2 * this.#places.length);
    for (const { id, pairs } of this.#sets) this.#places[this.#find(pairs, pairs.length)] = id + 1;
  }
}

function consistsOf({ pairs: own }: LabelSet, pairs: readonly Pair[], count: number): boolean {
  if (own.length !== count) return false;
  for (let i = 0; i < count; i++) if (own[i] !== pairs[i]) return false;
  return true;
}

/** Source: FNV-1a over whole ids, and the last step of MurmurHash3, which spreads neighbouring ids over the table. */
function hashOf(pairs: readonly Pair[], count: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < count; i++) hash = Math.imul(hash ^ (pairs[i]?.id ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
