import { type NodePage, useGoTo } from '../../host/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { momentSearch } from '../place/node-page.ts';

/** The way from a menu to the page of a node, at the same window and instant; null where nobody can navigate. */
export function usePageOpener(place: GraphPlace): ((page: NodePage) => void) | null {
  const goTo = useGoTo();
  return goTo && ((page) => goTo(page, momentSearch(place)));
}
