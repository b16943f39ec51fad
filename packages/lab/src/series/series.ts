/** Labels of a series, `__name__` among them. */
export type Labels = Readonly<Record<string, string>>;

/** One sample. Units: `t` epoch milliseconds. */
export interface Sample {
  readonly t: number;
  readonly v: number;
}

/** What rate, increase and delta need of a window: its first and last sample, how many there are, and the sum of the values lost by resets. */
export interface Window {
  readonly first: Sample;
  readonly last: Sample;
  readonly count: number;
  readonly resetSum: number;
}

/**
 * A series whose samples are a function of time: nothing is stored, any window can be asked for.
 * Samples lie on the scrape grid of their target; a series has samples only while its target lives.
 */
export interface Series {
  readonly labels: Labels;
  /**
   * The same in two parts, where a source keeps one object of each for many series. All series of a source have both or none has,
   * and no name of a shared part is one of an own part anywhere in it.
   */
  readonly shared?: Labels;
  readonly own?: Labels;
  /** Every sample with `fromMs <= t <= toMs`, oldest first. */
  samples(fromMs: number, toMs: number): readonly Sample[];
  /** The same window reduced to what rate needs, without listing samples; undefined when it holds none. `fromMs <= t <= toMs`. */
  window(fromMs: number, toMs: number): Window | undefined;
  /** The newest sample with `fromMs <= t <= toMs`; undefined when there is none or the series ended (staleness marker) before `toMs`. */
  last(fromMs: number, toMs: number): Sample | undefined;
}

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** A label matcher. A missing label matches as the empty string, as in Prometheus. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** Is shown the window of one series of a list, if it has one. The window is lent: the next visit may change it. */
export type VisitWindow = (index: number, window: Window) => void;

/** Where an engine gets its series from: the lab's timeline, or recorded samples in tests. */
export interface SeriesSource {
  /** Series that match all matchers and may have samples in the window. Order: stable. Regex matchers are fully anchored RE2: `matchAll` answers them. */
  select(matchers: readonly Matcher[], fromMs: number, toMs: number): readonly Series[];
  /** How many series there are in the window, from sources that know it without making them. */
  readonly size?: (fromMs: number, toMs: number) => number;
  /** The windows of a list that `select` gave, in its order: the same that each series tells, for sources that tell them faster together. */
  readonly windows?: (list: readonly Series[], fromMs: number, toMs: number, visit: VisitWindow) => void;
}

/** A pod that Prometheus scrapes. */
export interface Target {
  readonly namespace: string;
  readonly pod: string;
  readonly job: string;
  /** `address:port`, the `instance` label. */
  readonly instance: string;
  /** Labels of the target beyond job and instance. */
  readonly labels: Labels;
}

/** What a scrape of one target shows now, before Prometheus adds the target's own labels. Types as in `# TYPE`. */
export interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly lines: readonly { readonly name: string; readonly labels: Labels; readonly value: number }[];
}

/** The side of the mesh that a real Prometheus sees. */
export interface Scraped {
  targets(): readonly Target[];
  /** The families of one target at an instant, or undefined when there is no such target. */
  scrape(namespace: string, pod: string, atMs: number): readonly Family[] | undefined;
}
