import type { End } from './end.ts';
import type { Flow } from './flows.ts';
import type { LocatedFacts } from './locate-facts.ts';

/** What waypoints tell, without what only repeats it. */
export interface FoldedWaypoints {
  readonly flows: readonly Flow[];
  /** Ids of waypoints whose hops were left out. */
  readonly folded: ReadonlySet<string>;
  /** The waypoint that a call went through, as far as its hops or its target's namespace tell; null where it went straight. */
  readonly through: (flow: Flow) => End | null;
}

/**
 * A call through a waypoint is told three times: caller to waypoint, waypoint to target, and, by the waypoint itself,
 * caller to target. The last tells the whole story; the other two are folded into it.
 *
 *   caller ──▶ waypoint ──▶ target      drawn as      caller ──▶ target
 *
 * Hops of a waypoint that reports nothing stay, since they are all there is.
 */
export function foldWaypoints(flows: readonly Flow[], facts: LocatedFacts): FoldedWaypoints {
  const isWaypoint = (end: End): boolean => end.kind === 'workload' && facts.workload(end)?.role === 'waypoint';
  const told = flows.filter(({ reportedBy }) => reportedBy === 'waypoint');
  const callers = new Set(told.map(({ from }) => from.id));
  const targets = new Set(told.map(({ to }) => to.id));
  const hops: Hop[] = [];
  const kept = flows.filter((flow) => {
    const hop = flow.reportedBy === 'waypoint' ? null : hopOf(flow, isWaypoint, { callers, targets });
    if (hop) hops.push(hop);
    return !hop;
  });
  return { flows: kept, folded: new Set(hops.map(({ waypoint }) => waypoint.id)), through: createThrough(hops) };
}

interface Told {
  readonly callers: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
}

/** A way into a waypoint, or out of it. */
interface Hop {
  readonly waypoint: End;
  readonly other: End;
  readonly direction: 'in' | 'out';
}

/** The hop that a flow is nothing but; null for a flow of its own. */
function hopOf({ from, to }: Flow, isWaypoint: (end: End) => boolean, { callers, targets }: Told): Hop | null {
  if (callers.has(from.id) && isWaypoint(to)) return { waypoint: to, other: from, direction: 'in' };
  return targets.has(to.id) && isWaypoint(from) ? { waypoint: from, other: to, direction: 'out' } : null;
}

/** Waypoints do not write their own name into what they report: it follows from the hops, if they leave but one to choose. */
function createThrough(hops: readonly Hop[]): (flow: Flow) => End | null {
  const waypoints = new Map<string, Map<string, End>>();
  for (const { waypoint, other, direction } of hops) {
    const key = `${direction} ${other.id}`;
    waypoints.set(key, (waypoints.get(key) ?? new Map<string, End>()).set(waypoint.id, waypoint));
  }
  return ({ from, to, reportedBy }) => {
    if (reportedBy !== 'waypoint') return null;
    const out = [...(waypoints.get(`out ${to.id}`)?.values() ?? [])];
    const entered = waypoints.get(`in ${from.id}`);
    const both = out.filter(({ id }) => entered?.has(id));
    const candidates = both.length > 0 ? both : out.length > 0 ? out : [...(entered?.values() ?? [])];
    return candidates.length === 1 ? (candidates[0] ?? null) : null;
  };
}
