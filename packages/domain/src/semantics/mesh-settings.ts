import type { KubeObject } from '@vigla/contract/objects';
import { text, tree } from './read.ts';

/** What holds for the whole mesh. */
export interface MeshSettings {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly autoMtls: boolean;
  /** Hosts that nobody registered: let through, or answered with 502. */
  readonly unknownHosts: 'allow' | 'block';
}

/**
 * Reads the ConfigMap `istio` of the control plane.
 *
 * It holds YAML; four scalars are picked out by line, which is exact for the block style that every installer writes.
 */
export function readMeshSettings(objects: readonly KubeObject[]): MeshSettings {
  const map = meshMap(objects);
  const mesh = meshText(objects) ?? '';
  const scalar = (pattern: RegExp): string | undefined => pattern.exec(mesh)?.[1];
  return {
    rootNamespace: scalar(/^rootNamespace:[ \t]*"?([a-z0-9-]+)/m) ?? map?.metadata.namespace ?? 'istio-system',
    trustDomain: scalar(/^trustDomain:[ \t]*"?([a-zA-Z0-9.-]+)/m) ?? 'cluster.local',
    autoMtls: scalar(/^enableAutoMtls:[ \t]*(\w+)/m) !== 'false',
    unknownHosts: scalar(/^outboundTrafficPolicy:[ \t]*\n(?:[ \t]+.*\n)*?[ \t]+mode:[ \t]*(\w+)/m) === 'REGISTRY_ONLY' ? 'block' : 'allow',
  };
}

/** The mesh's own settings as they are written; null when nobody can read them. */
export function meshText(objects: readonly KubeObject[]): string | null {
  return text(tree(meshMap(objects)?.['data'])['mesh']) ?? null;
}

function meshMap(objects: readonly KubeObject[]): KubeObject | undefined {
  const maps = objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'istio');
  return maps.find(({ metadata }) => metadata.namespace === 'istio-system') ?? maps[0];
}
