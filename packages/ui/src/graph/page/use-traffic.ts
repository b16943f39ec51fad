import { listChanges } from '@vigla/contract/changes';
import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { useEndpoint } from '../../data/index.ts';
import { labelsAsked } from '../find/search.ts';
import { useLast } from '../layout/use-stable.ts';
import type { GraphPlace } from '../place/graph-place.ts';

const hour = 3600;

/** The graph of a place: live ones follow the mesh, past ones are asked once. */
export function useTraffic(place: GraphPlace) {
  return useEndpoint(getGraph, graphRequest(place), { freshness: place.atEpochSeconds === null ? 'live' : 'frozen' });
}

/** The question, but for its instant, that an answer on the page answers: that of the place once its answer is there. */
export const useAnswered = (place: GraphPlace, { isPrevious }: { readonly isPrevious: boolean }): string =>
  useLast(isPrevious ? null : JSON.stringify(graphQuery(place))) ?? '';

/** What a place asks of the server. */
export function graphRequest(place: GraphPlace) {
  const { atEpochSeconds } = place;
  return { query: { ...graphQuery(place), ...(atEpochSeconds === null ? {} : { atEpochSeconds: at(atEpochSeconds) }) } };
}

const flag = (on: boolean): 'true' | 'false' => (on ? 'true' : 'false');

/** What decides which nodes there are. */
function nodesQuery({ groupBy, show, ambient }: GraphPlace) {
  return {
    groupBy,
    services: flag(show.includes('services')),
    waypoints: flag(show.includes('waypoints')),
    operations: flag(show.includes('operations')),
    ambient,
  };
}

/** What a place asks of the server, but for its instant. */
export function graphQuery(place: GraphPlace) {
  const { namespaces, windowSeconds, show, gather, open, focus, hops } = place;
  return {
    namespace: [...namespaces],
    windowSeconds,
    ...nodesQuery(place),
    idle: flag(show.includes('idle')),
    idleEdges: flag(show.includes('idleEdges')),
    gather,
    open: [...open],
    label: [...labelsAsked(place)],
    ...(focus === null ? {} : { focus, hops }),
  };
}

/**
 * What the time rail shows of a place: an hour, or as much as four windows or a comparison need; around the instant, or the
 * stretch that is replayed, where that is long past.
 */
export function useRail(place: GraphPlace, now: number, enabled: boolean) {
  const { namespaces, windowSeconds, atEpochSeconds, versusEpochSeconds, replay } = place;
  const compared = versusEpochSeconds === null ? 0 : (atEpochSeconds ?? now) - versusEpochSeconds + 2 * windowSeconds;
  const needed = replay === null ? windowSeconds * 4 : Math.ceil((replay.to - replay.from) * 1.2);
  // To the next ten minutes, so that a rail that follows the present does not ask for another span with every step.
  const span = Math.min(2_592_000, Math.max(hour, needed, Math.ceil(compared / 600) * 600));
  const begins = replay?.from ?? (atEpochSeconds === null ? now : atEpochSeconds - windowSeconds);
  const longAgo = begins < now - span;
  const middle = replay === null ? (atEpochSeconds ?? now) : (replay.from + replay.to) / 2;
  const to = longAgo ? { toEpochSeconds: at(Math.min(now, Math.round((middle + span / 2) / 60) * 60)) } : {};
  const request = { query: { namespace: [...namespaces], spanSeconds: span, ...to } };
  const freshness = longAgo ? 'frozen' : 'live';
  return {
    history: useEndpoint(getGraphHistory, request, { freshness, enabled }),
    changes: useEndpoint(listChanges, request, { freshness, enabled }),
  };
}
