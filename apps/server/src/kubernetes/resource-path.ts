import type { Resource } from '../sources/index.ts';

/** The path of a group's version: where its resources hang. */
export const groupPath = (group: string, version: string): string =>
  group === '' ? `/api/${encodeURIComponent(version)}` : `/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`;

/** The path of a collection or an object. Every segment is encoded, so a name cannot lead anywhere else. */
export function resourcePath(resource: Pick<Resource, 'group' | 'version' | 'plural'>, namespace?: string, name?: string): string {
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const leaf = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${groupPath(resource.group, resource.version)}${scope}/${encodeURIComponent(resource.plural)}${leaf}`;
}
