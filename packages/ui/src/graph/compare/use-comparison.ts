import { getComparison } from '@vigla/contract/compare';
import { getGraph } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { useEndpoint } from '../../data/index.ts';
import { graphQuery } from '../page/use-traffic.ts';
import type { GraphPlace } from '../place/graph-place.ts';

const epoch = at(0);

/** Whether the earlier window ends before the one that is shown: only then is there anything to compare. */
export const isEarlier = ({ atEpochSeconds, versusEpochSeconds }: GraphPlace): boolean =>
  versusEpochSeconds !== null && (atEpochSeconds === null || versusEpochSeconds < atEpochSeconds);

/** What differs between the place's two windows. Asks only where there are two. A live one follows the mesh. */
export function useComparison(place: GraphPlace) {
  const { atEpochSeconds, versusEpochSeconds } = place;
  const now = atEpochSeconds === null ? {} : { atEpochSeconds: at(atEpochSeconds) };
  const query = { ...graphQuery(place), ...now, versusEpochSeconds: versusEpochSeconds === null ? epoch : at(versusEpochSeconds) };
  const freshness = atEpochSeconds === null ? 'live' : 'frozen';
  return useEndpoint(getComparison, { query }, { freshness, enabled: isEarlier(place) });
}

/** The graph of the earlier window by itself, for a picture beside that of the later one. */
export function useEarlierGraph(place: GraphPlace) {
  const { versusEpochSeconds } = place;
  const query = { ...graphQuery(place), atEpochSeconds: versusEpochSeconds === null ? epoch : at(versusEpochSeconds) };
  const enabled = versusEpochSeconds !== null && place.view === 'sides';
  return useEndpoint(getGraph, { query }, { freshness: 'frozen', enabled });
}
