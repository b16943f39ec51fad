import type { GraphPlace } from '../place/graph-place.ts';

/** What a control of the page gets: what is shown, and the way to show something else. */
export interface ChoiceProps {
  readonly place: GraphPlace;
  readonly onPlace: (place: GraphPlace) => void;
}
