import type { Explanation } from '@vigla/contract/explain';
import type { KubeObject } from '@vigla/contract/objects';
import { valueAt } from './object-fields.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Adds what the field of a cause was before: from the copy that `kubectl apply` left in the object, where it differs from now,
 * else from an earlier version that was seen. Where neither tells, it is not known, and said so.
 */
export function withBefore(explanation: Explanation, whole: KubeObject | null, seen: KubeObject | null): Explanation {
  const { cause } = explanation;
  if (cause?.kind !== 'object' || cause.field === null || cause.write?.kind !== 'changed' || cause.before) return explanation;
  const applied = readCopy(whole?.metadata.annotations?.[lastApplied]);
  for (const [object, from] of [
    [applied, 'last_applied'],
    [seen, 'seen'],
  ] as const) {
    const value = valueAt(object, cause.field);
    if (object === null || value === cause.value) continue;
    return { ...explanation, cause: { ...cause, before: { value, from } } };
  }
  return { ...explanation, notKnown: [...explanation.notKnown, { kind: 'before' }] };
}

function readCopy(written: string | undefined): unknown {
  if (written === undefined) return null;
  try {
    const read: unknown = JSON.parse(written);
    return typeof read === 'object' ? read : null;
  } catch {
    // Somebody wrote something else under this name: then it tells nothing.
    return null;
  }
}
