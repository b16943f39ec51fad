import type { TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import type { Point } from './curve.ts';
import { sumTraffic, type TrafficSum } from './traffic-sum.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest node in a direction; what lies aside counts double. From nowhere: the one at the upper left. */
export function nodeTowards(direction: Direction, from: string | null, positions: ReadonlyMap<string, Point>): string | null {
  const start = from === null ? undefined : positions.get(from);
  if (!start) return nearest([...positions].map(([id, { x, y }]) => [id, x + y]));
  const across = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const ahead = [...positions].flatMap(([id, { x, y }]): readonly (readonly [string, number])[] => {
    const [along, aside] = across ? [(x - start.x) * sign, y - start.y] : [(y - start.y) * sign, x - start.x];
    return id !== from && along > 1 ? [[id, along + 2 * Math.abs(aside)]] : [];
  });
  return nearest(ahead);
}

const nearest = (candidates: readonly (readonly [string, number])[]): string | null =>
  candidates.reduce<readonly [string, number] | null>((best, one) => (best === null || one[1] < best[1] ? one : best), null)?.[0] ?? null;

const severity: Readonly<Record<Health, number>> = { failing: 0, degraded: 1, not_ready: 2, unknown: 9, idle: 9, healthy: 9 };

/** Ids of what is in trouble, worst first: nodes and calls alike. */
export function troubles({ nodes, edges }: Pick<TrafficGraph, 'nodes' | 'edges'>): readonly string[] {
  const all = [
    ...edges.map(({ id, health, traffic }) => ({ id, health, ...harmOf(traffic) })),
    ...nodes.map(({ id, health, inbound }) => ({ id, health, ...harmOf(sumTraffic(inbound)) })),
  ];
  return all
    .filter(({ health }) => severity[health] < 9)
    .sort((a, b) => severity[a.health] - severity[b.health] || b.failed - a.failed || b.share - a.share || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/**
 * How much fails, in steps of twice as much, and which share: along one path the same requests fail at every call, and a
 * list that changed its order with each refresh could not be read.
 */
function harmOf({ errorRatio, requestsPerSecond }: Pick<TrafficSum, 'errorRatio' | 'requestsPerSecond'>) {
  const failed = (errorRatio ?? 0) * (requestsPerSecond ?? 0);
  return { failed: failed > 0 ? Math.round(Math.log2(failed)) : Number.NEGATIVE_INFINITY, share: Math.round((errorRatio ?? 0) * 1000) };
}

/** The next or previous of a list, in a circle; from outside it, the first or the last. */
export function stepIn(ids: readonly string[], from: string | null, step: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const at = from === null ? -1 : ids.indexOf(from);
  const next = at < 0 ? (step > 0 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length;
  return ids[next] ?? null;
}

/** What has become worse since the last picture, worst first; the first picture is no change. */
export function worsened(before: Pick<TrafficGraph, 'nodes'> | null, now: Pick<TrafficGraph, 'nodes'>): readonly string[] {
  if (!before) return [];
  const old = new Map(before.nodes.map(({ id, health }) => [id, health]));
  return now.nodes
    .filter(({ id, health }) => {
      const was = old.get(id);
      return was !== undefined && severity[health] < 2 && severity[health] < severity[was];
    })
    .sort((a, b) => severity[a.health] - severity[b.health])
    .map(({ id }) => id);
}

type Calls = Pick<TrafficGraph, 'edges'>;

/** From a call, the end that lies in a direction: callers stand to the left. Null where one stands on no call. */
export function endTowards({ edges }: Calls, from: string | null, direction: Direction): string | null {
  const edge = edges.find(({ id }) => id === from);
  if (!edge) return null;
  return direction === 'left' || direction === 'up' ? edge.from : edge.to;
}

/** Ids of the calls that lead out of a node, or into it, worst first; equal ones by what flows. */
export function callsFrom({ edges }: Calls, node: string, way: 'in' | 'out'): readonly string[] {
  return edges
    .filter(({ from, to }) => (way === 'out' ? from : to) === node)
    .sort((a, b) => severity[a.health] - severity[b.health] || flowOf(b) - flowOf(a) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

const flowOf = ({ traffic }: TrafficGraph['edges'][number]): number => traffic.requestsPerSecond ?? (traffic.bytesPerSecond ?? 0) / 1e9;
