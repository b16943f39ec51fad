import type { IstioObject } from '@vigla/contract/istio';
import { asWritten } from '@vigla/domain/wizards';
import { stringify } from 'yaml';

/** An object as YAML, exactly as it is. */
export const yamlOf = (object: IstioObject): string => stringify(object, { lineWidth: 0 });

/** What the cluster holds, as its author would write it; empty where there is nothing. */
export const heldYaml = (object: IstioObject | null): string => (object ? yamlOf(asWritten(object)) : '');

/** `VirtualService reviews`: how an object is called everywhere. */
export const nameOf = ({ kind, metadata }: IstioObject): string => `${kind} ${metadata.name}`;
