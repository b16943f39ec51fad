import { lookOf, usualLook } from '../drawing/look.ts';
import { type UsualSearch, withUsualSearch } from '../find/usual-search.ts';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';

const display = (place: GraphPlace): string =>
  JSON.stringify([lookOf(place), place.boxes, place.layout, place.calls, place.ambient, place.find, place.hide]);

/** Whether everything is shown as it is at first: labels, protocols, boxes, layout, calls, and what an administrator has selected to be searched. */
export const isUsualDisplay = (place: GraphPlace, usual: UsualSearch | null): boolean =>
  display(place) === display(withUsualDisplay(place, usual));

/** The same place shown as it is at first. What is looked at stays: namespaces, time, selection, and the search where no administrator has selected one. */
export function withUsualDisplay(place: GraphPlace, usual: UsualSearch | null): GraphPlace {
  const { layout, calls, ambient } = defaultGraphPlace;
  // Which way calls run follows from the layout; a place does not hold it.
  const { flow: _, ...look } = usualLook;
  const plain = { ...place, ...look, layout, calls, ambient };
  return usual === null ? plain : withUsualSearch({ ...plain, find: '', hide: '', search: 'usual' }, usual);
}
