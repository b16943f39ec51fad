import type { KubeObject } from '@vigla/contract/objects';
import type { Flow } from '@vigla/domain/graph';
import { compileMesh, type Mesh } from '@vigla/domain/semantics';
import { watchedResources } from '../kubernetes/index.ts';
import type { Kubernetes } from '../sources/index.ts';

/** What the cluster's rules make of calls, out of everything the server reads. Filter names by a caller's rights before any leave. */
export interface MeshModel {
  readonly objects: readonly KubeObject[];
  readonly mesh: Mesh;
}

const kinds = [...new Set(watchedResources.map(({ kind }) => kind))];

/** Compiles the rules again only when an object has changed. Null until anything was read. */
export function createMeshModel(kubernetes: Pick<Kubernetes, 'list'>): (flows: readonly Flow[]) => MeshModel | null {
  let lists: readonly (readonly KubeObject[])[] = [];
  let domain = '';
  let model: MeshModel | null = null;

  return (flows) => {
    const fresh = kinds.map((kind) => kubernetes.list(kind));
    const told = trustDomainIn(flows) ?? domain;
    if (told === domain && fresh.every((list, index) => isSame(list, lists[index] ?? []))) return model;
    [lists, domain] = [fresh, told];
    const objects = fresh.flat();
    model = objects.length === 0 ? null : { objects, mesh: compileMesh(domain === '' ? objects : [...objects, settingsOf(domain)]) };
    return model;
  };
}

const isSame = (list: readonly KubeObject[], before: readonly KubeObject[]): boolean =>
  list === before || (list.length === before.length && list.every((object, index) => object === before[index]));

/** The mesh's settings are not read: whoever may read them may read more. Its trust domain stands in every identity that telemetry names. */
function trustDomainIn(flows: readonly Flow[]): string | null {
  for (const { sourcePrincipals } of flows) {
    const found = sourcePrincipals
      .map((principal) => /^(?:spiffe:\/\/)?([^/]+)\/ns\//.exec(principal)?.[1])
      .find((one) => one !== undefined);
    if (found !== undefined) return found;
  }
  return null;
}

const settingsOf = (trustDomain: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh: JSON.stringify({ trustDomain }) },
});
