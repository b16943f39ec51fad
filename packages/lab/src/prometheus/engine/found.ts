import { labelValue, type Labels, type Series, type SeriesSource, type VisitWindow } from '../../series/index.ts';
import type { Interner, LabelSet } from './label-set.ts';
import type { Span } from './value.ts';

/** A series that a selector found. Its labels are read when they are needed: a sum over many needs those of its groups alone. */
export class Found {
  readonly series: Series;
  readonly #labels: Interner;
  #known: LabelSet | undefined;

  constructor(series: Series, labels: Interner) {
    this.series = series;
    this.#labels = labels;
  }

  get labels(): LabelSet {
    return (this.#known ??= this.#labels.from(this.series.labels));
  }
}

/** Which group each of some series belongs to. */
export interface Groups {
  readonly of: Int32Array;
  readonly labels: readonly LabelSet[];
}

/** What an engine remembers between queries: label sets, and of lists of series that it met before their groups. */
export class Memory {
  readonly labels: Interner;
  readonly #found = new WeakMap<readonly Series[], readonly Found[]>();
  readonly #lists = new WeakMap<readonly Found[], readonly Series[]>();
  readonly #groups = new WeakMap<readonly Found[], Map<string, Groups>>();

  constructor(labels: Interner) {
    this.labels = labels;
  }

  /** Sources that remember their answers give the same list again. */
  found(list: readonly Series[]): readonly Found[] {
    const known = this.#found.get(list) ?? list.map((series) => new Found(series, this.labels));
    this.#found.set(list, known);
    this.#lists.set(known, list);
    return known;
  }

  /** Visits a window of each series, from a source that may tell them faster together. */
  windows(found: readonly Found[], { span, source }: { readonly span: Span; readonly source: SeriesSource }, visit: VisitWindow): void {
    const { fromMs, toMs } = span;
    const list = this.#lists.get(found);
    if (list && source.windows) return source.windows(list, fromMs, toMs, visit);
    found.forEach(({ series }, i) => {
      const window = series.window(fromMs, toMs);
      if (window) visit(i, window);
    });
  }

  /** The groups of series by some labels, or by all but some and the metric's name. */
  groups(found: readonly Found[], by: boolean, names: readonly string[]): Groups {
    const key = `${by} ${JSON.stringify(names)}`;
    const ofList = this.#groups.get(found) ?? new Map<string, Groups>();
    this.#groups.set(found, ofList);
    const known = ofList.get(key) ?? this.#group(found, by, names);
    ofList.set(key, known);
    return known;
  }

  #group(found: readonly Found[], by: boolean, names: readonly string[]): Groups {
    const dropped = new Set(names);
    const sorted = [...dropped].sort();
    const namesIn = (labels: Labels): readonly string[] =>
      by ? sorted : Object.keys(labels).filter((name) => name !== '__name__' && !dropped.has(name));
    const places = new Map<string, number>();
    const labels: LabelSet[] = [];
    const of = Int32Array.from(found, ({ series }) => {
      const kept = namesIn(series.labels);
      let text = '';
      for (const name of kept) {
        const value = labelValue(series.labels, name);
        text += by ? `${value.length}:${value}` : `${name.length}:${name}${value.length}:${value}`;
      }
      const place = places.get(text);
      if (place !== undefined) return place;
      places.set(text, labels.length);
      labels.push(this.labels.of(kept.map((name) => [name, labelValue(series.labels, name)] as const)));
      return labels.length - 1;
    });
    return { of, labels };
  }
}
