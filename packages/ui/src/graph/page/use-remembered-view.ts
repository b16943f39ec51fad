import { useEffect, useRef } from 'react';
import { usePreference } from '../../preferences/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';

/** Who chose the table finds the table again. Returns the way to another place, which remembers the choice. */
export function useRememberedView(place: GraphPlace, onPlace: (place: GraphPlace) => void): (place: GraphPlace) => void {
  const [preferred, setPreferred] = usePreference('graphView');
  const opened = useRef({ place, onPlace, preferred });
  useEffect(() => {
    const { place: first, onPlace: go, preferred: wanted } = opened.current;
    if (wanted === 'table' && first.view === 'picture') go({ ...first, view: 'table' });
  }, []);
  return (next) => {
    if (next.view !== place.view) setPreferred(next.view === 'table' ? 'table' : 'picture');
    onPlace(next);
  };
}
