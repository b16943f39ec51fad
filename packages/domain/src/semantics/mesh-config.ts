import type { KubeObject } from '@vigla/contract/objects';
import { parse } from 'yaml';
import { isTree, text, tree, type Tree } from './read.ts';

/** The ConfigMap in which a control plane keeps the settings of its mesh. */
export function meshMap(objects: readonly KubeObject[]): KubeObject | undefined {
  const maps = objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'istio');
  return maps.find(({ metadata }) => metadata.namespace === 'istio-system') ?? maps[0];
}

/** The settings of a mesh as they are written; null where there are none, or nobody can read them. Total. */
export function readMeshConfig(objects: readonly KubeObject[]): Tree | null {
  return parseMeshConfig(text(tree(meshMap(objects)?.['data'])['mesh']) ?? null);
}

/** Settings that are YAML; null where they are none. Total. */
export function parseMeshConfig(written: string | null): Tree | null {
  if (written === null) return null;
  try {
    const read: unknown = parse(written, { logLevel: 'error', maxAliasCount: 0 });
    if (read === null) return {};
    return isTree(read) ? read : null;
  } catch {
    // Whoever asks says that the settings cannot be read; what exactly is wrong with them is for the control plane's log.
    return null;
  }
}
