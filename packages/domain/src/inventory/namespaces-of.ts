import type { Namespace } from '@vigla/contract/inventory';
import type { KubeObject } from '@vigla/contract/objects';
import { injects } from './read-workloads.ts';

/** The namespaces among these objects, by name, with what they mean to the mesh. */
export function namespacesOf(objects: readonly KubeObject[]): Namespace[] {
  const controlled = new Set(objects.filter(isControlPlane).map(({ metadata }) => metadata.namespace));
  return objects
    .filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
    .map((object) => ({
      name: object.metadata.name,
      labels: object.metadata.labels ?? {},
      injected: injects(object),
      controlPlane: controlled.has(object.metadata.name),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const isControlPlane = ({ kind, metadata: { labels = {}, name } }: KubeObject): boolean =>
  kind === 'Deployment' && (labels['app'] === 'istiod' || labels['istio'] === 'pilot' || name === 'istiod' || name.startsWith('istiod-'));
