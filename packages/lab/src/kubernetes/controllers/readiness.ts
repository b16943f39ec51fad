import type { KubeObject } from '@vigla/contract/objects';
import { at, list } from '../json/json.ts';

/** Whether a pod takes requests. */
export const isReady = (pod: KubeObject): boolean =>
  !pod.metadata.deletionTimestamp &&
  list(at(pod, 'status', 'conditions')).some((one) => at(one, 'type') === 'Ready' && at(one, 'status') === 'True');

/** What a condition of an object says now. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
}

/** The conditions as they are stored: one whose status stays keeps its instant. Conditions of other types are kept. */
export function withConditions(before: unknown, wanted: readonly Condition[], time: string): readonly unknown[] {
  const old = list(before);
  const kept = old.filter((one) => !wanted.some(({ type }) => type === at(one, 'type')));
  const present = wanted.map((condition) => {
    const same = old.find((one) => at(one, 'type') === condition.type && at(one, 'status') === condition.status);
    return { ...condition, lastTransitionTime: at(same, 'lastTransitionTime') ?? time };
  });
  return [...kept, ...present];
}
