import type { Unsupported } from '@vigla/domain/semantics';
import { roll } from '../flow/index.ts';
import type { ObjectStore } from '../kubernetes/index.ts';

/**
 * Says in the cluster itself, as a warning event of the object, that the lab does not simulate a part of it: whoever
 * wrote it meets the note in `kubectl describe` and in any console. Each part is noted once for each object.
 */
export function noteUnfollowed(store: ObjectStore, now: () => number): (unsupported: readonly Unsupported[]) => void {
  const noted = new Set<string>();
  return (unsupported) => {
    for (const { object, path, detail } of unsupported) {
      const { kind, namespace, name } = object;
      const found = store.list(kind, namespace).find(({ metadata }) => metadata.name === name);
      const key = `${found?.metadata.uid ?? ''} ${path} ${detail}`;
      if (!found || noted.has(key)) continue;
      noted.add(key);
      const at = new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
      store.put(
        {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: `${name}.${Math.floor(roll(1, key) * 2 ** 48).toString(16)}`, namespace },
          involvedObject: { apiVersion: found.apiVersion, kind, namespace, name, uid: found.metadata.uid },
          reason: 'NotSimulated',
          message: `The lab does not simulate this: ${path || kind} ${detail}`,
          type: 'Warning',
          count: 1,
          source: { component: 'lab' },
          firstTimestamp: at,
          lastTimestamp: at,
        },
        'lab',
      );
    }
  };
}
