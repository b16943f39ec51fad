import { builtinResources } from './builtin-resources.ts';
import { customResources } from './custom-resources.ts';
import type { Resource } from './resource.ts';

/** Everything this API serves. What is not here is answered with an honest 404. */
export const matrix: readonly Resource[] = [...builtinResources, ...customResources];

/** The row that serves a plural name in a version of a group. */
export const findByPlural = (group: string, version: string, plural: string): Resource | undefined =>
  matrix.find((row) => row.group === group && row.plural === plural && row.versions.includes(version));

/** The row of an object, by its apiVersion and kind. */
export const findByKind = (apiVersion: string, kind: string): Resource | undefined =>
  matrix.find(
    (row) => row.kind === kind && row.versions.some((version) => apiVersion === (row.group ? `${row.group}/${version}` : version)),
  );

/** The rows of a kind named as people name it: `Pod`, or `Gateway.networking.istio.io` where two groups use the word. */
export function rowsOfKind(name: string): readonly Resource[] {
  const [kind = '', ...group] = name.split('.');
  return matrix.filter((row) => row.kind === kind && (group.length === 0 || row.group === group.join('.')));
}

/** The one row of a kind that the lab itself relies on. Fails: a kind without a row, which is a mistake. */
export function rowOf(kind: string): Resource {
  const [row] = rowsOfKind(kind);
  if (!row) throw new Error(`The matrix has no ${kind}.`);
  return row;
}

/** Each group with its versions, preferred first, in the order discovery shows them. */
export function groups(): readonly { readonly group: string; readonly versions: readonly string[] }[] {
  const names = [...new Set(matrix.map(({ group }) => group))];
  return names.map((group) => {
    const versions = new Set(matrix.filter((row) => row.group === group).flatMap((row) => row.versions));
    return { group, versions: [...versions].sort(byPriority) };
  });
}

/** Stable before beta before alpha, newer before older. */
function byPriority(a: string, b: string): number {
  const rank = (version: string): readonly number[] => {
    const [, major = '0', stage = '', minor = '0'] = /^v(\d+)(alpha|beta)?(\d+)?$/.exec(version) ?? [];
    return [stage === '' ? 0 : stage === 'beta' ? 1 : 2, -Number(major), -Number(minor)];
  };
  const left = rank(a);
  return rank(b).reduce((found, value, index) => found || (left[index] ?? 0) - value, 0);
}
