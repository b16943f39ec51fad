import { createHash } from 'node:crypto';
import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, list, record, text } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import type { Store } from '../store/store.ts';
import { instant } from '../verbs/call.ts';
import { suffixOf, uidOf } from '../verbs/write.ts';

/** A running pod of a ReplicaSet. A sibling lends its containers; without one, the sidecar is added where namespace and pod ask for it. */
export function podOf(
  store: Store,
  set: KubeObject,
  {
    ownerReference,
    model,
    missing,
  }: {
    readonly ownerReference: NonNullable<KubeObject['metadata']['ownerReferences']>[number];
    readonly model: KubeObject | undefined;
    readonly missing: number;
  },
): KubeObject {
  const { name, namespace = '' } = set.metadata;
  const template = record(at(set, 'spec', 'template'));
  const plain: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...record(template['metadata']),
      name: `${name}-${suffixOf(store, name, missing)}`,
      generateName: `${name}-`,
      namespace,
      creationTimestamp: instant(store.now()),
      ownerReferences: [ownerReference],
    },
    spec: { ...record(template['spec']), nodeName: text(at(model, 'spec', 'nodeName')) || nodeFor(store, missing) },
  };
  const workload = set.metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment')?.name ?? name;
  const pod = wantsSidecar(store, plain) ? withSidecar(plain, workload) : plain;
  const uid = uidOf(store, rowOf('Pod'), pod);
  return running({ ...pod, metadata: { ...pod.metadata, uid } }, store.now());
}

/** The nodes take turns; a lab without nodes has one by name. */
function nodeFor(store: Store, turn: number): string {
  const nodes = store.list(rowOf('Node'));
  return nodes[turn % nodes.length]?.metadata.name ?? 'lab-node-1';
}

/** Whether the injector would touch a pod: asked for by the pod or its namespace, not refused by either. */
function wantsSidecar(store: Store, { metadata }: KubeObject): boolean {
  const labels = store.get(rowOf('Namespace'), undefined, metadata.namespace ?? '')?.metadata.labels ?? {};
  const own = metadata.labels?.['sidecar.istio.io/inject'] ?? metadata.annotations?.['sidecar.istio.io/inject'];
  if (own === 'false' || labels['istio-injection'] === 'disabled') return false;
  return own === 'true' || labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
}

function withSidecar(pod: KubeObject, workload: string): KubeObject {
  const containers = list(at(pod, 'spec', 'containers'));
  if (containers.some((one) => at(one, 'name') === 'istio-proxy')) return pod;
  const labels = pod.metadata.labels ?? {};
  const app = labels['app.kubernetes.io/name'] ?? labels['app'] ?? workload;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: { ...pod.metadata.annotations, 'sidecar.istio.io/status': '{"containers":["istio-proxy"],"revision":"default"}' },
      labels: {
        'service.istio.io/canonical-name': app,
        'service.istio.io/canonical-revision': labels['app.kubernetes.io/version'] ?? labels['version'] ?? 'latest',
        ...labels,
        'security.istio.io/tlsMode': 'istio',
      },
    },
    spec: {
      ...pod.spec,
      containers: [
        ...containers,
        {
          name: 'istio-proxy',
          image: 'docker.io/istio/proxyv2:1.29.0',
          ports: [{ containerPort: 15_090, name: 'http-envoy-prom', protocol: 'TCP' }],
        },
      ],
    },
  };
}

/** The pod as it looks once all its containers are up; in the lab that takes no time. */
export function running(pod: KubeObject, nowMs: number): KubeObject {
  const since = instant(nowMs);
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
    type,
    status: 'True',
    lastTransitionTime: since,
  }));
  const containerStatuses = list(at(pod, 'spec', 'containers'))
    .filter(isRecord)
    .map((one) => ({
      name: text(one['name']),
      image: text(one['image']),
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: since } },
    }));
  const podIP = addressOf(pod);
  return {
    ...pod,
    status: { phase: 'Running', conditions, containerStatuses, podIP, podIPs: [{ ip: podIP }], hostIP: '192.168.0.10', startTime: since },
  };
}

/** An address of the pod network that depends on nothing but the pod. */
function addressOf({ metadata }: KubeObject): string {
  const [a = 0, b = 0] = createHash('sha256').update(`${metadata.namespace}/${metadata.name}`).digest();
  return `10.245.${a}.${Math.max(1, b % 255)}`;
}
