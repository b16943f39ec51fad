import { useServerClock } from '../../data/index.ts';
import { useHost } from '../../host/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { writeGraphPlace } from '../place/place-in-url.ts';

/** Ways to hand on what is shown. `pinned` holds its instant; `live` shows the present to whoever opens it. */
export interface ShareLinks {
  readonly pinned: () => string;
  readonly live: () => string;
}

/** Links to what is shown; null where there are no links. `shownAt`: the instant on screen while the page is live. */
export function useShareLinks(place: GraphPlace, shownAt: number | undefined): ShareLinks | null {
  const { href } = useHost();
  const now = useServerClock();
  if (!href) return null;
  const linkTo = (to: GraphPlace): string =>
    // The plainest page is written out: it is not the view that whoever opens it begins with.
    new URL(`${href({ page: 'graph' })}?${writeGraphPlace(to).toString() || `w=${to.windowSeconds}`}`, document.baseURI).href;
  return {
    pinned: () => linkTo({ ...place, atEpochSeconds: place.atEpochSeconds ?? shownAt ?? now() }),
    live: () => linkTo({ ...place, atEpochSeconds: null, versusEpochSeconds: null, replay: null }),
  };
}
