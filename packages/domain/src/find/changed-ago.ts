import type { Change } from '@vigla/contract/changes';
import type { TrafficGraph } from '@vigla/contract/graph';

/**
 * How long before the graph's instant configuration of each node was last written: an object of its namespace that bears its
 * name, its application's or its service's. Nodes of which nothing was written are left out. Units: seconds.
 */
export function changedSecondsAgo(
  { nodes, at }: Pick<TrafficGraph, 'nodes' | 'at'>,
  changes: readonly Change[],
): ReadonlyMap<string, number> {
  const past = changes.filter((change) => change.at <= at);
  return new Map(
    nodes.flatMap(({ id, namespace, name, app, hosts }): readonly (readonly [string, number])[] => {
      const names = new Set([name, app, ...hosts.map((host) => host.split('.')[0])]);
      const own = past.filter(({ object }) => object.namespace === namespace && names.has(object.name));
      return own.length === 0 ? [] : [[id, at - Math.max(...own.map((change) => change.at))]];
    }),
  );
}
