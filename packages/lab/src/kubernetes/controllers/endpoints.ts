import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, type Json, list, record, text } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import type { Store } from '../store/store.ts';
import { keep } from './keep.ts';
import { isReady } from './readiness.ts';

/** Writes down where the services of a namespace are: the pods each selects and whether they are ready, as Endpoints and as an EndpointSlice. */
export function reconcileEndpoints(store: Store, namespace: string): void {
  const pods = store.list(rowOf('Pod'), namespace).filter(isReachable);
  for (const service of store.list(rowOf('Service'), namespace)) {
    const selector = Object.entries(record(at(service, 'spec', 'selector')));
    if (selector.length === 0 || service.metadata.deletionTimestamp) continue;
    const chosen = pods.filter(({ metadata }) => selector.every(([key, value]) => at(metadata.labels, key) === value));
    keep(store, rowOf('Endpoints'), endpointsOf(service, chosen));
    keep(store, rowOf('EndpointSlice'), sliceOf(service, chosen));
  }
}

/** A pod that has an address and has not ended. */
const isReachable = (pod: KubeObject): boolean =>
  text(at(pod, 'status', 'podIP')) !== '' && !['Succeeded', 'Failed'].includes(text(at(pod, 'status', 'phase')));

const targetRef = ({ metadata }: KubeObject): Json => ({
  kind: 'Pod',
  name: metadata.name,
  namespace: metadata.namespace,
  uid: metadata.uid,
});

/** The ports of a service as its pods serve them: names of ports are looked up in the first pod. */
const portsOf = (service: KubeObject, [pod]: readonly KubeObject[]): readonly Json[] =>
  list(at(service, 'spec', 'ports'))
    .filter(isRecord)
    .map((port) => ({
      ...(text(port['name']) ? { name: port['name'] } : {}),
      port: numberOf(port['targetPort'] ?? port['port'], pod),
      protocol: text(port['protocol']) || 'TCP',
    }));

function numberOf(port: unknown, pod: KubeObject | undefined): unknown {
  if (typeof port !== 'string') return port;
  const named = list(at(pod, 'spec', 'containers')).flatMap((container) => list(at(container, 'ports')));
  return (
    at(
      named.find((one) => at(one, 'name') === port),
      'containerPort',
    ) ?? 0
  );
}

function endpointsOf(service: KubeObject, pods: readonly KubeObject[]): KubeObject {
  const addresses = (chosen: readonly KubeObject[]): readonly Json[] =>
    chosen.map((pod) => ({ ip: at(pod, 'status', 'podIP'), nodeName: at(pod, 'spec', 'nodeName'), targetRef: targetRef(pod) }));
  const [ready, unready] = [pods.filter(isReady), pods.filter((pod) => !isReady(pod))];
  const subset = {
    ...(ready.length > 0 ? { addresses: addresses(ready) } : {}),
    ...(unready.length > 0 ? { notReadyAddresses: addresses(unready) } : {}),
    ports: portsOf(service, pods),
  };
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: placed(service, service.metadata.name, {}),
    subsets: pods.length > 0 ? [subset] : [],
  };
}

function sliceOf(service: KubeObject, pods: readonly KubeObject[]): KubeObject {
  const { name } = service.metadata;
  const endpoints = pods.map((pod) => ({
    addresses: [at(pod, 'status', 'podIP')],
    conditions: { ready: isReady(pod), serving: isReady(pod), terminating: pod.metadata.deletionTimestamp !== undefined },
    nodeName: at(pod, 'spec', 'nodeName'),
    targetRef: targetRef(pod),
  }));
  const labels = { 'kubernetes.io/service-name': name, 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: placed(service, `${name}-lab`, labels),
    addressType: 'IPv4',
    endpoints,
    ports: portsOf(service, pods),
  };
}

/** Owned by the service, so it goes when the service goes. */
const placed = (
  { apiVersion, kind, metadata }: KubeObject,
  name: string,
  labels: Readonly<Record<string, string>>,
): KubeObject['metadata'] => ({
  name,
  namespace: metadata.namespace ?? '',
  labels: { ...metadata.labels, ...labels },
  ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' }],
});
