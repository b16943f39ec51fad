import { useEffect, useRef } from 'react';
import type { GraphPlace } from '../place/graph-place.ts';
import { readGraphPlace, writeGraphPlace } from '../place/place-in-url.ts';
import { defaultView } from './view-store.ts';

/** Begins with the view that a person has chosen, where the link says nothing of its own. */
export function useDefaultView(place: GraphPlace, onPlace: (place: GraphPlace) => void, enabled: boolean): void {
  const first = useRef({ place, onPlace });
  useEffect(() => {
    const view = enabled && writeGraphPlace(first.current.place).size === 0 ? defaultView() : null;
    if (view && view.search !== '') first.current.onPlace(readGraphPlace(new URLSearchParams(view.search)).place);
  }, [enabled]);
}
