import type { Finding, IstioObject } from '@vigla/contract/istio';
import type { KubeObject } from '@vigla/contract/objects';
import { readFacts } from '@vigla/domain/inventory';
import { validate } from '@vigla/domain/validation';
import type { Kubernetes, Visibility } from '../sources/index.ts';
import { editable } from './shown-object.ts';

const routing = ['VirtualService', 'DestinationRule'];
const running = ['Namespace', 'Service', 'ServiceEntry', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod'];

/**
 * What is to be said about objects in the place where they go, by what the caller may see of it: a finding names nothing
 * of a namespace that is hidden. Where the reading of the cluster is incomplete, rules that need it say nothing.
 */
export function findingsFor(kubernetes: Kubernetes, { all, namespaces }: Visibility, objects: readonly KubeObject[]): Finding[] {
  const seen = ({ kind, metadata }: KubeObject): boolean =>
    all || namespaces.has(kind === 'Namespace' ? metadata.name : (metadata.namespace ?? ''));
  const around = routing.flatMap((kind) => kubernetes.list(kind)).filter(seen);
  const missing = kubernetes.missingKinds();
  const facts = running.some((kind) => missing.has(kind)) ? null : readFacts(running.flatMap((kind) => kubernetes.list(kind)).filter(seen));
  return validate(objects.flatMap(placed), { neighbours: around.flatMap(placed), facts });
}

/** Objects of a namespace; there are no others of these kinds. */
const placed = (object: KubeObject): readonly IstioObject[] => (object.metadata.namespace === undefined ? [] : [editable(object)]);
