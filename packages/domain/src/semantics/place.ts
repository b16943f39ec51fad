import type { KubeObject } from '@vigla/contract/objects';
import { text, tree } from './read.ts';

/** Where something runs. Texts are empty where nobody says. */
export interface Place {
  readonly region: string;
  readonly zone: string;
  readonly subzone: string;
}

/** A place as rules write it: `region/zone/subzone`, or the first parts of that. */
export function readPlace(written: string): Place {
  const [region = '', zone = '', subzone = ''] = written.split('/');
  return { region, zone, subzone };
}

/**
 * Where a pod runs. Its own label goes before the labels of its node.
 * Source: Istio, "Locality": `istio-locality` with dots or slashes, else the topology labels of the node.
 */
export function placeOf({ metadata, spec }: KubeObject, nodes: ReadonlyMap<string, KubeObject>): Place {
  const own = metadata.labels?.['istio-locality'];
  if (own !== undefined) return readPlace(own.includes('/') ? own : own.replaceAll('.', '/'));
  const labels = nodes.get(text(tree(spec)['nodeName']) ?? '')?.metadata.labels ?? {};
  return {
    region: labels['topology.kubernetes.io/region'] ?? '',
    zone: labels['topology.kubernetes.io/zone'] ?? '',
    subzone: labels['topology.istio.io/subzone'] ?? '',
  };
}

/** Whether a place is one of those that a rule names: each part alike, `*` for whatever follows. */
export function isIn(place: Place, written: string): boolean {
  const parts = [place.region, place.zone, place.subzone];
  const wanted = written.split('/');
  const star = wanted.indexOf('*');
  return (star < 0 ? wanted : wanted.slice(0, star)).every((part, i) => part === parts[i]);
}
