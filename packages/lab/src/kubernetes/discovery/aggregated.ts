import type { Json } from '../json/json.ts';
import { groups, matrix } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';

/** `/api` or `/apis` in one document with every resource. `version`: of apidiscovery.k8s.io, as the client asked. */
export function aggregatedDiscovery(core: boolean, version: string): Json {
  const items = groups()
    .filter(({ group }) => (group === '') === core)
    .map(({ group, versions }) => ({
      metadata: { name: group, creationTimestamp: null },
      versions: versions.map((one) => ({
        version: one,
        freshness: 'Current',
        resources: matrix.filter((row) => row.group === group && row.versions.includes(one)).map((row) => resource(row, one)),
      })),
    }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
}

function resource(row: Resource, version: string): Json {
  const responseKind = { group: row.group, version, kind: row.kind };
  return {
    resource: row.plural,
    responseKind,
    scope: row.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: row.singular,
    verbs: row.verbs,
    ...(row.shortNames.length > 0 ? { shortNames: row.shortNames } : {}),
    ...(row.categories.length > 0 ? { categories: row.categories } : {}),
    ...(row.subresources.length > 0
      ? {
          subresources: row.subresources.map((name) => ({
            subresource: name,
            responseKind: name === 'scale' ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : responseKind,
            verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'],
          })),
        }
      : {}),
  };
}
