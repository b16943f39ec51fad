import type { KubeObject } from '@vigla/contract/objects';
import type { Resource } from '../sources/index.ts';
import { recordOf, textOf } from './json.ts';
import { keep, keptOf } from './kept-parts.ts';
import type { Share } from './sharing.ts';

/**
 * What of an object is kept in the shared reading, with everything that other objects have too shared with them.
 * Items of a list carry no apiVersion and kind of their own; they get them from the resource.
 * Total: undefined for anything that is no object with a name.
 */
export function slimObject(value: unknown, { group, version, kind }: Resource, share: Share): KubeObject | undefined {
  const { apiVersion: _, kind: __, ...object } = recordOf(value);
  const kept = recordOf(share(keep(object, keptOf(object, kind))));
  const slim = { apiVersion: group === '' ? version : `${group}/${version}`, kind, ...kept };
  return isKubeObject(slim) ? slim : undefined;
}

/** The API server has checked the rest of the metadata when it stored the object. */
const isKubeObject = (value: object): value is KubeObject => 'metadata' in value && textOf(recordOf(value.metadata)['name']) !== '';
