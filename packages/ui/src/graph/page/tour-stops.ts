import type { WordKey } from '../../words/index.ts';

/** A part of the page worth knowing: where it is, and its words. */
export interface TourStop {
  readonly title: WordKey;
  readonly text: WordKey;
  /** CSS selector within the graph page; a stop whose part is not there is passed over. */
  readonly at: string;
}

const stop = (name: string, at: string): TourStop => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every stop has its words; a test walks through them
  title: `display.tour.${name}` as WordKey,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  text: `display.tour.${name}.text` as WordKey,
  at,
});

/** The way through the page. Order: what one sees first, then what one does with it, then time. */
export const tourStops: readonly TourStop[] = [
  stop('picture', '.vigla-graph-canvas'),
  stop('trouble', '.vigla-graph-canvas'),
  stop('group', '.vigla-graph-toolbar > .vigla-drop:nth-of-type(1)'),
  stop('show', '.vigla-graph-toolbar > .vigla-drop:nth-of-type(2)'),
  stop('find', '.vigla-graph-toolbar [class*="find"]'),
  stop('counts', '.vigla-graph-counts'),
  stop('controls', '.vigla-graph-control-groups'),
  stop('legend', '.vigla-graph-legend'),
  stop('menu', '.vigla-graph-canvas'),
  stop('table', '.vigla-graph-toolbar__end'),
  stop('rail', '.vigla-graph-rail'),
];
