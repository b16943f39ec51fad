import { listChanges } from '@vigla/contract/changes';
import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import { at } from '@vigla/contract/units';
import { changedSecondsAgo, type FindSetting } from '@vigla/domain/find';
import { useMemo } from 'react';
import { useEndpoint } from '../../data/index.ts';
import type { GraphPlace } from '../place/graph-place.ts';

const weekSeconds = 604_800;

/** What only the page knows of its elements: how they differ, and when their configuration was written. The latter is only asked for "since". */
export function useKnown(
  { find, hide, namespaces, atEpochSeconds }: Pick<GraphPlace, 'find' | 'hide' | 'namespaces' | 'atEpochSeconds'>,
  graph: TrafficGraph | undefined,
  comparison: Comparison | null,
): Pick<FindSetting, 'differences' | 'changedSecondsAgo'> {
  const query = {
    namespace: [...namespaces],
    spanSeconds: weekSeconds,
    ...(atEpochSeconds === null ? {} : { toEpochSeconds: at(atEpochSeconds) }),
  };
  const enabled = /\bsince\b/i.test(`${find} ${hide}`);
  const changes = useEndpoint(listChanges, { query }, { freshness: atEpochSeconds === null ? 'live' : 'frozen', enabled }).data?.changes;
  return useMemo(
    () => ({
      differences:
        comparison &&
        new Map([
          ...comparison.nodes.map(({ node, change }) => [node.id, change] as const),
          ...comparison.edges.map(({ edge, change }) => [edge.id, change] as const),
        ]),
      changedSecondsAgo: graph && changes ? changedSecondsAgo(graph, changes) : null,
    }),
    [comparison, graph, changes],
  );
}
