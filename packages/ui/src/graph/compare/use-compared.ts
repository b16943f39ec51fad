import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import { useMemo } from 'react';
import type { Answer } from '../../data/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { unitedGraph } from './united-graph.ts';
import { isEarlier, useComparison } from './use-comparison.ts';

/** What is drawn: one window, or two as one. */
export interface Compared {
  readonly answer: Answer<Comparison>;
  /** Null where one window stands alone, or the comparison is still awaited. */
  readonly comparison: Comparison | null;
  /** The two windows united, else the one there is. */
  readonly graph: TrafficGraph | undefined;
  /** It is of other windows than those that are asked for now. */
  readonly isOld: boolean;
  /** What was asked for has not come yet. */
  readonly isAwaited: boolean;
}

/** Puts an earlier window beside the graph of a place, where one is chosen. */
export function useCompared(place: GraphPlace, later: TrafficGraph | undefined): Compared {
  const answer = useComparison(place);
  const comparison = isEarlier(place) ? (answer.data ?? null) : null;
  const graph = useMemo(() => (comparison ? unitedGraph(comparison) : later), [comparison, later]);
  const isAwaited = isEarlier(place) && answer.error === null && (answer.isPrevious || answer.data === undefined);
  return { answer, comparison, graph, isOld: comparison !== null && answer.isPrevious, isAwaited };
}
