import type { Change } from '@vigla/contract/changes';
import type { GraphNode, TrafficHistory } from '@vigla/contract/graph';
import { type ElementSeries, getElementSeries } from '@vigla/contract/metrics';
import { at } from '@vigla/contract/units';
import { type Answer, useEndpoint, useNow } from '../../data/index.ts';
import { useRail } from '../page/use-traffic.ts';
import type { GraphPlace } from '../place/graph-place.ts';

/** The course of an element, and what was changed meanwhile. */
export interface CourseAnswer<T> {
  readonly answer: Answer<T>;
  readonly changes: readonly Change[];
  /** Units: seconds. */
  readonly spanSeconds: number;
}

/** What proxies report by itself and therefore has a course. */
export const hasCourse = ({ kind, namespace }: GraphNode): boolean =>
  kind !== 'group' && kind !== 'restricted' && kind !== 'outside' && (namespace !== null || kind === 'external');

/** The course of a node or a call over the last hour, or four windows where they are longer; up to the instant of the picture. */
export function useCourse(place: GraphPlace, element: string, enabled: boolean): CourseAnswer<ElementSeries> {
  const { namespaces, windowSeconds, atEpochSeconds, groupBy } = place;
  const spanSeconds = spanOf(windowSeconds);
  const past = atEpochSeconds === null ? {} : { atEpochSeconds: at(atEpochSeconds) };
  const query = { element, namespace: [...namespaces], groupBy, windowSeconds, spanSeconds, ...past };
  const freshness = atEpochSeconds === null ? 'live' : 'frozen';
  return { answer: useEndpoint(getElementSeries, { query }, { freshness, enabled }), changes: useChanges(place), spanSeconds };
}

/** What enters some namespaces, none meaning all; the same answer that the time rail shows where they are those of the place. */
export function useEntering(place: GraphPlace, namespaces: readonly string[]): CourseAnswer<TrafficHistory> {
  const { history } = useRail({ ...place, namespaces }, useNow(60_000), true);
  return { answer: history, changes: useChanges(place), spanSeconds: spanOf(place.windowSeconds) };
}

function useChanges(place: GraphPlace): readonly Change[] {
  return useRail(place, useNow(60_000), true).changes.data?.changes ?? none;
}

const none: readonly Change[] = [];
const spanOf = (windowSeconds: number): number => Math.min(2_592_000, Math.max(3600, 4 * windowSeconds));
