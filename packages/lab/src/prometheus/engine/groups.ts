import type { Labels, Series } from '../../series/index.ts';
import type { Interner } from './interner.ts';
import { toJson, type LabelSet, type Projection } from './label-set.ts';
import { IdTable } from './label-table.ts';

/**
 * Which group each of some series belongs to. A group is known by the two parts that series keep their labels in: most groups, as
 * those of the buckets of histograms, are only ever written down, so a label set is made for those alone that somebody asks for.
 */
export class Groups {
  /** The place of each series' group. */
  readonly of: Int32Array;
  readonly #interner: Interner;
  readonly #parts: readonly Parts[];
  readonly #labels: (LabelSet | undefined)[] = [];
  #written: Written | undefined;

  constructor(list: readonly Series[], project: Projection, interner: Interner) {
    this.#interner = interner;
    const { of, parts } = gather(list, project, interner);
    this.of = of;
    this.#parts = parts;
  }

  /** How many groups there are. */
  get size(): number {
    return this.#parts.length;
  }

  labelsAt(place: number): LabelSet {
    const { shared, own } = this.#parts[place] ?? { shared: this.#interner.empty, own: this.#interner.empty };
    return (this.#labels[place] ??= this.#interner.merged(shared, own));
  }

  /** The labels as JSON text. Neighbours mostly differ in one label: what stands around it is written once. */
  jsonAt(place: number): string {
    const parts = this.#parts[place];
    const [label, ...more] = parts?.own.pairs ?? [];
    if (!parts || !label || more.length > 0 || parts.shared.pairs.length === 0) return toJson(this.labelsAt(place));
    if (this.#written?.of !== parts.shared || this.#written.without !== label.name) this.#written = around(parts.shared, label.name);
    return this.#written.before + label.json + this.#written.after;
  }
}

interface Parts {
  readonly shared: LabelSet;
  readonly own: LabelSet;
}

/** The text of a label set around one more label. */
interface Written {
  readonly of: LabelSet;
  readonly without: string;
  readonly before: string;
  readonly after: string;
}

function around(of: LabelSet, without: string): Written {
  let [before, after] = ['{', '}'];
  for (const { name, json } of of.pairs) if (name < without) before += `${json},`;
  for (const { name, json } of of.pairs.toReversed()) if (name > without) after = `,${json}${after}`;
  return { of, without, before, after };
}

const none: Labels = {};

/** Numbers groups in the order in which they are met. */
function gather(list: readonly Series[], project: Projection, interner: Interner) {
  const parts: Parts[] = [];
  const of = new Int32Array(list.length);
  const owns = new Map<Labels, Own>();
  let last: Labels | undefined;
  let shared = interner.empty;
  for (let i = 0; i < list.length; i++) {
    const series = list[i];
    const labels = series?.shared ?? series?.labels ?? none;
    if (labels !== last) {
      last = labels;
      shared = project(interner.from(labels));
    }
    const { labels: own, places } = ownOf(series?.own ?? none, { owns, project, interner });
    const known = places.at(shared.id);
    if (known === 0) places.set(shared.id, parts.push({ shared, own }));
    of[i] = (known === 0 ? parts.length : known) - 1;
  }
  return { of, parts };
}

/** What becomes of series' own labels, and for each shared part by its id the place of the group + 1. */
interface Own {
  readonly labels: LabelSet;
  readonly places: IdTable;
}

interface Owning {
  readonly owns: Map<Labels, Own>;
  readonly project: Projection;
  readonly interner: Interner;
}

/** Own labels that become the same, as where a group leaves buckets together, share their places. */
function ownOf(own: Labels, { owns, project, interner }: Owning): Own {
  const known = owns.get(own);
  if (known) return known;
  const labels = project(interner.from(own));
  const made = [...owns.values()].find((one) => one.labels === labels) ?? { labels, places: new IdTable() };
  owns.set(own, made);
  return made;
}
