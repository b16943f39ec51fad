import { lookOf, usualLook } from '../drawing/look.ts';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';

const display = (place: GraphPlace) => [lookOf(place), place.boxes, place.layout, place.calls, place.ambient];

/** Whether everything is shown as it is at first: labels, protocols, boxes, layout, calls. */
export const isUsualDisplay = (place: GraphPlace): boolean => JSON.stringify(display(place)) === JSON.stringify(display(defaultGraphPlace));

/** The same place shown as it is at first. What is looked at stays: namespaces, time, search, selection. */
export function withUsualDisplay(place: GraphPlace): GraphPlace {
  const { layout, calls, ambient } = defaultGraphPlace;
  return { ...place, ...usualLook, layout, calls, ambient };
}
