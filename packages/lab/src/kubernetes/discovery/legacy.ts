import type { Json } from '../json/json.ts';
import { groups, matrix } from '../resources/matrix.ts';
import { groupVersion, type Resource } from '../resources/resource.ts';

/** `/api`: the versions of the group without a name. */
export const apiVersions: Json = { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };

/** `/apis`: every group with its versions. */
export const apiGroupList = (): Json => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groups()
    .filter(({ group }) => group !== '')
    .map(({ group, versions }) => apiGroup(group, versions)),
});

/** `/apis/<group>`; undefined for a group that is not served. */
export function oneApiGroup(name: string): Json | undefined {
  const found = groups().find(({ group }) => group === name && group !== '');
  return found && { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(found.group, found.versions) };
}

function apiGroup(name: string, versions: readonly string[]): Json {
  const all = versions.map((version) => ({ groupVersion: groupVersion(name, version), version }));
  return { name, versions: all, preferredVersion: all[0] };
}

/** `/api/v1` and `/apis/<group>/<version>`; undefined for one that is not served. */
export function apiResourceList(group: string, version: string): Json | undefined {
  const rows = matrix.filter((row) => row.group === group && row.versions.includes(version));
  if (rows.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: groupVersion(group, version),
    resources: rows.flatMap((row) => [resource(row), ...subresources(row)]),
  };
}

const resource = ({ plural, singular, namespaced, kind, verbs, shortNames, categories }: Resource): Json => ({
  name: plural,
  singularName: singular,
  namespaced,
  kind,
  verbs,
  ...(shortNames.length > 0 ? { shortNames } : {}),
  ...(categories.length > 0 ? { categories } : {}),
});

const subresources = (row: Resource): readonly Json[] =>
  row.subresources.map((name) => ({
    name: `${row.plural}/${name}`,
    singularName: '',
    namespaced: row.namespaced,
    verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'],
    ...(name === 'scale' ? { kind: 'Scale', group: 'autoscaling', version: 'v1' } : { kind: row.kind }),
  }));
