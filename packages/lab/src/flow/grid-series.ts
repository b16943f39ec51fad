import type { Labels, Sample, Series, Window } from '../series/index.ts';
import type { Stretch } from './counter.ts';
import type { Part } from './flows.ts';
import { atOrAfter } from './grid.ts';
import type { Life } from './life.ts';

/** What the series of one pod share that have the same labels but for their own. */
export interface Scraping {
  readonly pod: Life;
  readonly shared: Labels;
  /** The first and last scrape within a window at which something shows; undefined when there is none. */
  bounds(fromMs: number, toMs: number): readonly [number, number] | undefined;
  ownLabels(row: number): Labels;
  valueAt(row: number, ms: number): number;
  /** What goes on since the newest change, once somebody has asked for bounds; undefined where that is not known. */
  latest(): Latest | undefined;
  /** What a row had counted then, and how much a request of a part adds to it. */
  baseOf(row: number): number;
  amountOf(row: number, part: Part): number;
}

/** What goes on since the newest change of a mesh. Units: epoch ms. */
export interface Latest {
  /** From then on this holds, and the series shows. */
  readonly sinceMs: number;
  readonly stretch: Stretch;
}

/** A series whose samples lie on its pod's grid. A large mesh has hundreds of thousands, so each holds little and is named when asked. */
export class GridSeries implements Series {
  readonly of: Scraping;
  readonly row: number;
  #labels: Labels | undefined;

  constructor(of: Scraping, row: number) {
    this.of = of;
    this.row = row;
  }

  get own(): Labels {
    return this.of.ownLabels(this.row);
  }

  get shared(): Labels {
    return this.of.shared;
  }

  get labels(): Labels {
    return (this.#labels ??= { ...this.own, ...this.of.shared });
  }

  samples(fromMs: number, toMs: number): readonly Sample[] {
    const found = this.of.bounds(fromMs, toMs);
    if (!found) return [];
    const { stepMs } = this.of.pod.grid;
    return Array.from({ length: scrapesIn(found, this.of) }, (_, i) => this.#sample(found[0] + i * stepMs));
  }

  window(fromMs: number, toMs: number): Window | undefined {
    const found = this.of.bounds(fromMs, toMs);
    if (!found) return undefined;
    return { first: this.#sample(found[0]), last: this.#sample(found[1]), count: scrapesIn(found, this.of), resetSum: 0 };
  }

  last(fromMs: number, toMs: number): Sample | undefined {
    // The scrape after the pod's end would have found it gone: from there on the series is stale.
    if (toMs >= atOrAfter(this.of.pod.grid, this.of.pod.endMs)) return undefined;
    const found = this.of.bounds(fromMs, toMs);
    return found && this.#sample(found[1]);
  }

  #sample(t: number): Sample {
    return { t, v: this.of.valueAt(this.row, t) };
  }
}

/** How many scrapes there are from one to another. */
export const scrapesIn = ([first, last]: readonly [number, number], { pod }: Scraping): number =>
  Math.round((last - first) / pod.grid.stepMs) + 1;
