import type { Verdict } from './judge-traffic.ts';

/** Pods of a workload that take requests, and how many there should be. */
export interface Pods {
  readonly ready: number;
  readonly desired: number;
}

/** How a workload's pods are doing. None wanted is idle: somebody scaled it down. */
export function judgePods({ ready, desired }: Pods): Verdict {
  if (desired === 0) return { health: 'idle', reasons: [] };
  if (ready >= desired) return { health: 'healthy', reasons: [] };
  return { health: ready === 0 ? 'failing' : 'not_ready', reasons: [{ kind: 'pods', ready, desired }] };
}
