import type { Labels, Sample, Series, Window } from '../series/index.ts';
import type { Stretch } from './counter.ts';
import type { Part } from './flows.ts';
import { atOrAfter } from './grid.ts';
import type { Life } from './life.ts';

/** The first and last scrape within a window at which something shows; undefined when there is none. */
export type Bounds = (fromMs: number, toMs: number) => readonly [number, number] | undefined;

/** What the series of one pod share. */
export interface Scraping {
  readonly pod: Life;
  readonly bounds: Bounds;
  readonly valueAt: (row: number, ms: number) => number;
  /** What a row is made of since the newest change; undefined where that is not known. */
  readonly latest: (row: number) => Latest | undefined;
}

/** A row since the newest change of its mesh. Units: epoch ms. */
export interface Latest {
  /** From then on this holds, and the series shows. */
  readonly sinceMs: number;
  readonly stretch: Stretch;
  readonly base: number;
  readonly amount: (part: Part) => number;
}

/** A series whose samples lie on its pod's grid. A large mesh has hundreds of thousands, so each holds little and is named when asked. */
export class GridSeries implements Series {
  readonly #of: Scraping;
  readonly #row: number;
  #name: (() => Labels) | Labels;

  constructor(of: Scraping, row: number, name: () => Labels) {
    this.#of = of;
    this.#row = row;
    this.#name = name;
  }

  get labels(): Labels {
    if (typeof this.#name === 'function') this.#name = this.#name();
    return this.#name;
  }

  get pod(): Life {
    return this.#of.pod;
  }

  latest(): Latest | undefined {
    return this.#of.latest(this.#row);
  }

  samples(fromMs: number, toMs: number): readonly Sample[] {
    const found = this.#of.bounds(fromMs, toMs);
    if (!found) return [];
    const { stepMs } = this.#of.pod.grid;
    return Array.from({ length: Math.round((found[1] - found[0]) / stepMs) + 1 }, (_, i) => this.#sample(found[0] + i * stepMs));
  }

  window(fromMs: number, toMs: number): Window | undefined {
    const found = this.#of.bounds(fromMs, toMs);
    if (!found) return undefined;
    const count = Math.round((found[1] - found[0]) / this.#of.pod.grid.stepMs) + 1;
    return { first: this.#sample(found[0]), last: this.#sample(found[1]), count, resetSum: 0 };
  }

  last(fromMs: number, toMs: number): Sample | undefined {
    // The scrape after the pod's end would have found it gone: from there on the series is stale.
    if (toMs >= atOrAfter(this.#of.pod.grid, this.#of.pod.endMs)) return undefined;
    const found = this.#of.bounds(fromMs, toMs);
    return found && this.#sample(found[1]);
  }

  #sample(t: number): Sample {
    return { t, v: this.#of.valueAt(this.#row, t) };
  }
}
