import type { Tick } from '@vigla/contract/mesh';
import type { ObjectChange, Visibility } from '../sources/index.ts';

/** The changes that somebody may know of, as ticks. A namespace counts as lying in itself; other cluster-wide objects need sight of everything. */
export function changeTicks(changes: readonly ObjectChange[], { all, namespaces }: Visibility): readonly Tick[] {
  return changes.flatMap(({ type, object: { apiVersion, kind, metadata } }): readonly Tick[] => {
    const namespace = metadata.namespace ?? (kind === 'Namespace' ? metadata.name : '');
    if (!all && !namespaces.has(namespace)) return [];
    return [{ kind: 'object', apiVersion, objectKind: kind, namespace: metadata.namespace ?? '', name: metadata.name, change: type }];
  });
}
