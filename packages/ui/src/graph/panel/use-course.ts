import type { Change } from '@vigla/contract/changes';
import type { GraphNode, TrafficHistory } from '@vigla/contract/graph';
import { type ElementSeries, getElementSeries } from '@vigla/contract/metrics';
import { type Answer, useEndpoint, useNow } from '../../data/index.ts';
import { graphRequest, useRail } from '../page/use-traffic.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { coursesOf, failingSince, summed } from './course-lines.ts';

/** The course of an element, and what was changed meanwhile. */
export interface CourseAnswer<T> {
  readonly answer: Answer<T>;
  readonly changes: readonly Change[];
  /** Units: seconds. */
  readonly spanSeconds: number;
}

/** Whether there is anything to tell over time: what the reader may not see has no rate. */
export const hasCourse = ({ kind }: GraphNode): boolean => kind !== 'restricted';

/** The course of a node, a group or a call over the last hour, or four windows where they are longer; up to the instant of the picture. */
export function useCourse(place: GraphPlace, element: string, enabled: boolean): CourseAnswer<ElementSeries> {
  const spanSeconds = spanOf(place.windowSeconds);
  const query = { ...graphRequest(place).query, element, spanSeconds };
  const freshness = place.atEpochSeconds === null ? 'live' : 'frozen';
  return { answer: useEndpoint(getElementSeries, { query }, { freshness, enabled }), changes: useChanges(place), spanSeconds };
}

/** What enters some namespaces, none meaning all; the same answer that the time rail shows where they are those of the place. */
export function useEntering(place: GraphPlace, namespaces: readonly string[]): CourseAnswer<TrafficHistory> {
  const { history } = useRail({ ...place, namespaces }, useNow(60_000), true);
  return { answer: history, changes: useChanges(place), spanSeconds: spanOf(place.windowSeconds) };
}

/** Since when requests fail as they do now; null where that cannot be said. Units: epoch seconds. */
export function sinceOf({ answer }: CourseAnswer<ElementSeries>): number | null {
  if (!answer.data || answer.isPrevious) return null;
  const requests = coursesOf(answer.data.courses, 'inbound', ['http', 'grpc']);
  return failingSince(summed(requests, 'requestsPerSecond'), summed(requests, 'failedPerSecond'), answer.data);
}

function useChanges(place: GraphPlace): readonly Change[] {
  return useRail(place, useNow(60_000), true).changes.data?.changes ?? none;
}

const none: readonly Change[] = [];
const spanOf = (windowSeconds: number): number => Math.min(2_592_000, Math.max(3600, 4 * windowSeconds));
