import type { GraphPlace } from '../place/graph-place.ts';
import { withExpression } from './search.ts';

/** What an administrator has selected for both fields; empty where they have selected nothing for one. */
export type UsualSearch = Pick<GraphPlace, 'find' | 'hide'>;

/** The place with the administrator's searches, where neither link nor person says anything about searches. */
export function withUsualSearch(place: GraphPlace, usual: UsualSearch | null): GraphPlace {
  if (usual === null || isSearched(place) || place.search === 'none') return place;
  return withExpression(withExpression(place, 'find', usual.find).place, 'hide', usual.hide).place;
}

/** The place as its link should say it: searches that somebody has emptied stay empty, for whoever opens the link too. */
export const withOwnSearch = (place: GraphPlace, usual: UsualSearch | null): GraphPlace => ({
  ...place,
  search: usual === null || isSearched(place) ? 'usual' : 'none',
});

const isSearched = ({ find, hide }: UsualSearch): boolean => find !== '' || hide !== '';
