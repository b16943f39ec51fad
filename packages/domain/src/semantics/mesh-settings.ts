import type { KubeObject } from '@vigla/contract/objects';
import { readLocality, type LocalityBalance } from './balance.ts';
import { meshMap, readMeshConfig } from './mesh-config.ts';
import { isTree, text, texts, tree, trees, type Tree } from './read.ts';
import { builtInRetry, readRetry, type Retry } from './retry.ts';

/** What holds for the whole mesh. */
export interface MeshSettings {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly autoMtls: boolean;
  /** Hosts that nobody registered: let through, or answered with 502. */
  readonly unknownHosts: UnknownHosts;
  /** Of the control plane, `1.27`; null when nothing says. */
  readonly meshVersion: string | null;
  /** Where a route says nothing of retries. */
  readonly retry: Retry;
  /** How far requests travel where a rule says nothing of it; null where the mesh says nothing either. */
  readonly locality: LocalityBalance | null;
  /** Where objects say nothing of who may see them. Empty: all. */
  readonly exportTo: { readonly services: readonly string[]; readonly virtualServices: readonly string[] };
}

export type UnknownHosts = 'allow' | 'block';

/** Reads the ConfigMap `istio` of the control plane, and the version its pods run. */
export function readMeshSettings(objects: readonly KubeObject[]): MeshSettings {
  const map = meshMap(objects);
  const mesh = readMeshConfig(objects) ?? {};
  const rootNamespace = text(mesh['rootNamespace']) ?? map?.metadata.namespace ?? 'istio-system';
  const meshVersion = readVersion(objects);
  return {
    rootNamespace,
    trustDomain: text(mesh['trustDomain']) ?? 'cluster.local',
    autoMtls: mesh['enableAutoMtls'] !== false,
    unknownHosts: readUnknownHosts(mesh['outboundTrafficPolicy']) ?? 'allow',
    meshVersion,
    retry: readRetry(mesh['defaultHttpRetryPolicy'], builtInRetry(meshVersion)),
    locality: isTree(mesh['localityLbSetting']) ? readLocality(mesh['localityLbSetting']) : null,
    exportTo: { services: texts(mesh['defaultServiceExportTo']), virtualServices: texts(mesh['defaultVirtualServiceExportTo']) },
  };
}

/** Null where nothing is written. Source: Istio reference, OutboundTrafficPolicy: a block without a mode is REGISTRY_ONLY, the first of the enumeration. */
export function readUnknownHosts(policy: unknown): UnknownHosts | null {
  if (typeof policy !== 'object' || policy === null) return null;
  return text(tree(policy)['mode']) === 'ALLOW_ANY' ? 'allow' : 'block';
}

/** The control plane says its version by the tag of its image, or by a label where the image goes by a digest. */
function readVersion(objects: readonly KubeObject[]): string | null {
  const found = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.labels?.['app'] === 'istiod');
  const podSpec: Tree = tree(tree(tree(found?.spec)['template'])['spec']);
  const images = trees(podSpec['containers']).map(({ image }) => text(image) ?? '');
  const said = [
    ...images.map((image) => /:v?(\d+\.\d+)[^/]*$/.exec(image)?.[1]),
    versionIn(found, 'app.kubernetes.io/version'),
    versionIn(found, 'operator.istio.io/version'),
  ];
  return said.find((version) => version !== undefined) ?? null;
}

const versionIn = (object: KubeObject | undefined, label: string): string | undefined =>
  /^v?(\d+\.\d+)/.exec(object?.metadata.labels?.[label] ?? '')?.[1];
