import { type GraphPlace, readGraphPlace, writeGraphPlace } from '@vigla/ui/graph';
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { stepOf } from './history-step.ts';

/** What the link says about the graph, and the way to change it. */
export interface PlaceInUrl {
  readonly place: GraphPlace;
  /** Parts of the link that were not understood. */
  readonly ignored: readonly string[];
  readonly go: (place: GraphPlace) => void;
}

/** The graph's state as it stands in the address bar. */
export function useGraphPlace(): PlaceInUrl {
  const { search, pathname } = useLocation();
  const navigate = useNavigate();
  const { place, ignored } = useMemo(() => readGraphPlace(new URLSearchParams(search)), [search]);
  const go = useCallback(
    (next: GraphPlace) => {
      const text = writeGraphPlace(next).toString();
      void navigate({ pathname, search: text && `?${text}` }, { replace: stepOf(place, next) === 'refinement' });
    },
    [navigate, pathname, place],
  );
  return { place, ignored, go };
}
