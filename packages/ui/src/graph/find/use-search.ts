import type { TrafficGraph } from '@vigla/contract/graph';
import { type Difference, hideElements, plainSetting, type Reduced } from '@vigla/domain/find';
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

/** Applies find and hide of a page to its graph. `differences`: how compared elements differ, by id; null without comparison. */
export function useSearch(
  graph: TrafficGraph | undefined,
  { find, hide, calls, time, throughput }: Asked,
  differences: ReadonlyMap<string, Difference> | null = null,
): Search {
  const setting = useMemo(() => ({ ...plainSetting, time, throughput, differences }), [time, throughput, differences]);
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
