import { listChanges } from '@vigla/contract/changes';
import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { useEndpoint } from '../../data/index.ts';
import { labelsAsked } from '../find/search.ts';
import type { GraphPlace } from '../place/graph-place.ts';

const hour = 3600;

/** The graph of a place: live ones follow the mesh, past ones are asked once. */
export function useTraffic(place: GraphPlace) {
  const { atEpochSeconds } = place;
  const past = atEpochSeconds === null ? {} : { atEpochSeconds: at(atEpochSeconds) };
  const query = { ...graphQuery(place), ...past };
  return useEndpoint(getGraph, { query }, { freshness: atEpochSeconds === null ? 'live' : 'frozen' });
}

/** What a place asks of the server, but for its instant. */
export function graphQuery(place: GraphPlace) {
  const { namespaces, windowSeconds, groupBy, show, ambient, gather, open, focus, hops } = place;
  const flag = (on: boolean): 'true' | 'false' => (on ? 'true' : 'false');
  return {
    namespace: [...namespaces],
    windowSeconds,
    groupBy,
    idle: flag(show.includes('idle')),
    idleEdges: flag(show.includes('idleEdges')),
    services: flag(show.includes('services')),
    waypoints: flag(show.includes('waypoints')),
    operations: flag(show.includes('operations')),
    ambient,
    gather,
    open: [...open],
    label: [...labelsAsked(place)],
    ...(focus === null ? {} : { focus, hops }),
  };
}

/** What the time rail shows of a place: an hour, or as much as four windows need; around the instant where that is long past. */
export function useRail({ namespaces, windowSeconds, atEpochSeconds }: GraphPlace, now: number, enabled: boolean) {
  const span = Math.min(2_592_000, Math.max(hour, windowSeconds * 4));
  const longAgo = atEpochSeconds !== null && atEpochSeconds - windowSeconds < now - span;
  const to = longAgo ? { toEpochSeconds: at(Math.min(now, Math.round((atEpochSeconds + span / 2) / 60) * 60)) } : {};
  const request = { query: { namespace: [...namespaces], spanSeconds: span, ...to } };
  const freshness = longAgo ? 'frozen' : 'live';
  return {
    history: useEndpoint(getGraphHistory, request, { freshness, enabled }),
    changes: useEndpoint(listChanges, request, { freshness, enabled }),
  };
}
