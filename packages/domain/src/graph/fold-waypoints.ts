import { type MeshFacts, serviceKey } from '../inventory/index.ts';
import type { End } from './end.ts';
import type { Flow } from './flows.ts';

/**
 * A call through a waypoint is told three times: caller to waypoint, waypoint to target, and, by the waypoint itself,
 * caller to target. The last tells the whole story; the other two are folded into it.
 *
 *   caller ──▶ waypoint ──▶ target      drawn as      caller ──▶ target
 *
 * Hops of a waypoint that reports nothing stay, since they are all there is. `folded`: ids of waypoints whose hops were left out.
 */
export function foldWaypoints(
  flows: readonly Flow[],
  facts: MeshFacts | null,
): { readonly flows: readonly Flow[]; readonly folded: ReadonlySet<string> } {
  const isWaypoint = (end: End): boolean => end.kind === 'workload' && facts?.workloads.get(serviceKey(end))?.role === 'waypoint';
  const told = flows.filter(({ reportedBy }) => reportedBy === 'waypoint');
  const callers = new Set(told.map(({ from }) => from.id));
  const targets = new Set(told.map(({ to }) => to.id));
  const folded = new Set<string>();
  const kept = flows.filter((flow) => {
    const hop = flow.reportedBy === 'waypoint' ? null : hopOf(flow, isWaypoint, { callers, targets });
    if (hop) folded.add(hop);
    return !hop;
  });
  return { flows: kept, folded };
}

interface Told {
  readonly callers: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
}

/** The waypoint that a flow is only a hop of; null for a flow of its own. */
function hopOf({ from, to }: Flow, isWaypoint: (end: End) => boolean, { callers, targets }: Told): string | null {
  if (isWaypoint(to) && callers.has(from.id)) return to.id;
  return isWaypoint(from) && targets.has(to.id) ? from.id : null;
}
