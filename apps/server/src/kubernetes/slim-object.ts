import type { KubeObject } from '@vigla/contract/objects';
import type { Resource } from '../sources/index.ts';
import { isRecord, recordOf, textOf } from './json.ts';
import { keptOf, type Part } from './kept-parts.ts';
import type { Sharing } from './sharing.ts';

/**
 * What of an object is kept in the shared reading, with everything that other objects have too shared with them.
 * Items of a list carry no apiVersion and kind of their own; they get them from the resource.
 * Total: undefined for anything that is no object with a name.
 */
export function slimObject(value: unknown, { group, version, kind }: Resource, sharing: Sharing): KubeObject | undefined {
  const { apiVersion: _, kind: __, ...object } = recordOf(value);
  const slim = {
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    ...recordOf(keep(object, keptOf(object, kind), sharing)),
  };
  return isKubeObject(slim) ? slim : undefined;
}

function keep(value: unknown, part: Part, sharing: Sharing): unknown {
  if (part === 'all') return sharing.texts(value);
  if (part === 'shared') return sharing.whole(value);
  if (typeof part === 'function') return sharing.whole(part(value));
  if (Array.isArray(value)) return value.map((element) => keep(element, part, sharing));
  if (!isRecord(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const name in part) {
    const inner = part[name];
    if (inner !== undefined && Object.hasOwn(value, name)) kept[name] = keep(value[name], inner, sharing);
  }
  return kept;
}

/** The API server has checked the rest of the metadata when it stored the object. */
const isKubeObject = (value: object): value is KubeObject => 'metadata' in value && textOf(recordOf(value.metadata)['name']) !== '';
