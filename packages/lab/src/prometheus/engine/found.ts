import type { Series, SeriesSource, VisitWindow } from '../../series/index.ts';
import { Groups } from './groups.ts';
import type { Interner } from './interner.ts';
import type { LabelSet } from './label-set.ts';
import type { Elements, Span } from './value.ts';

/**
 * Series that a selector found. A large mesh has hundreds of thousands, so nothing is kept for each; labels are read when they are
 * needed: a sum over many needs those of its groups alone.
 */
export class Found implements Elements {
  readonly #list: readonly Series[];
  readonly #interner: Interner;
  readonly #labels: (LabelSet | undefined)[];
  readonly #groups = new Map<string, Groups>();

  constructor(list: readonly Series[], interner: Interner) {
    this.#list = list;
    this.#interner = interner;
    this.#labels = [];
  }

  get size(): number {
    return this.#list.length;
  }

  seriesAt(place: number): Series | undefined {
    return this.#list[place];
  }

  labelsAt(place: number): LabelSet {
    return (this.#labels[place] ??= labelsOf(this.#list[place], this.#interner));
  }

  /** Visits a window of each series, from a source that may tell them faster together. */
  windows({ fromMs, toMs }: Span, source: SeriesSource, visit: VisitWindow): void {
    if (source.windows) return source.windows(this.#list, fromMs, toMs, visit);
    this.#list.forEach((series, i) => {
      const window = series.window(fromMs, toMs);
      if (window) visit(i, window);
    });
  }

  /** The groups of the series by some labels, or by all but some and the metric's name. */
  groups(by: boolean, names: readonly string[]): Groups {
    const key = `${by} ${JSON.stringify(names)}`;
    const interner = this.#interner;
    const known = this.#groups.get(key) ?? new Groups(this.#list, by ? interner.by(names) : interner.without(names), interner);
    this.#groups.set(key, known);
    return known;
  }
}

function labelsOf(series: Series | undefined, interner: Interner): LabelSet {
  const { shared, own } = series ?? {};
  return shared && own ? interner.merged(interner.from(shared), interner.from(own)) : interner.from(series?.labels ?? {});
}

/** What an engine remembers between queries: label sets, and what it found. */
export class Memory {
  readonly labels: Interner;
  readonly #found = new WeakMap<readonly Series[], Found>();

  constructor(labels: Interner) {
    this.labels = labels;
  }

  /** Sources that remember their answers give the same list again. */
  found(list: readonly Series[]): Found {
    const known = this.#found.get(list) ?? new Found(list, this.labels);
    this.#found.set(list, known);
    return known;
  }
}
