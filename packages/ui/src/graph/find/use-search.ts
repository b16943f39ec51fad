import type { TrafficGraph } from '@vigla/contract/graph';
import { type FindSetting, hideElements, plainSetting, type Reduced } from '@vigla/domain/find';
import { useMemo } from 'react';
import type { GraphPlace } from '../place/graph-place.ts';
import { seek, type Sought } from './search.ts';

/** What the two searches of a page came to. Hide wins over find: what is hidden is not found. */
export interface Search {
  readonly find: Sought;
  readonly hide: Sought;
  /** The graph without what is hidden. */
  readonly reduced: Reduced | null;
  /** The same with the calls that a button leaves out: what stands where does not depend on them. */
  readonly arranged: TrafficGraph | null;
}

type Asked = Pick<GraphPlace, 'find' | 'hide' | 'calls' | 'time' | 'throughput'>;
const none: Sought = { kind: 'none' };
const nothing: ReadonlySet<string> = new Set();

/** Applies find and hide of a page to its graph. `known`: what only the page knows of its elements. */
export function useSearch(
  graph: TrafficGraph | undefined,
  { find, hide, calls, time, throughput }: Asked,
  known: Pick<FindSetting, 'differences' | 'changedSecondsAgo'> = plainSetting,
): Search {
  const setting = useMemo(() => ({ ...known, time, throughput }), [time, throughput, known]);
  const hidden = useMemo(() => (graph ? seek(graph, hide, setting) : none), [graph, hide, setting]);
  const reduced = useMemo(
    () => (graph ? hideElements(graph, hidden.kind === 'found' ? hidden.ids : nothing, calls) : null),
    [graph, hidden, calls],
  );
  const arranged = useMemo(
    () => (graph && calls !== 'all' ? hideElements(graph, hidden.kind === 'found' ? hidden.ids : nothing).graph : (reduced?.graph ?? null)),
    [graph, hidden, calls, reduced],
  );
  const found = useMemo(() => (reduced ? seek(reduced.graph, find, setting) : none), [reduced, find, setting]);
  return useMemo(() => ({ find: found, hide: hidden, reduced, arranged }), [found, hidden, reduced, arranged]);
}

/** What is left of a graph, where it stands, and what of it is marked. */
export const seenThrough = ({ find, reduced, arranged }: Search, graph: TrafficGraph) => ({
  shownGraph: reduced?.graph ?? graph,
  arranged: arranged ?? graph,
  found: find.kind === 'found' ? find.ids : null,
});
