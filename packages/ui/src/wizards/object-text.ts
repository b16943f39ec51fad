import type { IstioObject } from '@vigla/contract/istio';
import { asWritten } from '@vigla/domain/wizards';
import { stringify } from 'yaml';

/** An object as YAML, exactly as it is. */
export const yamlOf = (object: IstioObject): string => stringify(object, { lineWidth: 0 });

/** What the cluster holds, as its author would write it; empty where there is nothing. */
export const heldYaml = (object: IstioObject | null): string => (object ? yamlOf(asWritten(object)) : '');

/** What the cluster holds, for people who compare: the version it counts by says nothing to them. */
export function comparedYaml(object: IstioObject | null): string {
  if (!object) return '';
  const { resourceVersion: _version, ...metadata } = object.metadata;
  return heldYaml({ ...object, metadata });
}

/** `VirtualService reviews`: how an object is called everywhere. */
export const nameOf = ({ kind, metadata }: IstioObject): string => `${kind} ${metadata.name}`;
